// SPDX-License-Identifier: Apache-2.0
#include "common/decimal/decimal.h"

#include <cstdint>
#include <optional>

#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(DecimalTest, RoundsAStatusTieUp) {
  // 1 of 800 is 0.125 %, 3 of 2000 is exactly 0.15 %.
  EXPECT_EQ(ToString(RoundedPercent({3, 2000})), "0.2");
  EXPECT_EQ(ToString(RoundedPercent({1, 800})), "0.1");
}

TEST(DecimalTest, RoundsANegativeChangeTieAwayFromZero) {
  // 5.00 % - 5.25 % is exactly -0.25.
  EXPECT_EQ(ToString(RoundedPercentChange({5, 100}, {21, 400})), "-0.3");
  EXPECT_EQ(ToString(RoundedPercentChange({21, 400}, {5, 100})), "0.3");
}

TEST(DecimalTest, TakesTheChangeFromUnroundedRates) {
  // 33.333... - 33.25 = 0.0833, although the rounded rates 33.3 and 33.3 differ by 0.0.
  EXPECT_EQ(ToString(RoundedPercentChange({1, 3}, {133, 400})), "0.1");
}

TEST(DecimalTest, HoldsCountsOfTheWholeStateWithoutOverflow) {
  EXPECT_EQ(ToString(RoundedPercentChange({6'000'000, 6'000'001}, {1, 6'000'001})), "100.0");
}

TEST(DecimalTest, PrintsOneDecimalAlways) {
  EXPECT_EQ(ToString(Tenths{0}), "0.0");
  EXPECT_EQ(ToString(Tenths{-4}), "-0.4");
  EXPECT_EQ(ToString(Tenths{1000}), "100.0");
}

TEST(DecimalTest, ReadsWhatItPrints) {
  for (const int64_t count : {-1234, -5, -1, 0, 1, 5, 99, 1000}) {
    EXPECT_EQ(ParseTenths(ToString(Tenths{count})), Tenths{count});
  }
}

TEST(DecimalTest, ReadsTheFormsThePublishedFilesUse) {
  EXPECT_EQ(ParseTenths("72"), Tenths{720});
  EXPECT_EQ(ParseTenths("-.5"), Tenths{-5});
  EXPECT_EQ(ParseTenths("12.25"), Tenths{123});
  EXPECT_EQ(ParseTenths("-12.25"), Tenths{-123});
}

TEST(DecimalTest, RejectsEverythingElse) {
  for (const char* text :
       {"", "-", ".", "1,000", "1e3", "12 ", "1.2.3", "12.x", "NaN", "9999999999999999"}) {
    EXPECT_EQ(ParseTenths(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sos
