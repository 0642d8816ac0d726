// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/borders.h"

#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using ::testing::SizeIs;

Band MakeBand(int level, std::optional<int64_t> minimum, std::optional<int64_t> maximum) {
  Band band{.level = level};
  if (minimum) band.minimum = Tenths{*minimum};
  if (maximum) band.maximum = Tenths{*maximum};
  return band;
}

// Graduation: more is better. 1 under 68.0, 2 to 79.9, 3 to 90.4, 4 to 94.9, 5 from 95.0 on.
Scale Graduation() {
  return *Scale::Create({MakeBand(1, std::nullopt, 679), MakeBand(2, 680, 799),
                         MakeBand(3, 800, 904), MakeBand(4, 905, 949),
                         MakeBand(5, 950, std::nullopt)});
}

// Absence: less is better. 5 up to 2.5, 4 up to 5.0, 3 up to 10.0, 2 up to 20.0, 1 above.
Scale Absence() {
  return *Scale::Create({MakeBand(1, 201, std::nullopt), MakeBand(2, 101, 200),
                         MakeBand(3, 51, 100), MakeBand(4, 26, 50), MakeBand(5, std::nullopt, 25)});
}

void ExpectBorder(const Border& border, int level, int64_t threshold, int64_t distance) {
  EXPECT_EQ(border.level, level);
  EXPECT_EQ(border.threshold, Tenths{threshold});
  EXPECT_EQ(border.distance, Tenths{distance});
}

TEST(BordersTest, NamesTheBetterLevelFirst) {
  const std::vector<Border> borders = NeighboringLevels(Graduation(), Tenths{850});

  ASSERT_THAT(borders, SizeIs(2));
  ExpectBorder(borders[0], 4, 905, 55);
  ExpectBorder(borders[1], 2, 799, -51);
}

TEST(BordersTest, WhereLessIsBetterTheBetterLevelLiesBelow) {
  const std::vector<Border> borders = NeighboringLevels(Absence(), Tenths{60});

  ASSERT_THAT(borders, SizeIs(2));
  ExpectBorder(borders[0], 4, 50, -10);
  ExpectBorder(borders[1], 2, 101, 41);
}

TEST(BordersTest, ACutScoreIsOfTheLevelThatItBeginsAndATenthFromTheOther) {
  const std::vector<Border> first = NeighboringLevels(Graduation(), Tenths{905});
  ASSERT_THAT(first, SizeIs(2));
  ExpectBorder(first[1], 3, 904, -1);
  const std::vector<Border> last = NeighboringLevels(Graduation(), Tenths{904});
  ASSERT_THAT(last, SizeIs(2));
  ExpectBorder(last[0], 4, 905, 1);
}

TEST(BordersTest, TheOuterLevelsHaveOneNeighbor) {
  const std::vector<Border> best = NeighboringLevels(Graduation(), Tenths{1000});
  ASSERT_THAT(best, SizeIs(1));
  ExpectBorder(best[0], 4, 949, -51);
  const std::vector<Border> worst = NeighboringLevels(Graduation(), Tenths{0});
  ASSERT_THAT(worst, SizeIs(1));
  ExpectBorder(worst[0], 2, 680, 680);
}

TEST(BordersTest, NobodyHasToMoveToTheLevelThatIsReached) {
  EXPECT_EQ(StudentsToReach(Graduation(), 3, {85, 100}), 0);
}

TEST(BordersTest, CountsTheStudentsUpToTheRoundedCutScore) {
  EXPECT_EQ(StudentsToReach(Graduation(), 4, {85, 100}), 6) << "90 of 100 are not 90.5";
  EXPECT_EQ(StudentsToReach(Graduation(), 2, {85, 100}), 6) << "79 of 100";
  // 1809 of 2000 are 90.45, which is rounded to 90.5.
  EXPECT_EQ(StudentsToReach(Graduation(), 4, {1800, 2000}), 9);
  EXPECT_EQ(StudentsToReach(Graduation(), 4, {1808, 2000}), 1);
}

TEST(BordersTest, WhereLessIsBetterStudentsLeaveTheNumerator) {
  EXPECT_EQ(StudentsToReach(Absence(), 4, {6, 100}), 1);
  EXPECT_EQ(StudentsToReach(Absence(), 5, {6, 100}), 4);
  EXPECT_EQ(StudentsToReach(Absence(), 1, {6, 100}), 15);
}

TEST(BordersTest, OfFewStudentsNoNumberMayReachALevel) {
  // Of three students 0, 33.3, 66.7 or 100 percent graduate: levels 1 and 5.
  EXPECT_EQ(StudentsToReach(Graduation(), 3, {2, 3}), kNoCount);
  EXPECT_EQ(StudentsToReach(Graduation(), 5, {2, 3}), 1);
  EXPECT_EQ(StudentsToReach(Graduation(), 4, {3, 3}), kNoCount);
  EXPECT_EQ(StudentsToReach(Graduation(), 1, {3, 3}), 1);
}

TEST(BordersTest, NobodyCanMoveOutOfAnEmptyNumerator) {
  EXPECT_EQ(StudentsToReach(Graduation(), 2, {0, 100}), 68);
  EXPECT_EQ(StudentsToReach(Absence(), 1, {0, 4}), 1);
  EXPECT_EQ(StudentsToReach(Absence(), 4, {0, 4}), kNoCount);
}

}  // namespace
}  // namespace sos::indicator
