// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/absence.h"

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

// At least 31 days expected, absent for 10 percent of them, from kindergarten to grade 8.
constexpr AbsenceRules kRules;

// So many days of 180, in hundredths.
Standing Absent(Days absent) {
  return StandingOf(
      {.expected = 180 * kDay, .attended = 180 * kDay - absent, .absent = absent, .grade = 5},
      kRules);
}

TEST(AbsenceTest, TenPercentOfTheExpectedDaysIsChronic) {
  EXPECT_EQ(Absent(18 * kDay), Standing::kNumerator);
  EXPECT_EQ(Absent(18 * kDay - 1), Standing::kDenominator);
  EXPECT_EQ(Absent(0), Standing::kDenominator);
}

TEST(AbsenceTest, ComparesHundredthsOfADayExactly) {
  // 10 percent of 31.01 days are 3.101.
  EXPECT_EQ(StandingOf({.expected = 3101, .attended = 2791, .absent = 310, .grade = 5}, kRules),
            Standing::kDenominator);
  EXPECT_EQ(StandingOf({.expected = 3101, .attended = 2790, .absent = 311, .grade = 5}, kRules),
            Standing::kNumerator);
}

TEST(AbsenceTest, CountsWhoWasExpectedFor31Days) {
  EXPECT_EQ(StandingOf({.expected = 31 * kDay, .attended = kDay, .absent = 30 * kDay, .grade = 5},
                       kRules),
            Standing::kNumerator);
  EXPECT_EQ(
      StandingOf({.expected = 31 * kDay - 1, .attended = kDay, .absent = 30 * kDay, .grade = 5},
                 kRules),
      Standing::kTooFewDays);
}

TEST(AbsenceTest, WhoNeverAttendedIsNotAmongTheAbsent) {
  EXPECT_EQ(
      StandingOf({.expected = 180 * kDay, .attended = 0, .absent = 180 * kDay, .grade = 5}, kRules),
      Standing::kNeverAttended);
  EXPECT_EQ(
      StandingOf({.expected = 180 * kDay, .attended = 1, .absent = 18000 - 1, .grade = 5}, kRules),
      Standing::kNumerator);
}

TEST(AbsenceTest, CoversTheGradesFromTheLowestToTheHighest) {
  for (const Grade grade : {kKindergarten, Grade{8}}) {
    EXPECT_EQ(StandingOf({.expected = 18000, .attended = 18000, .grade = grade}, kRules),
              Standing::kDenominator);
  }
  for (const Grade grade : {kNoGrade, Grade{9}}) {
    EXPECT_EQ(StandingOf({.expected = 18000, .attended = 18000, .grade = grade}, kRules),
              Standing::kGradeOutside);
  }
}

TEST(AbsenceTest, DaysSuspendedInSchoolAreAttended) {
  const Attendance attendance = FromSummary({.expected = 18000,
                                             .attended = 17000,
                                             .out_of_school_suspension = 1,
                                             .in_school_suspension = 900,
                                             .excused = 20,
                                             .unexcused = 300,
                                             .incomplete_independent_study = 4000},
                                            7);
  EXPECT_EQ(attendance.absent, 4321);
  EXPECT_EQ(attendance.expected, 18000);
  EXPECT_EQ(attendance.attended, 17000);
  EXPECT_EQ(attendance.grade, 7);
}

TEST(AbsenceTest, AddsUpSchoolsAndKeepsTheGrade) {
  Attendance attendance{.expected = 9000, .attended = 8000, .absent = 1000, .grade = 5};
  attendance.Add({.expected = 100, .attended = 80, .absent = 20, .grade = 6});
  EXPECT_EQ(attendance.expected, 9100);
  EXPECT_EQ(attendance.attended, 8080);
  EXPECT_EQ(attendance.absent, 1020);
  EXPECT_EQ(attendance.grade, 5);
}

}  // namespace
}  // namespace sos::indicator::records
