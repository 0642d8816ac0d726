// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_values.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/education/cds_code.h"
#include "services/ingestion/domain/student/record_values.h"

namespace sos::ingestion {
namespace {

// Numbers of days of the years 1901 to 2099: a school code or an identifier is none of them.
constexpr int64_t kFirstSerial = 367;
constexpr int64_t kLastSerial = 73'050;
// From 1899-12-30 to 1970-01-01.
constexpr int64_t kSerialOfEpoch = 25'569;

constexpr size_t kCdsDigits = 14;
constexpr int64_t kHighestScore = 9999;
constexpr char kNoScoreWord[] = "NS";

bool HasDigitsOnly(absl::string_view text) {
  return !text.empty() &&
         absl::c_all_of(text, [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// `3.0` is 3: a spreadsheet that keeps a number writes it so.
absl::string_view WithoutZeroDecimals(absl::string_view text) {
  const size_t point = text.find('.');
  if (point == absl::string_view::npos) return text;
  const absl::string_view decimals = text.substr(point + 1);
  return absl::c_all_of(decimals, [](char c) { return c == '0'; }) ? text.substr(0, point) : text;
}

// `3/15/2024`.
std::optional<int64_t> ParseSlashDate(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '/');
  int month = 0;
  int day = 0;
  int year = 0;
  if (parts.size() != 3 || !absl::c_all_of(parts, HasDigitsOnly) || parts[2].size() != 4 ||
      !absl::SimpleAtoi(parts[0], &month) || !absl::SimpleAtoi(parts[1], &day) ||
      !absl::SimpleAtoi(parts[2], &year)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day)));
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

}  // namespace

std::optional<int64_t> ParseCode(absl::string_view text, int digits, bool padded) {
  const absl::string_view code = WithoutZeroDecimals(text);
  int64_t value = 0;
  const bool fits =
      padded ? static_cast<int>(code.size()) <= digits : static_cast<int>(code.size()) == digits;
  if (!fits || !HasDigitsOnly(code) || !absl::SimpleAtoi(code, &value)) return std::nullopt;
  return value;
}

std::optional<int64_t> ParseReportDate(absl::string_view text) {
  // The time of day says nothing.
  const absl::string_view day = text.substr(0, text.find_first_of(" T"));
  if (absl::StrContains(day, '/')) return ParseSlashDate(day);
  if (const auto date = ParseDate(day)) return date;
  int64_t serial = 0;
  const absl::string_view whole = day.substr(0, day.find('.'));
  if (!HasDigitsOnly(whole) || !absl::SimpleAtoi(whole, &serial) || serial < kFirstSerial ||
      serial > kLastSerial) {
    return std::nullopt;
  }
  return serial - kSerialOfEpoch;
}

std::optional<int64_t> ParseReportGrade(absl::string_view text) {
  const std::string grade = absl::AsciiStrToUpper(WithoutZeroDecimals(text));
  return grade == "K" ? 0 : ParseGrade(grade);
}

std::optional<int64_t> ParseYesNo(absl::string_view text) {
  for (const absl::string_view yes : {"Y", "Yes", "True", "1"}) {
    if (absl::EqualsIgnoreCase(text, yes)) return 1;
  }
  for (const absl::string_view no : {"N", "No", "False", "0"}) {
    if (absl::EqualsIgnoreCase(text, no)) return 0;
  }
  return std::nullopt;
}

std::optional<int64_t> ParseCdsNumber(absl::string_view text) {
  const absl::string_view code = WithoutZeroDecimals(text);
  const auto cds =
      CdsCode::Parse(code.size() == kCdsDigits - 1 ? absl::StrCat("0", code) : std::string(code));
  if (!cds || !cds->HasCaliforniaCounty() || cds->IsState()) return std::nullopt;
  return cds->Number();
}

std::optional<int64_t> ParseScore(absl::string_view text) {
  if (text == kNoScoreWord) return 0;
  const absl::string_view score = WithoutZeroDecimals(text);
  int64_t value = 0;
  if (!HasDigitsOnly(score) || !absl::SimpleAtoi(score, &value) || value < 1 ||
      value > kHighestScore) {
    return std::nullopt;
  }
  return value;
}

std::optional<int64_t> ParseWord(absl::string_view text, absl::Span<const ReportWord> words) {
  const std::string normalized = NormalizedColumn(text);
  const auto end_of_number = std::find_if_not(
      text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c) != 0; });
  int64_t number = 0;
  const bool numbered =
      absl::SimpleAtoi(absl::string_view(text.begin(), end_of_number - text.begin()), &number);
  for (const ReportWord& word : words) {
    if (numbered ? word.number == number : absl::c_linear_search(word.texts, normalized)) {
      return word.number;
    }
  }
  return std::nullopt;
}

}  // namespace sos::ingestion
