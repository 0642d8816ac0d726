// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/test_points.h"

#include <chrono>
#include <optional>

#include "gtest/gtest.h"
#include "services/indicator/domain/students/lea_records.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;

TestScoreRules LanguageArts() {
  return {.test = 1,
          .alternate_test = 3,
          .standards = {{3, 3, 2115, 2650, 2432}, {4, 4, 2140, 2690, 2473}},
          .tested = {Inclusion::kScored, Inclusion::kThresholdNotMet, Inclusion::kInvalidated},
          .scored = {Inclusion::kScored, Inclusion::kThresholdNotMet},
          .exempt = {Condition::kNewEnglishLearner, Condition::kMedicalEmergency}};
}

// A test in grade 3 that counts.
TestResult Counted() {
  return {.test = 1, .grade = 3, .score = 2500, .inclusion = Inclusion::kScored, .enrolled = true};
}

TestStanding Of(const TestResult& result) { return StandingOf(result, LanguageArts()); }

TEST(TestPointsTest, PointsAreTheScoreLessTheStandardOfTheGradeThatWasTested) {
  TestResult result = Counted();
  EXPECT_EQ(Of(result).points, 2500 - 2432);
  EXPECT_EQ(Of(result).standing, Standing::kDenominator);
  EXPECT_TRUE(Of(result).to_be_tested);
  EXPECT_TRUE(Of(result).tested);
  result.grade = 4;
  EXPECT_EQ(Of(result).points, 2500 - 2473);
  result.grade = 5;
  EXPECT_EQ(Of(result).standing, Standing::kGradeOutside);
  EXPECT_FALSE(Of(result).to_be_tested);
}

TEST(TestPointsTest, TheLowestAndTheHighestScoreOfAGradeCount) {
  TestResult result = Counted();
  for (const int score : {2115, 2650}) {
    result.score = score;
    EXPECT_EQ(Of(result).standing, Standing::kDenominator) << score;
  }
  for (const int score : {2114, 2651, 0}) {
    result.score = score;
    EXPECT_EQ(Of(result).standing, Standing::kWithoutScore) << score;
    EXPECT_EQ(Of(result).points, 0) << score;
    EXPECT_TRUE(Of(result).tested) << score;
  }
}

TEST(TestPointsTest, AScoreBelowTheThresholdCountsAndAnInvalidOneDoesNot) {
  TestResult result = Counted();
  result.inclusion = Inclusion::kThresholdNotMet;
  EXPECT_EQ(Of(result).standing, Standing::kDenominator);
  result.inclusion = Inclusion::kInvalidated;
  EXPECT_EQ(Of(result).standing, Standing::kWithoutScore);
  EXPECT_TRUE(Of(result).tested) << "whoever sat the test took part";
}

TEST(TestPointsTest, WhereNothingSaysWhetherATestCountsNobodyIsMissing) {
  TestResult result = Counted();
  result.inclusion = Inclusion::kNotSaid;
  EXPECT_FALSE(Of(result).to_be_tested);
  EXPECT_EQ(Of(result).standing, Standing::kWithoutScore);
}

TEST(TestPointsTest, BothPartsHaveToBeAttempted) {
  TestResult result = Counted();
  result.inclusion = Inclusion::kInvalidated;
  result.not_attempted = true;
  EXPECT_TRUE(Of(result).to_be_tested);
  EXPECT_FALSE(Of(result).tested);
}

TEST(TestPointsTest, AParentsExemptionLeavesAStudentAmongThoseToBeTested) {
  TestResult result{.test = 1, .grade = 3, .inclusion = Inclusion::kNotTested};
  for (const Condition condition :
       {Condition::kNone, Condition::kNotTested, Condition::kParentExemption}) {
    result.condition = condition;
    EXPECT_TRUE(Of(result).to_be_tested);
    EXPECT_FALSE(Of(result).tested);
  }
  for (const Condition condition : {Condition::kNewEnglishLearner, Condition::kMedicalEmergency}) {
    result.condition = condition;
    EXPECT_FALSE(Of(result).to_be_tested);
  }
}

TEST(TestPointsTest, WhoTookTheAlternateAssessmentWasTestedAndHasNoPoints) {
  TestResult result = Counted();
  result.test = 3;
  result.score = 350;
  EXPECT_EQ(Of(result).standing, Standing::kAlternateAssessment);
  EXPECT_TRUE(Of(result).tested);
  EXPECT_EQ(Of(result).points, kNoStandIn);
}

TEST(TestPointsTest, WhatStandsInForAnAlternateLevelIsTheLowestScoreOfTheLevelAbove) {
  TestScoreRules rules = LanguageArts();
  rules.standards[0].level_scores = {2367, 2432, 2490};
  rules.alternate_scales = {{3, 3, 300, {345, 360}, 399}};
  TestResult result = Counted();
  result.test = 3;
  const struct {
    int score;
    int points;
  } kCases[] = {{300, 2367 - 2432}, {344, 2367 - 2432}, {345, 0},
                {359, 0},           {360, 2490 - 2432}, {399, 2490 - 2432}};
  for (const auto& [score, points] : kCases) {
    result.score = score;
    EXPECT_EQ(StandingOf(result, rules).points, points) << score;
  }
  for (const int score : {0, 299, 400}) {
    result.score = score;
    EXPECT_EQ(StandingOf(result, rules).standing, Standing::kWithoutScore) << score;
  }
}

TEST(TestPointsTest, WhoTookTheAlternateAssessmentIsLeftOutOnlyIfTheScoreWouldCount) {
  TestResult result = Counted();
  result.test = 3;
  result.enrolled = false;
  EXPECT_EQ(Of(result).standing, Standing::kEnrolledLate);
  result.enrolled = true;
  EXPECT_EQ(Of(result).standing, Standing::kAlternateAssessment);
  result.inclusion = Inclusion::kNotTested;
  EXPECT_EQ(Of(result).standing, Standing::kWithoutScore);
}

TEST(TestPointsTest, PointsReachFromTheLowestToTheHighestScoreOfTheGrade) {
  const PointRanges ranges = RangesOf(LanguageArts());
  EXPECT_EQ(ranges[3], (PointRange{2115 - 2432, 2650 - 2432}));
  EXPECT_EQ(ranges[4], (PointRange{2140 - 2473, 2690 - 2473}));
  EXPECT_EQ(ranges[5], std::nullopt);
}

TEST(TestPointsTest, WhoWasNotEnrolledFromCensusDayOnTakesPartAndDoesNotCount) {
  TestResult result = Counted();
  result.enrolled = false;
  EXPECT_EQ(Of(result).standing, Standing::kEnrolledLate);
  EXPECT_TRUE(Of(result).tested);
}

TEST(TestPointsTest, CensusDayIsTheFirstWednesdayInOctoberBeforeTheTest) {
  const auto days = [](std::chrono::year_month_day date) {
    return std::chrono::sys_days(date).time_since_epoch().count();
  };
  EXPECT_EQ(CensusDayOf({}, 2024), days(2023y / 10 / 4));
  EXPECT_EQ(CensusDayOf({}, 2025), days(2024y / 10 / 2));
  EXPECT_EQ(CensusDayOf({}, 2026), days(2025y / 10 / 1)) << "1 October is a Wednesday";
}

}  // namespace
}  // namespace sos::indicator::records
