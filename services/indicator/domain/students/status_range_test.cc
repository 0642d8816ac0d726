// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/status_range.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "common/decimal/decimal.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator::records {
namespace {

using Count = Counts::Count;

constexpr RangeRules kMean{.mean = true, .minimum_students = 11};
constexpr RangeRules kRate{.mean = false, .minimum_students = 11};

// 90 students with a mean of -10, and 10 of an alternate assessment.
Count Tested() {
  return {.denominator = 90,
          .point_tenths = -9000,
          .left_out = 10,
          .least_tenths = -30'000,
          .most_tenths = 20'000,
          .stand_in_tenths = -6000,
          .stood_in = 10};
}

TEST(StatusRangeTest, AMeanLiesBetweenTheLeastAndTheMostPointsOfThoseLeftOut) {
  const auto range = RangeOf(Tested(), nullptr, nullptr, kMean);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->left_out, 10);
  EXPECT_EQ(range->lowest, -390) << "(-900 - 3000) points by 100 students";
  EXPECT_EQ(range->highest, 110);
  EXPECT_EQ(range->stand_in, -150);
  EXPECT_EQ(range->held, std::nullopt);
  EXPECT_EQ(range->lowest_change, std::nullopt);
}

TEST(StatusRangeTest, WhereEveryPartIsKnownThereIsNoRange) {
  Count count = Tested();
  count.left_out = 0;
  EXPECT_EQ(RangeOf(count, nullptr, nullptr, kMean), std::nullopt);
  EXPECT_EQ(RangeOf(count, &count, nullptr, kMean), std::nullopt);
}

TEST(StatusRangeTest, ThoseLeftOutMakeAStatusOfOneThatHadTooFewStudents) {
  Count count{.numerator = 5, .denominator = 5, .left_out = 5};
  EXPECT_EQ(RangeOf(count, nullptr, nullptr, kRate)->lowest, std::nullopt) << "ten of eleven";
  count.left_out = 6;
  EXPECT_EQ(RangeOf(count, nullptr, nullptr, kRate)->lowest, 455);
  EXPECT_EQ(RangeOf(count, nullptr, nullptr, kRate)->highest, 1000);
}

TEST(StatusRangeTest, ARateHasThoseLeftOutInTheDenominatorAlone) {
  const Count count{.numerator = 45, .denominator = 90, .left_out = 10};
  const auto range = RangeOf(count, nullptr, nullptr, kRate);
  EXPECT_EQ(range->lowest, 450);
  EXPECT_EQ(range->highest, 550);
  EXPECT_EQ(range->stand_in, std::nullopt) << "of means only";
}

TEST(StatusRangeTest, AChangeFromAPublishedYearMovesWithTheStatus) {
  const Count published{.denominator = 100, .point_tenths = -20'000, .whole = true};
  const auto range = RangeOf(Tested(), &published, nullptr, kMean);
  EXPECT_EQ(range->lowest_change, -191) << "-39.0 from -20.0, which may be -19.95";
  EXPECT_EQ(range->highest_change, 311);
}

TEST(StatusRangeTest, AChangeOfTwoEstimatesIsFromTheOtherEndOfTheYearBefore) {
  const Count before = Tested();
  const auto range = RangeOf(Tested(), &before, nullptr, kMean);
  EXPECT_EQ(range->lowest_change, -500);
  EXPECT_EQ(range->highest_change, 500);
}

TEST(StatusRangeTest, AYearBeforeThatWasNotPublishedMakesNoChange) {
  const Count masked{.numerator = kNoCount, .denominator = 100};
  EXPECT_EQ(RangeOf(Tested(), &masked, nullptr, kMean)->lowest_change, std::nullopt);
}

TEST(StatusRangeTest, LastYearsMeanOfTheAlternateAssessmentIsHeld) {
  const Count alternate{.denominator = 20, .point_tenths = 20 * -500, .whole = true};
  EXPECT_EQ(RangeOf(Tested(), nullptr, &alternate, kMean)->held, -140)
      << "(-900 - 500) points by 100 students";
  const Count of_records{.denominator = 20, .point_tenths = 20 * -500};
  EXPECT_EQ(RangeOf(Tested(), nullptr, &of_records, kMean)->held, std::nullopt);
}

TEST(StatusRangeTest, WithoutAStandInForEachStudentThereIsNone) {
  Count count = Tested();
  count.stood_in = 9;
  EXPECT_EQ(RangeOf(count, nullptr, nullptr, kMean)->stand_in, std::nullopt);
}

// Every way in which those left out can have points.
TEST(StatusRangeTest, NoPartOfThoseLeftOutLeadsBeyondTheRange) {
  constexpr int kLeast = -3;
  constexpr int kMost = 2;
  constexpr int kLeftOut = 4;
  Count count{.denominator = 7, .point_tenths = 110, .left_out = kLeftOut};
  count.least_tenths = kLeftOut * kLeast * 10;
  count.most_tenths = kLeftOut * kMost * 10;
  const auto range = RangeOf(count, nullptr, nullptr, {.mean = true, .minimum_students = 1});
  std::vector<int> seen;
  std::vector<int> points(kLeftOut, kLeast);
  for (bool more = true; more;) {
    int64_t tenths = count.point_tenths;
    for (const int of_student : points) tenths += of_student * 10;
    seen.push_back(static_cast<int>(DivideHalfAwayFromZero(tenths, count.denominator + kLeftOut)));
    more = false;
    for (int& of_student : points) {
      more = ++of_student <= kMost;
      if (more) break;
      of_student = kLeast;
    }
  }
  EXPECT_EQ(*std::min_element(seen.begin(), seen.end()), range->lowest);
  EXPECT_EQ(*std::max_element(seen.begin(), seen.end()), range->highest);
  EXPECT_EQ(seen.size(), 1296);
}

}  // namespace
}  // namespace sos::indicator::records
