// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/rule_values.h"

#include <chrono>

#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

education::v1::Decimal Percent(const char* value) {
  education::v1::Decimal decimal;
  decimal.set_value(value);
  return decimal;
}

TEST(RuleValuesTest, GradesAreKindergartenAndTwoDigits) {
  EXPECT_EQ(*ToGrade("KN"), records::kKindergarten);
  EXPECT_EQ(*ToGrade("01"), 1);
  EXPECT_EQ(*ToGrade("12"), 12);
  for (const char* text : {"", "00", "1", "13", "TK"}) {
    EXPECT_THAT(ToGrade(text), IsError(kInvalid, "")) << text;
  }
}

TEST(RuleValuesTest, DaysAreMonthAndDay) {
  EXPECT_EQ(*ToDay("06-15", "from"), std::chrono::June / 15);
  EXPECT_EQ(*ToDay("02-29", "from"), std::chrono::February / 29);
  for (const char* text : {"", "15", "06-31", "13-01", "June 15"}) {
    EXPECT_THAT(ToDay(text, "from"), IsError(kInvalid, "")) << text;
  }
}

TEST(RuleValuesTest, PercentagesAreAboveZeroAndAtMostAHundred) {
  EXPECT_EQ(*ToThousandths(Percent("94.5"), "percent"), 945);
  EXPECT_THAT(ToThousandths(Percent("100"), "percent"), IsOk());
  for (const char* text : {"", "0", "-1", "100.1"}) {
    EXPECT_THAT(ToThousandths(Percent(text), "percent"), IsError(kInvalid, "")) << text;
  }
}

}  // namespace
}  // namespace sos::indicator
