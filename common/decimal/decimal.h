// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_DECIMAL_DECIMAL_H_
#define SOS_COMMON_DECIMAL_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sos {

// A published number with one decimal, held exactly as a count of tenths.
//
// Every status, change and cut score of the Dashboard is printed with one decimal, so none of them
// ever passes through a binary float here: 12.3 is Tenths{123}.
struct Tenths {
  int64_t count = 0;

  friend auto operator<=>(const Tenths&, const Tenths&) = default;
};

// Prints `value` with exactly one decimal: "12.3", "-0.4", "7.0".
std::string ToString(Tenths value);

// Reads a decimal number such as "12.3", "-5", "100.0" or ".5", with any number of decimals; more
// than one is rounded, half away from zero. Returns nullopt for anything else, signs of grouping
// and exponents included.
std::optional<Tenths> ParseTenths(absl::string_view text);

// The same as a count of units of 10^-`places`, 0 to 10: "0.136" is 136'000 millionths. Returns
// nullopt also for numbers of more than 16 digits in that unit.
std::optional<int64_t> ParseScaled(absl::string_view text, int places);

// A number of students out of a number of students. The denominator is positive.
struct Fraction {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

// The one home of rounding: numerator / denominator to the nearest whole number, ties away from
// zero (as all 276 ties among the published values are rounded). The denominator must be positive.
int64_t DivideHalfAwayFromZero(int64_t numerator, int64_t denominator);

// `rate` in percent, rounded to one decimal from the exact fraction.
Tenths RoundedPercent(Fraction rate);

// `current` minus `prior` in percentage points, rounded once, from the exact difference. This is
// not the difference of the two rounded rates.
Tenths RoundedPercentChange(Fraction current, Fraction prior);

}  // namespace sos

#endif  // SOS_COMMON_DECIMAL_DECIMAL_H_
