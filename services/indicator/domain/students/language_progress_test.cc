// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/language_progress.h"

#include <optional>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

// Grades 3 and 4 of the ELPAC, and 3 to 5 and 6 to 8 of the Alternate ELPAC.
LanguageProgressRules Rules() {
  return {
      .summative = {{3, 3, 1150, {1448, 1488, 1535}, 1800}, {4, 4, 1150, {1459, 1499, 1549}, 1800}},
      .alternate = {{3, 5, 501, {544, 560}, 599}, {6, 8, 601, {644, 660}, 699}},
      .alternate_points = 10,
      .minimum_tested_thousandths = 945};
}

std::optional<int> Level(Grade grade, int score) { return ProgressLevel({grade, score}, Rules()); }

std::optional<bool> Progress(LanguageScore before, LanguageScore now) {
  return MadeProgress(before, now, Rules());
}

TEST(LanguageProgressTest, LevelsBeginAtTheirLowestScores) {
  EXPECT_EQ(Level(3, 1150), 1);
  EXPECT_EQ(Level(3, 1447), 1);
  EXPECT_EQ(Level(3, 1448), 2) << "2 low";
  EXPECT_EQ(Level(3, 1467), 2);
  EXPECT_EQ(Level(3, 1468), 3) << "2 high: 40 scores are halved evenly";
  EXPECT_EQ(Level(3, 1487), 3);
  EXPECT_EQ(Level(3, 1488), 4) << "3 low";
  EXPECT_EQ(Level(3, 1510), 4);
  EXPECT_EQ(Level(3, 1511), 5) << "3 high has the odd one of 47 scores";
  EXPECT_EQ(Level(3, 1534), 5);
  EXPECT_EQ(Level(3, 1535), 6);
  EXPECT_EQ(Level(3, 1800), 6);
}

TEST(LanguageProgressTest, AScoreOutsideTheScaleOfItsGradeHasNoLevel) {
  for (const int score : {0, 1149, 1801, 550}) EXPECT_EQ(Level(3, score), std::nullopt) << score;
  EXPECT_EQ(Level(9, 1500), std::nullopt) << "no scale of that grade";
  EXPECT_EQ(Level(kNoGrade, 1500), std::nullopt);
}

TEST(LanguageProgressTest, OneLevelUpIsProgressAndTheSameLevelIsNot) {
  EXPECT_EQ(Progress({3, 1467}, {4, 1479}), true) << "2 low to 2 high";
  EXPECT_EQ(Progress({3, 1467}, {4, 1478}), false) << "2 low to 2 low, with more points";
  EXPECT_EQ(Progress({3, 1511}, {4, 1523}), false) << "3 high to 3 low";
}

TEST(LanguageProgressTest, TheHighestLevelKeptIsProgress) {
  EXPECT_EQ(Progress({3, 1535}, {4, 1549}), true);
  EXPECT_EQ(Progress({3, 1535}, {4, 1548}), false) << "from 4 to 3 high";
}

TEST(LanguageProgressTest, OnTheAlternateTestTenPointsAreProgressToo) {
  EXPECT_EQ(Progress({3, 543}, {4, 544}), true) << "level 1 to 2";
  EXPECT_EQ(Progress({3, 510}, {4, 520}), true) << "ten points";
  EXPECT_EQ(Progress({3, 510}, {4, 519}), false) << "nine points";
  EXPECT_EQ(Progress({3, 560}, {4, 560}), true) << "the highest level kept";
  EXPECT_EQ(Progress({5, 560}, {6, 659}), false) << "level 3 to 2";
  EXPECT_EQ(Progress({5, 510}, {6, 619}), false) << "9 and 18 points above the lowest of the grade";
  EXPECT_EQ(Progress({5, 510}, {6, 620}), true);
}

TEST(LanguageProgressTest, WhoChangedTheTestOrHasOneScoreIsNotJudged) {
  EXPECT_EQ(Progress({3, 1500}, {4, 550}), std::nullopt);
  EXPECT_EQ(Progress({3, 550}, {4, 1500}), std::nullopt);
  EXPECT_EQ(Progress({3, 0}, {4, 1500}), std::nullopt);
  EXPECT_EQ(Progress({3, 1500}, {4, 0}), std::nullopt);
}

TEST(LanguageProgressTest, TheGradeOfTheTestDecidesWhoCounts) {
  EXPECT_EQ(StandingOf({3, 1448}, {4, 1549}, Rules()), Standing::kNumerator);
  EXPECT_EQ(StandingOf({3, 1448}, {4, 1459}, Rules()), Standing::kDenominator);
  EXPECT_EQ(StandingOf({3, 0}, {4, 1459}, Rules()), Standing::kWithoutTwoScores);
  EXPECT_EQ(StandingOf({3, 1500}, {4, 550}, Rules()), Standing::kOtherTestBefore);
  EXPECT_EQ(StandingOf({3, 550}, {4, 1500}, Rules()), Standing::kOtherTestBefore);
  EXPECT_EQ(StandingOf({3, 550}, {kKindergarten, 1500}, Rules()), Standing::kGradeOutside);
  EXPECT_EQ(StandingOf({3, 0}, {kKindergarten, 1459}, Rules()), Standing::kGradeOutside);
}

TEST(LanguageProgressTest, UntestedStudentsAreAddedUntilNinetyFivePercentCount) {
  EXPECT_EQ(AddedUntested(100, 95, 945), 0);
  EXPECT_EQ(AddedUntested(100, 94, 945), 1) << "94.5 of 100 take a ninety-fifth";
  EXPECT_EQ(AddedUntested(200, 189, 945), 0) << "94.5 percent exactly";
  EXPECT_EQ(AddedUntested(200, 188, 945), 1);
  EXPECT_EQ(AddedUntested(10, 0, 945), 10);
  EXPECT_EQ(AddedUntested(0, 0, 945), 0);
  EXPECT_EQ(AddedUntested(100, 0, 0), 0) << "no such rule";
}

}  // namespace
}  // namespace sos::indicator::records
