// SPDX-License-Identifier: Apache-2.0
#include "common/decimal/decimal.h"

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace sos {
namespace {

constexpr int64_t kTenthsOfPercentPerOne = 1000;
constexpr int kMaxDigits = 16;  // Of a number as a count of its last place.

int64_t DivideRounded(absl::int128 numerator, absl::int128 denominator) {
  const bool negative = numerator < 0;
  const absl::int128 magnitude = negative ? -numerator : numerator;
  const absl::int128 rounded = (2 * magnitude + denominator) / (2 * denominator);
  return static_cast<int64_t>(negative ? -rounded : rounded);
}

}  // namespace

std::string ToString(Tenths value) {
  const int64_t magnitude = std::abs(value.count);
  return absl::StrCat(value.count < 0 ? "-" : "", magnitude / 10, ".", magnitude % 10);
}

std::optional<int64_t> ParseScaled(absl::string_view text, int places) {
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  const absl::string_view::size_type point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view decimals =
      point == absl::string_view::npos ? absl::string_view() : text.substr(point + 1);
  if (whole.empty() && decimals.empty()) return std::nullopt;
  if (static_cast<int>(whole.size()) > kMaxDigits - places) return std::nullopt;
  int64_t scaled = 0;
  for (const char c : whole) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return std::nullopt;
    scaled = scaled * 10 + (c - '0');
  }
  for (int place = 0; place < places; ++place) {
    const bool given = place < static_cast<int>(decimals.size());
    scaled = scaled * 10 + (given ? decimals[place] - '0' : 0);
  }
  for (const char c : decimals) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return std::nullopt;
  }
  if (static_cast<int>(decimals.size()) > places && decimals[places] >= '5') {
    ++scaled;  // Half away from zero, on the magnitude.
  }
  return negative ? -scaled : scaled;
}

std::optional<Tenths> ParseTenths(absl::string_view text) {
  const std::optional<int64_t> tenths = ParseScaled(text, 1);
  return tenths ? std::optional<Tenths>(Tenths{*tenths}) : std::nullopt;
}

int64_t DivideHalfAwayFromZero(int64_t numerator, int64_t denominator) {
  return DivideRounded(numerator, denominator);
}

Tenths RoundedPercent(Fraction rate) {
  return {DivideRounded(absl::int128(rate.numerator) * kTenthsOfPercentPerOne, rate.denominator)};
}

Tenths RoundedPercentChange(Fraction current, Fraction prior) {
  const absl::int128 difference = absl::int128(current.numerator) * prior.denominator -
                                  absl::int128(prior.numerator) * current.denominator;
  return {DivideRounded(difference * kTenthsOfPercentPerOne,
                        absl::int128(current.denominator) * prior.denominator)};
}

}  // namespace sos
