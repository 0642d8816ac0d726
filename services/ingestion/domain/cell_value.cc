// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/cell_value.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/education/dashboard_year.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kBlankWords[] = {"N/A", "NA",   "NaN",  "None",  "Null",
                                             ".",   "#N/A", "<NA>", "#NULL!"};
constexpr size_t kLongestBlank = 8;

// Blanks that are not ASCII: no-break, thin and narrow spaces, and the byte-order mark.
constexpr absl::string_view kWideBlanks[] = {"\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf",
                                             "\xef\xbb\xbf"};
constexpr absl::string_view kDashes[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\x91"};
constexpr absl::string_view kMinus = "\xe2\x88\x92";
constexpr absl::string_view kApostrophes[] = {"'", "\xe2\x80\x99", "\xe2\x80\x98", "`"};

// No number in a file is longer.
constexpr size_t kLongestNumber = 40;
constexpr size_t kGroupDigits = 3;

template <typename Marks>
bool ConsumeAnyPrefix(absl::string_view& text, const Marks& marks) {
  return std::any_of(std::begin(marks), std::end(marks),
                     [&text](absl::string_view mark) { return absl::ConsumePrefix(&text, mark); });
}

absl::string_view WithoutBlanks(absl::string_view text) {
  for (size_t before = text.size() + 1; before != text.size();) {
    before = text.size();
    text = absl::StripAsciiWhitespace(text);
    for (const absl::string_view blank : kWideBlanks) {
      absl::ConsumePrefix(&text, blank);
      absl::ConsumeSuffix(&text, blank);
    }
  }
  return text;
}

// `<11`, `< 11`, `<=10`.
bool IsBelow(absl::string_view cell) {
  if (!absl::ConsumePrefix(&cell, "<")) return false;
  absl::ConsumePrefix(&cell, "=");
  return IsDigits(WithoutBlanks(cell));
}

// All of the cell is dashes, or all of it stars.
bool IsRun(absl::string_view cell) {
  if (cell[0] == '*') return cell.find_first_not_of('*') == absl::string_view::npos;
  while (ConsumeAnyPrefix(cell, kDashes)) {
  }
  return cell.empty();
}

// The groups of digits between marks: at most three digits that do not begin with a zero, then
// three each.
bool AreGroups(const std::vector<absl::string_view>& groups) {
  if (groups.size() < 2 || !IsDigits(groups[0]) || groups[0].size() > kGroupDigits ||
      groups[0][0] == '0') {
    return false;
  }
  return std::all_of(groups.begin() + 1, groups.end(), [](absl::string_view group) {
    return group.size() == kGroupDigits && IsDigits(group);
  });
}

// `whole` without the marks between its groups; nullopt if it has other characters.
std::optional<std::string> Ungrouped(absl::string_view whole, char mark) {
  if (IsDigits(whole)) return std::string(whole);
  const std::vector<absl::string_view> groups = absl::StrSplit(whole, mark);
  if (!AreGroups(groups)) return std::nullopt;
  return absl::StrJoin(groups, "");
}

}  // namespace

bool IsDigits(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return absl::ascii_isdigit(c); });
}

bool IsBlankCell(absl::string_view cell) {
  if (cell.empty()) return true;
  // Almost every cell ends here: all marks begin with one of these.
  if (!absl::StrContains("*-Nn.#<\xe2\xc2 \t\xef", cell[0])) return false;
  cell = WithoutBlanks(cell);
  if (cell.empty()) return true;
  if (cell.size() > kLongestBlank) return false;
  if (IsRun(cell) || IsBelow(cell)) return true;
  return std::any_of(std::begin(kBlankWords), std::end(kBlankWords),
                     [cell](absl::string_view mark) { return absl::EqualsIgnoreCase(cell, mark); });
}

absl::string_view BareCell(absl::string_view cell) {
  const auto plain = [](char c) { return c > ' ' && c != '=' && c != '\x7f'; };
  if (cell.empty() || (plain(cell.front()) && plain(cell.back()))) return cell;
  cell = WithoutBlanks(cell);
  absl::string_view inner = cell;
  if (absl::ConsumePrefix(&inner, "=\"") && absl::ConsumeSuffix(&inner, "\"")) {
    return WithoutBlanks(inner);
  }
  return cell;
}

bool HasExponent(absl::string_view text) {
  const size_t e = text.find_first_of("eE");
  if (e == absl::string_view::npos || e == 0) return false;
  absl::string_view exponent = text.substr(e + 1);
  if (!absl::ConsumePrefix(&exponent, "+")) absl::ConsumePrefix(&exponent, "-");
  const absl::string_view mantissa = text.substr(0, e);
  return IsDigits(exponent) &&
         mantissa.find_first_not_of("0123456789.,+-") == absl::string_view::npos;
}

std::optional<std::string> PlainNumber(absl::string_view text, bool decimal_comma) {
  ConsumeAnyPrefix(text, kApostrophes);
  if (text.size() > kLongestNumber) return std::nullopt;
  std::string sign;
  if (absl::ConsumePrefix(&text, "-") || absl::ConsumePrefix(&text, kMinus)) {
    sign = "-";
  } else {
    absl::ConsumePrefix(&text, "+");
  }
  std::string body(text);
  for (const absl::string_view blank : kWideBlanks) {
    body = absl::StrReplaceAll(body, {{blank, " "}});
  }
  const absl::string_view number = body;
  const size_t comma = number.find(',');
  const size_t point = number.rfind('.');
  size_t decimals = point;
  char mark = ',';
  if (comma != absl::string_view::npos) {
    const bool one = number.find(',', comma + 1) == absl::string_view::npos;
    if (decimal_comma) {
      if (!one) return std::nullopt;
      decimals = comma;
      mark = '.';
    } else if (one && point == absl::string_view::npos &&
               !AreGroups({number.substr(0, comma), number.substr(comma + 1)})) {
      decimals = comma;  // No group of three follows: it is a decimal comma.
    }
  }
  absl::string_view whole = number.substr(0, decimals);
  if (absl::StrContains(whole, ' ')) mark = ' ';
  absl::string_view fraction;
  if (decimals != absl::string_view::npos) {
    fraction = number.substr(decimals + 1);
    if (!fraction.empty() && !IsDigits(fraction)) return std::nullopt;
    if (whole.empty()) whole = fraction.empty() ? whole : absl::string_view("0");
  }
  const std::optional<std::string> digits = Ungrouped(whole, mark);
  if (!digits) return std::nullopt;
  return absl::StrCat(sign, *digits, fraction.empty() ? "" : ".", fraction);
}

std::optional<int64_t> ParseWhole(absl::string_view text, bool decimal_comma) {
  int64_t value = 0;
  if (absl::SimpleAtoi(text, &value)) return value;  // Almost every cell ends here.
  const std::optional<std::string> plain = PlainNumber(text, decimal_comma);
  if (!plain || absl::StartsWith(text, ".")) return std::nullopt;
  // Where no comma is known to begin decimals, `10,00` is no count for sure.
  if (!decimal_comma && absl::StrContains(*plain, '.') && !absl::StrContains(text, '.')) {
    return std::nullopt;
  }
  absl::string_view whole = *plain;
  const size_t point = whole.find('.');
  if (point != absl::string_view::npos) {
    if (whole.find_first_not_of('0', point + 1) != absl::string_view::npos) return std::nullopt;
    whole = whole.substr(0, point);
  }
  if (!absl::SimpleAtoi(whole, &value)) return std::nullopt;
  return value;
}

std::optional<int> SchoolYearEnd(absl::string_view text) {
  constexpr size_t kDigits = 4;
  int first = 0;
  int last = 0;
  absl::string_view begin = text.substr(0, kDigits);
  if (text.size() < kDigits || !IsDigits(begin) || !absl::SimpleAtoi(begin, &first)) {
    return std::nullopt;
  }
  text.remove_prefix(kDigits);
  if (!ConsumeAnyPrefix(text, kDashes) && !absl::ConsumePrefix(&text, "/") &&
      !absl::ConsumePrefix(&text, "_")) {
    return std::nullopt;
  }
  if (!IsDigits(text) || !absl::SimpleAtoi(text, &last)) return std::nullopt;
  const bool follows =
      text.size() == kDigits ? last == first + 1 : text.size() == 2 && last == (first + 1) % 100;
  return follows ? std::optional<int>(first + 1) : std::nullopt;
}

std::optional<int> ParseYearCell(absl::string_view text) {
  text = BareCell(text);
  ConsumeAnyPrefix(text, kApostrophes);
  if (const std::optional<int> year = ParseDashboardYear(text); year) return year;
  if (const std::optional<int> end = SchoolYearEnd(text); end) {
    return ParseDashboardYear(absl::StrCat(*end));
  }
  const std::optional<int64_t> number = ParseWhole(text, false);
  return number ? ParseDashboardYear(absl::StrCat(*number)) : std::nullopt;
}

std::string BareCode(absl::string_view text) {
  ConsumeAnyPrefix(text, kApostrophes);
  std::string code;
  bool between = false;
  for (absl::string_view rest = WithoutBlanks(text); !rest.empty();) {
    if (ConsumeAnyPrefix(rest, kDashes) || ConsumeAnyPrefix(rest, kWideBlanks) ||
        absl::ConsumePrefix(&rest, " ")) {
      between = !code.empty();
      continue;
    }
    if (between) code += '-';
    between = false;
    code += rest[0];
    rest.remove_prefix(1);
  }
  const size_t point = code.find('.');
  if (point != std::string::npos && point > 0 && point + 1 < code.size() &&
      code.find_first_not_of('0', point + 1) == std::string::npos) {
    code.resize(point);
  }
  if (absl::StrContains(code, ',')) {
    if (const std::optional<std::string> digits = Ungrouped(code, ','); digits) return *digits;
  }
  return code;
}

}  // namespace sos::ingestion
