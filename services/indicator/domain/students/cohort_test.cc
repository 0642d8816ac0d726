// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/cohort.h"

#include <chrono>
#include <optional>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;

// E230 with completion 100 graduates; with another one completes otherwise; E130 leaves the state;
// T160 is removed if no later enrollment is found and else transfers.
CohortRules TestRules() {
  return {
      .outcomes =
          {{.exit_reasons = {"E230"}, .completion_statuses = {100}, .outcome = Outcome::kGraduate},
           {.exit_reasons = {"E230"}, .outcome = Outcome::kOtherCompleter},
           {.exit_reasons = {"E130", "E180"}, .outcome = Outcome::kRemoved},
           {.exit_reasons = {"T160"}, .enrolled_later = false, .outcome = Outcome::kRemoved},
           {.exit_reasons = {"T160"}, .outcome = Outcome::kOtherTransfer}},
      .five_year_graduates_added = true};
}

LastEnrollment Left(std::chrono::year_month_day day, absl::string_view reason, int completion = 0) {
  return {
      .class_year = 2024, .exit_date = day, .exit_reason = reason, .completion_status = completion};
}

TEST(CohortTest, TheFirstRowThatFitsDecides) {
  EXPECT_EQ(FourYearOutcome(Left(2024y / 6 / 1, "E230", 100), TestRules()), Outcome::kGraduate);
  EXPECT_EQ(FourYearOutcome(Left(2024y / 6 / 1, "E230", 320), TestRules()),
            Outcome::kOtherCompleter);
  EXPECT_EQ(FourYearOutcome(Left(2024y / 6 / 1, "E180"), TestRules()), Outcome::kRemoved);
}

TEST(CohortTest, AsksWhetherTheStudentWasEnrolledLater) {
  LastEnrollment last = Left(2023y / 6 / 1, "T160");
  EXPECT_EQ(FourYearOutcome(last, TestRules()), Outcome::kRemoved);
  last.enrolled_later = true;
  EXPECT_EQ(FourYearOutcome(last, TestRules()), Outcome::kOtherTransfer);
}

TEST(CohortTest, AnExitThatNoRowNamesIsADropoutAndNoExitIsNone) {
  EXPECT_EQ(FourYearOutcome(Left(2023y / 6 / 1, "E400"), TestRules()), Outcome::kDropout);
  EXPECT_EQ(FourYearOutcome({.class_year = 2024}, TestRules()), Outcome::kStillEnrolled);
}

TEST(CohortTest, ARowWithoutReasonsFitsAnEnrollmentWithoutExit) {
  const CohortRules rules{.outcomes = {{.outcome = Outcome::kOtherTransfer}}};
  EXPECT_EQ(FourYearOutcome({.class_year = 2024}, rules), Outcome::kOtherTransfer);
  EXPECT_EQ(FourYearOutcome(Left(2024y / 6 / 1, "E400"), rules), Outcome::kDropout);
}

TEST(CohortTest, SummerGraduatesCountUntilTheLastDay) {
  EXPECT_EQ(FourYearOutcome(Left(2024y / 8 / 15, "E230", 100), TestRules()), Outcome::kGraduate);
  EXPECT_EQ(FourYearOutcome(Left(2024y / 8 / 16, "E230", 100), TestRules()),
            Outcome::kStillEnrolled);
  EXPECT_EQ(FourYearOutcome(Left(2024y / 8 / 16, "E130"), TestRules()), Outcome::kStillEnrolled)
      << "whatever the exit says";
}

TEST(CohortTest, AFifthYearGraduateLeavesBetweenTheTwoEnds) {
  EXPECT_FALSE(IsFifthYearGraduate(Left(2024y / 8 / 15, "E230", 100), TestRules()));
  EXPECT_TRUE(IsFifthYearGraduate(Left(2024y / 8 / 16, "E230", 100), TestRules()));
  EXPECT_TRUE(IsFifthYearGraduate(Left(2025y / 8 / 15, "E230", 100), TestRules()));
  EXPECT_FALSE(IsFifthYearGraduate(Left(2025y / 8 / 16, "E230", 100), TestRules()));
  EXPECT_FALSE(IsFifthYearGraduate(Left(2025y / 6 / 1, "E230", 320), TestRules()));
  EXPECT_FALSE(IsFifthYearGraduate({.class_year = 2024}, TestRules()));
}

TEST(CohortTest, StandsInTheRateOfItsOwnClass) {
  EXPECT_EQ(StandingOf(Left(2024y / 6 / 1, "E230", 100), 2024, TestRules()), Standing::kNumerator);
  EXPECT_EQ(StandingOf(Left(2024y / 6 / 1, "E230", 320), 2024, TestRules()),
            Standing::kDenominator);
  EXPECT_EQ(StandingOf(Left(2024y / 6 / 1, "E130"), 2024, TestRules()),
            Standing::kRemovedFromCohort);
  EXPECT_EQ(StandingOf({.class_year = 2024}, 2024, TestRules()), Standing::kDenominator);
}

TEST(CohortTest, OfTheClassBeforeStandOnlyThoseWhoGraduateInTheFifthYear) {
  const LastEnrollment fifth = Left(2025y / 6 / 1, "E230", 100);
  EXPECT_EQ(StandingOf(fifth, 2025, TestRules()), Standing::kNumerator);
  EXPECT_EQ(StandingOf(fifth, 2024, TestRules()), Standing::kDenominator)
      << "of its own class it was still enrolled";
  EXPECT_EQ(StandingOf(fifth, 2026, TestRules()), Standing::kOtherClass);
  EXPECT_EQ(StandingOf(Left(2024y / 6 / 1, "E230", 100), 2025, TestRules()), Standing::kOtherClass);

  CohortRules four_years = TestRules();
  four_years.five_year_graduates_added = false;
  EXPECT_EQ(StandingOf(fifth, 2025, four_years), Standing::kOtherClass);
}

}  // namespace
}  // namespace sos::indicator::records
