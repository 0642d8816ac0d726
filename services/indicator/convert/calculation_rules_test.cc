// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/calculation_rules.h"

#include <chrono>
#include <string>
#include <variant>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using namespace std::chrono_literals;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kSource[] = " citation { source: \"a guide\" basis: BASIS_PUBLISHED_TEXT } ";

v1::CalculationRules Parse(const std::string& text) {
  v1::CalculationRules proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &proto)) << text;
  return proto;
}

v1::CalculationRules Absence() {
  return Parse(std::string("enrollment_statuses: [10, 30] absence { chronic_percent: 10 "
                           "minimum_expected_days { value: \"31.5\" } lowest_grade: \"KN\" "
                           "highest_grade: \"08\"") +
               kSource + "}" + kSource);
}
v1::CalculationRules Suspension() {
  return Parse(std::string("enrollment_statuses: 10 suspension { result_codes: [100, 110] "
                           "minimum_suspended_days { value: \"1\" } lowest_grade: \"KN\" "
                           "highest_grade: \"12\"") +
               kSource + "}" + kSource);
}
v1::CalculationRules Cohort() {
  return Parse(std::string("enrollment_statuses: 10 cohort { outcome_period_end: \"08-15\" "
                           "outcomes { outcome: OUTCOME_GRADUATE exit_reasons: \"E230\" ") +
               kSource + "} one_year { graduation_exit_reasons: \"E230\" " +
               "completion_statuses: 100 enrollment_statuses: 10 minimum_days: 90 "
               "early_minimum_days: 30 longest_gap_days: 0 " +
               kSource + "}" + kSource + "}" + kSource);
}

std::string ProblemOf(const v1::CalculationRules& proto) {
  const auto calculation = ToCalculation(proto);
  EXPECT_EQ(calculation.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(calculation.status().message());
}

TEST(CalculationRulesTest, ReadsTheRulesOfAbsence) {
  const auto calculation = ToCalculation(Absence());
  ASSERT_THAT(calculation, IsOk());
  EXPECT_THAT(calculation->enrollment.statuses, ElementsAre(10, 30));
  const auto& rules = std::get<records::AbsenceRules>(calculation->method);
  EXPECT_EQ(rules.minimum_expected, 3150);
  EXPECT_EQ(rules.chronic_percent, 10);
  EXPECT_EQ(rules.lowest_grade, records::kKindergarten);
  EXPECT_EQ(rules.highest_grade, 8);
}

TEST(CalculationRulesTest, ReadsTheRulesOfSuspension) {
  const auto calculation = ToCalculation(Suspension());
  ASSERT_THAT(calculation, IsOk());
  const auto& rules = std::get<records::SuspensionRules>(calculation->method);
  EXPECT_THAT(rules.result_codes, ElementsAre(100, 110));
  EXPECT_EQ(rules.minimum_suspended, records::kDay);
  EXPECT_EQ(rules.highest_grade, 12);
}

TEST(CalculationRulesTest, ReadsTheRulesOfACohort) {
  const auto calculation = ToCalculation(Cohort());
  ASSERT_THAT(calculation, IsOk());
  const auto& rules = std::get<records::CohortRules>(calculation->method);
  ASSERT_EQ(rules.outcomes.size(), 1);
  EXPECT_EQ(rules.outcomes[0].outcome, records::Outcome::kGraduate);
  EXPECT_EQ(rules.outcomes[0].enrolled_later, std::nullopt) << "it fits both";
  EXPECT_EQ(rules.outcome_period_end, std::chrono::August / 15);
  ASSERT_TRUE(rules.one_year);
  EXPECT_EQ(rules.one_year->summer_end, std::chrono::August / 15);
  EXPECT_EQ(rules.one_year->minimum_days, 90);
}

TEST(CalculationRulesTest, ALaterEnrollmentIsFoundOrNotOrNotAskedFor) {
  v1::CalculationRules proto = Cohort();
  auto& outcome = *proto.mutable_cohort()->mutable_outcomes(0);
  for (const auto& [asked, expected] :
       {std::pair{v1::OutcomeRule::LATER_ENROLLMENT_FOUND, true},
        std::pair{v1::OutcomeRule::LATER_ENROLLMENT_MISSING, false}}) {
    outcome.set_later_enrollment(asked);
    const auto calculation = ToCalculation(proto);
    ASSERT_THAT(calculation, IsOk());
    EXPECT_EQ(std::get<records::CohortRules>(calculation->method).outcomes[0].enrolled_later,
              expected);
  }
}

TEST(CalculationRulesTest, ReadsWhatMakesAMemberOfAGroup) {
  v1::CalculationRules proto = Absence();
  *proto.add_groups() =
      Parse(std::string("groups { student_group: STUDENT_GROUP_HOMELESS program_codes: 191 "
                        "parent_education_levels: 14 language_statuses: \"EL\" "
                        "minimum_language_years: 7 special_education: true") +
            kSource + "}")
          .groups(0);
  const auto calculation = ToCalculation(proto);
  ASSERT_THAT(calculation, IsOk());
  EXPECT_THAT(calculation->groups, ElementsAre(records::GroupRule{.group = StudentGroup::kHomeless,
                                                                  .program_codes = {191},
                                                                  .parent_education = {14},
                                                                  .language_statuses = {"EL"},
                                                                  .minimum_language_years = 7,
                                                                  .special_education = true,
                                                                  .school_years = 1}))
      << "of the year itself, where nothing else is said";
}

TEST(CalculationRulesTest, EveryRuleHasASource) {
  v1::CalculationRules whole = Absence();
  whole.clear_citation();
  EXPECT_THAT(ProblemOf(whole), HasSubstr("calculation has no source"));
  v1::CalculationRules method = Absence();
  method.mutable_absence()->mutable_citation()->clear_basis();
  EXPECT_THAT(ProblemOf(method), HasSubstr("absence has no source or basis"));
  v1::CalculationRules group = Absence();
  group.add_groups()->set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  EXPECT_THAT(ProblemOf(group), HasSubstr("STUDENT_GROUP_HOMELESS has no source"));
  v1::CalculationRules outcome = Cohort();
  outcome.mutable_cohort()->mutable_outcomes(0)->clear_citation();
  EXPECT_THAT(ProblemOf(outcome), HasSubstr("an outcome has no source"));
}

TEST(CalculationRulesTest, SaysWhatIsMissing) {
  v1::CalculationRules no_status = Absence();
  no_status.clear_enrollment_statuses();
  EXPECT_THAT(ProblemOf(no_status), HasSubstr("no enrollment status counts"));
  v1::CalculationRules no_method = Absence();
  no_method.clear_absence();
  EXPECT_THAT(ProblemOf(no_method), HasSubstr("no method"));
  v1::CalculationRules no_result = Suspension();
  no_result.mutable_suspension()->clear_result_codes();
  EXPECT_THAT(ProblemOf(no_result), HasSubstr("no result is a suspension"));
  v1::CalculationRules no_outcome = Cohort();
  no_outcome.mutable_cohort()->clear_outcomes();
  EXPECT_THAT(ProblemOf(no_outcome), HasSubstr("the outcome table is empty"));
  v1::CalculationRules nobody = Cohort();
  nobody.mutable_cohort()->mutable_one_year()->clear_completion_statuses();
  EXPECT_THAT(ProblemOf(nobody), HasSubstr("nobody can graduate"));
}

TEST(CalculationRulesTest, APercentageIsFrom1To100) {
  v1::CalculationRules proto = Absence();
  for (const int percent : {1, 100}) {
    proto.mutable_absence()->set_chronic_percent(percent);
    EXPECT_THAT(ToCalculation(proto), IsOk()) << percent;
  }
  for (const int percent : {0, 101}) {
    proto.mutable_absence()->set_chronic_percent(percent);
    EXPECT_THAT(ProblemOf(proto), HasSubstr("1 to 100")) << percent;
  }
}

TEST(CalculationRulesTest, GradesGoFromKnTo12) {
  v1::CalculationRules proto = Absence();
  for (const char* grade : {"01", "12"}) {
    proto.mutable_absence()->set_highest_grade(grade);
    EXPECT_THAT(ToCalculation(proto), IsOk()) << grade;
  }
  for (const char* grade : {"00", "13", "8", "", "TK"}) {
    proto.mutable_absence()->set_highest_grade(grade);
    EXPECT_THAT(ProblemOf(proto), HasSubstr("is no grade")) << grade;
  }
}

TEST(CalculationRulesTest, NumbersOfDaysArePositive) {
  for (const char* days : {"", "0", "-1", "many"}) {
    v1::CalculationRules proto = Absence();
    proto.mutable_absence()->mutable_minimum_expected_days()->set_value(days);
    EXPECT_THAT(ProblemOf(proto), HasSubstr("minimum_expected_days needs a number of days"));
  }
  v1::CalculationRules one_year = Cohort();
  one_year.mutable_cohort()->mutable_one_year()->set_longest_gap_days(-1);
  EXPECT_THAT(ProblemOf(one_year), HasSubstr("numbers of days are positive"));
  one_year.mutable_cohort()->mutable_one_year()->set_longest_gap_days(0);
  one_year.mutable_cohort()->mutable_one_year()->set_minimum_days(0);
  EXPECT_THAT(ProblemOf(one_year), HasSubstr("numbers of days are positive"));
}

TEST(CalculationRulesTest, ThePeriodEndsOnADayThatThereIs) {
  v1::CalculationRules proto = Cohort();
  for (const char* day : {"", "08", "13-01", "02-30", "08-00", "August 15"}) {
    proto.mutable_cohort()->set_outcome_period_end(day);
    EXPECT_THAT(ProblemOf(proto), HasSubstr("outcome_period_end is a day such as 08-15")) << day;
  }
}

}  // namespace
}  // namespace sos::indicator
