// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_values.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/education/dashboard_year.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kGradesOutside[] = {"IN", "TD", "PS", "AD", "UE", "US"};
constexpr int kHundredth = 100;
constexpr size_t kCountyAndDistrictDigits = 7;
constexpr char kWholeLea[] = "0000000";

// A number of exactly as many digits as `text` has characters.
std::optional<int> Digits(absl::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 8 ||
      !std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return std::nullopt;
  }
  for (const char c : text) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::optional<int64_t> ParseDate(absl::string_view text) {
  const bool hyphens = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (text.size() != 8 && !hyphens) return std::nullopt;
  const auto year = Digits(text.substr(0, 4));
  const auto month = Digits(text.substr(hyphens ? 5 : 4, 2));
  const auto day = Digits(text.substr(hyphens ? 8 : 6, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<int64_t> ParseDays(absl::string_view text) {
  const size_t point = text.find('.');
  absl::string_view decimals;
  if (point != absl::string_view::npos) {
    decimals = text.substr(point + 1);
    if (decimals.empty()) return std::nullopt;
    // Zeros beyond the second decimal say nothing.
    while (decimals.size() > 2 && decimals.back() == '0') decimals.remove_suffix(1);
  }
  const absl::string_view whole = text.substr(0, point);
  const auto days = whole.empty() ? std::optional<int>(0) : Digits(whole);
  const auto fraction = decimals.empty() ? std::optional<int>(0) : Digits(decimals);
  if (!days || !fraction || decimals.size() > 2 || text == ".") return std::nullopt;
  const int64_t value =
      int64_t{*days} * kHundredth + int64_t{*fraction} * (decimals.size() == 1 ? 10 : 1);
  return value <= kMaxDays ? std::optional<int64_t>(value) : std::nullopt;
}

std::optional<int64_t> ParseGrade(absl::string_view text) {
  if (text == "TK" || text == "KN") return 0;
  if (std::find(std::begin(kGradesOutside), std::end(kGradesOutside), text) !=
      std::end(kGradesOutside)) {
    return -1;
  }
  const auto grade = Digits(text);
  if (!grade || text.size() > 2 || *grade < 1 || *grade > 12) return std::nullopt;
  return *grade;
}

std::optional<int64_t> ParseLetterCode(absl::string_view text) {
  if (text.size() != 4 || !absl::ascii_isupper(static_cast<unsigned char>(text[0]))) {
    return std::nullopt;
  }
  const auto number = Digits(text.substr(1));
  if (!number) return std::nullopt;
  return int64_t{text[0] - 'A' + 1} * 1000 + *number;
}

std::optional<CdsCode> ParseLea(absl::string_view text) {
  const std::optional<CdsCode> lea = text.size() == kCountyAndDistrictDigits
                                         ? CdsCode::Parse(absl::StrCat(text, kWholeLea))
                                         : CdsCode::Parse(text);
  if (!lea || lea->IsState() || lea->IsCounty() || !lea->HasCaliforniaCounty()) return std::nullopt;
  return lea;
}

std::optional<int> ParseAcademicYear(absl::string_view text) {
  if (text.size() != 9 || text[4] != '-') return std::nullopt;
  const auto first = Digits(text.substr(0, 4));
  const auto second = Digits(text.substr(5));
  if (!first || !second || *second != *first + 1) return std::nullopt;
  return ParseDashboardYear(text.substr(5));
}

}  // namespace sos::ingestion
