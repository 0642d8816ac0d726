// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/one_year.h"

#include <chrono>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;

constexpr int kYear = 2024;

OneYearRules TestRules() {
  return {.graduation_exit_reasons = {"E230"},
          .completion_statuses = {100},
          .early_statuses = {20},
          .enrollment_statuses = {10, 20},
          .removing_exit_reasons = {"E130"}};
}

// From one day to another, both counted.
AlternativeEnrollment Stay(sys_days start, std::optional<sys_days> exit) {
  return {.start = start, .exit = exit, .status = 10, .grade = 12};
}

// A graduate who was enrolled for so many days up to a day.
AlternativeEnrollment Graduate(int enrolled, sys_days exit = 2024y / 6 / 1) {
  AlternativeEnrollment last = Stay(exit - days(enrolled - 1), exit);
  last.exit_reason = "E230";
  last.completion_status = 100;
  return last;
}

int DaysOf(const std::vector<AlternativeEnrollment>& enrollments) {
  return ConsecutiveDays(enrollments, kYear, TestRules());
}

Standing StandingOf(const AlternativeEnrollment& last, bool foster = false) {
  return OneYearStanding({&last, 1}, foster, kYear, TestRules());
}

TEST(OneYearTest, CountsTheFirstAndTheLastDay) {
  EXPECT_EQ(DaysOf({Stay(2024y / 1 / 1, 2024y / 1 / 1)}), 1);
  EXPECT_EQ(DaysOf({Stay(2024y / 1 / 1, 2024y / 1 / 31)}), 31);
  EXPECT_EQ(DaysOf({}), 0);
}

TEST(OneYearTest, CountsWithinTheSchoolYearAndTheSummerAfterIt) {
  EXPECT_EQ(DaysOf({Stay(2023y / 1 / 1, 2023y / 7 / 10)}), 10) << "from July 1 on";
  EXPECT_EQ(DaysOf({Stay(2024y / 6 / 1, std::nullopt)}), 30) << "to June 30 without exit";
  EXPECT_EQ(DaysOf({Stay(2024y / 8 / 1, 2024y / 12 / 1)}), 15) << "to the end of the summer";
  EXPECT_EQ(DaysOf({Stay(2022y / 9 / 1, 2023y / 6 / 1)}), 0) << "of the year before";
}

TEST(OneYearTest, AGapOfThirtyDaysInterruptsNothing) {
  // January has 31 days: from December 31 to January 31 there are 30 days without enrollment.
  EXPECT_EQ(DaysOf({Stay(2023y / 12 / 1, 2023y / 12 / 31), Stay(2024y / 1 / 31, 2024y / 2 / 1)}),
            63);
  EXPECT_EQ(DaysOf({Stay(2023y / 12 / 1, 2023y / 12 / 31), Stay(2024y / 2 / 1, 2024y / 2 / 1)}), 31)
      << "31 days do";
}

TEST(OneYearTest, TheLongestTimeCountsWhateverCameLater) {
  EXPECT_EQ(DaysOf({Stay(2023y / 9 / 1, 2023y / 12 / 9), Stay(2024y / 3 / 1, 2024y / 3 / 2)}), 100);
  EXPECT_EQ(DaysOf({Stay(2023y / 9 / 1, 2023y / 12 / 9), Stay(2023y / 9 / 5, 2023y / 9 / 6)}), 100)
      << "one within the other";
}

TEST(OneYearTest, AGraduateNeedsNinetyDays) {
  EXPECT_EQ(StandingOf(Graduate(90)), Standing::kNumerator);
  EXPECT_EQ(StandingOf(Graduate(89)), Standing::kTooFewDays);
}

TEST(OneYearTest, ThirtyDaysSufficeInGradeElevenForFosterYouthAndForSomeStatuses) {
  for (const int enrolled : {29, 30}) {
    const Standing expected = enrolled == 30 ? Standing::kNumerator : Standing::kTooFewDays;
    AlternativeEnrollment eleven = Graduate(enrolled);
    eleven.grade = 11;
    EXPECT_EQ(StandingOf(eleven), expected) << enrolled;
    AlternativeEnrollment adult = Graduate(enrolled);
    adult.grade = kNoGrade;
    EXPECT_EQ(StandingOf(adult), expected) << enrolled;
    AlternativeEnrollment early = Graduate(enrolled);
    early.status = 20;
    EXPECT_EQ(StandingOf(early), expected) << enrolled;
    EXPECT_EQ(StandingOf(Graduate(enrolled), /*foster=*/true), expected) << enrolled;
  }
}

TEST(OneYearTest, ASummerGraduateNeedsNoTimeAtAll) {
  EXPECT_EQ(StandingOf(Graduate(1, 2024y / 7 / 1)), Standing::kNumerator);
  EXPECT_EQ(StandingOf(Graduate(1, 2024y / 8 / 15)), Standing::kNumerator);
  EXPECT_EQ(StandingOf(Graduate(1, 2024y / 6 / 30)), Standing::kTooFewDays) << "no summer yet";
  EXPECT_EQ(StandingOf(Graduate(120, 2024y / 8 / 16)), Standing::kDenominator)
      << "no graduate of this year any more";
}

TEST(OneYearTest, ExitAndCompletionTogetherMakeAGraduate) {
  AlternativeEnrollment other_exit = Graduate(120);
  other_exit.exit_reason = "E400";
  EXPECT_EQ(StandingOf(other_exit), Standing::kDenominator);
  AlternativeEnrollment other_completion = Graduate(120);
  other_completion.completion_status = 320;
  EXPECT_EQ(StandingOf(other_completion), Standing::kDenominator);
}

TEST(OneYearTest, WhoDidNotGraduateCountsInGradeTwelveAlone) {
  AlternativeEnrollment eleven = Stay(2023y / 9 / 1, std::nullopt);
  eleven.grade = 11;
  EXPECT_EQ(StandingOf(eleven), Standing::kGradeOutside);
  EXPECT_EQ(StandingOf(Stay(2023y / 9 / 1, std::nullopt)), Standing::kDenominator);
}

TEST(OneYearTest, WhoLeftForElsewhereIsTakenOut) {
  AlternativeEnrollment left = Stay(2023y / 9 / 1, 2024y / 3 / 1);
  left.exit_reason = "E130";
  EXPECT_EQ(StandingOf(left), Standing::kRemovedFromCohort);
}

TEST(OneYearTest, WhoDidNotGraduateNeedsNinetyDaysToo) {
  const sys_days exit = 2024y / 3 / 1;
  EXPECT_EQ(StandingOf(Stay(exit - days(89), exit)), Standing::kDenominator);
  EXPECT_EQ(StandingOf(Stay(exit - days(88), exit)), Standing::kTooFewDays);
}

TEST(OneYearTest, TheLastEnrollmentSaysHowItEnded) {
  const std::vector<AlternativeEnrollment> stays = {Graduate(100, 2024y / 3 / 1),
                                                    Stay(2024y / 3 / 2, 2024y / 5 / 1)};
  EXPECT_EQ(OneYearStanding(stays, false, kYear, TestRules()), Standing::kDenominator);
}

}  // namespace
}  // namespace sos::indicator::records
