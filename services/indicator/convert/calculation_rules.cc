// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/calculation_rules.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/indicator/convert/college_career_rules.h"
#include "services/indicator/convert/rule_values.h"
#include "services/indicator/convert/test_score_rules.h"

namespace sos::indicator {
namespace {

constexpr int kTenthsToHundredths = 10;
constexpr int kMaxPercent = 100;

// A number of days with at most one decimal, in hundredths.
absl::StatusOr<records::Days> ToDays(const education::v1::Decimal& proto, absl::string_view what) {
  const std::optional<Tenths> tenths = ParseTenths(proto.value());
  if (!tenths || tenths->count <= 0) {
    return absl::InvalidArgumentError(absl::StrCat(what, " needs a number of days"));
  }
  return static_cast<records::Days>(tenths->count * kTenthsToHundredths);
}

absl::StatusOr<records::AbsenceRules> ToAbsence(const v1::AbsenceRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "absence"));
  records::AbsenceRules rules{.chronic_percent = proto.chronic_percent()};
  if (rules.chronic_percent < 1 || rules.chronic_percent > kMaxPercent) {
    return absl::InvalidArgumentError("chronic_percent is 1 to 100");
  }
  SOS_ASSIGN_OR_RETURN(rules.minimum_expected,
                       ToDays(proto.minimum_expected_days(), "minimum_expected_days"));
  SOS_ASSIGN_OR_RETURN(rules.lowest_grade, ToGrade(proto.lowest_grade()));
  SOS_ASSIGN_OR_RETURN(rules.highest_grade, ToGrade(proto.highest_grade()));
  return rules;
}

absl::StatusOr<records::SuspensionRules> ToSuspension(const v1::SuspensionRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "suspension"));
  if (proto.result_codes().empty()) return absl::InvalidArgumentError("no result is a suspension");
  records::SuspensionRules rules{
      .result_codes = {proto.result_codes().begin(), proto.result_codes().end()}};
  SOS_ASSIGN_OR_RETURN(rules.minimum_suspended,
                       ToDays(proto.minimum_suspended_days(), "minimum_suspended_days"));
  SOS_ASSIGN_OR_RETURN(rules.lowest_grade, ToGrade(proto.lowest_grade()));
  SOS_ASSIGN_OR_RETURN(rules.highest_grade, ToGrade(proto.highest_grade()));
  return rules;
}

std::optional<records::Outcome> OutcomeOf(v1::OutcomeRule::Outcome outcome) {
  switch (outcome) {
    case v1::OutcomeRule::OUTCOME_GRADUATE:
      return records::Outcome::kGraduate;
    case v1::OutcomeRule::OUTCOME_OTHER_COMPLETER:
      return records::Outcome::kOtherCompleter;
    case v1::OutcomeRule::OUTCOME_OTHER_TRANSFER:
      return records::Outcome::kOtherTransfer;
    case v1::OutcomeRule::OUTCOME_DROPOUT:
      return records::Outcome::kDropout;
    case v1::OutcomeRule::OUTCOME_STILL_ENROLLED:
      return records::Outcome::kStillEnrolled;
    case v1::OutcomeRule::OUTCOME_REMOVED:
      return records::Outcome::kRemoved;
    default:
      return std::nullopt;
  }
}

absl::StatusOr<records::OutcomeRule> ToOutcome(const v1::OutcomeRule& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "an outcome"));
  const std::optional<records::Outcome> outcome = OutcomeOf(proto.outcome());
  if (!outcome) return absl::InvalidArgumentError("a row of the outcome table without outcome");
  records::OutcomeRule rule{
      .exit_reasons = {proto.exit_reasons().begin(), proto.exit_reasons().end()},
      .completion_statuses = {proto.completion_statuses().begin(),
                              proto.completion_statuses().end()},
      .outcome = *outcome};
  if (proto.later_enrollment() != v1::OutcomeRule::LATER_ENROLLMENT_UNSPECIFIED) {
    rule.enrolled_later = proto.later_enrollment() == v1::OutcomeRule::LATER_ENROLLMENT_FOUND;
  }
  return rule;
}

absl::StatusOr<records::OneYearRules> ToOneYear(const v1::OneYearRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "one_year"));
  records::OneYearRules rules{
      .graduation_exit_reasons = {proto.graduation_exit_reasons().begin(),
                                  proto.graduation_exit_reasons().end()},
      .completion_statuses = {proto.completion_statuses().begin(),
                              proto.completion_statuses().end()},
      .minimum_days = proto.minimum_days(),
      .early_minimum_days = proto.early_minimum_days(),
      .early_statuses = {proto.early_statuses().begin(), proto.early_statuses().end()},
      .enrollment_statuses = {proto.enrollment_statuses().begin(),
                              proto.enrollment_statuses().end()},
      .longest_gap_days = proto.longest_gap_days(),
      .removing_exit_reasons = {proto.removing_exit_reasons().begin(),
                                proto.removing_exit_reasons().end()}};
  if (rules.graduation_exit_reasons.empty() || rules.completion_statuses.empty() ||
      rules.enrollment_statuses.empty()) {
    return absl::InvalidArgumentError("one_year: nobody can graduate");
  }
  if (rules.minimum_days < 1 || rules.early_minimum_days < 1 || rules.longest_gap_days < 0) {
    return absl::InvalidArgumentError("one_year: numbers of days are positive");
  }
  return rules;
}

absl::StatusOr<records::CohortRules> ToCohort(const v1::CohortRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "cohort"));
  records::CohortRules rules{.five_year_graduates_added = proto.five_year_graduates_added()};
  for (const v1::OutcomeRule& row : proto.outcomes()) {
    SOS_ASSIGN_OR_RETURN(records::OutcomeRule rule, ToOutcome(row));
    rules.outcomes.push_back(std::move(rule));
  }
  if (rules.outcomes.empty()) return absl::InvalidArgumentError("the outcome table is empty");
  SOS_ASSIGN_OR_RETURN(rules.outcome_period_end,
                       ToDay(proto.outcome_period_end(), "outcome_period_end"));
  if (proto.has_one_year()) {
    SOS_ASSIGN_OR_RETURN(rules.one_year, ToOneYear(proto.one_year()));
    rules.one_year->summer_end = rules.outcome_period_end;
  }
  return rules;
}

absl::StatusOr<records::LanguageProgressRules> ToLanguageProgress(
    const v1::LanguageProgressRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "language_progress"));
  records::LanguageProgressRules rules{.alternate_points = proto.alternate_points()};
  SOS_ASSIGN_OR_RETURN(rules.summative, ToScales(proto.summative()));
  SOS_ASSIGN_OR_RETURN(rules.alternate, ToScales(proto.alternate()));
  if (rules.summative.empty() || rules.alternate.empty()) {
    return absl::InvalidArgumentError("language_progress: a test without scales");
  }
  SOS_ASSIGN_OR_RETURN(rules.lowest_grade, ToGrade(proto.lowest_grade()));
  SOS_ASSIGN_OR_RETURN(rules.highest_grade, ToGrade(proto.highest_grade()));
  SOS_ASSIGN_OR_RETURN(rules.minimum_tested_thousandths,
                       ToThousandths(proto.minimum_tested_percent(), "minimum_tested_percent"));
  if (rules.alternate_points < 1) return absl::InvalidArgumentError("alternate_points is positive");
  return rules;
}

absl::StatusOr<records::GroupRule> ToGroup(const v1::GroupRule& proto) {
  SOS_RETURN_IF_ERROR(
      CheckCitation(proto.citation(), education::v1::StudentGroup_Name(proto.student_group())));
  const std::optional<StudentGroup> group = FromProto(proto.student_group());
  if (!group) return absl::InvalidArgumentError("a group rule without group");
  return records::GroupRule{
      .group = *group,
      .program_codes = {proto.program_codes().begin(), proto.program_codes().end()},
      .parent_education = {proto.parent_education_levels().begin(),
                           proto.parent_education_levels().end()},
      .language_statuses = {proto.language_statuses().begin(), proto.language_statuses().end()},
      .minimum_language_years = proto.minimum_language_years(),
      .special_education = proto.special_education(),
      .school_years = std::max(1, proto.school_years())};
}

}  // namespace

absl::StatusOr<records::Calculation> ToCalculation(const v1::CalculationRules& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "calculation"));
  records::Calculation calculation{
      .enrollment = {
          .statuses = {proto.enrollment_statuses().begin(), proto.enrollment_statuses().end()},
          .special_education_district_accountable =
              proto.special_education_district_accountable()}};
  if (calculation.enrollment.statuses.empty() && !proto.has_language_progress()) {
    return absl::InvalidArgumentError("calculation: no enrollment status counts");
  }
  for (const v1::GroupRule& group : proto.groups()) {
    SOS_ASSIGN_OR_RETURN(records::GroupRule rule, ToGroup(group));
    calculation.groups.push_back(std::move(rule));
  }
  switch (proto.method_case()) {
    case v1::CalculationRules::kAbsence: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToAbsence(proto.absence()));
      return calculation;
    }
    case v1::CalculationRules::kSuspension: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToSuspension(proto.suspension()));
      return calculation;
    }
    case v1::CalculationRules::kCohort: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToCohort(proto.cohort()));
      return calculation;
    }
    case v1::CalculationRules::kLanguageProgress: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToLanguageProgress(proto.language_progress()));
      return calculation;
    }
    case v1::CalculationRules::kTestScores: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToTestScores(proto.test_scores()));
      return calculation;
    }
    case v1::CalculationRules::kCollegeCareer: {
      SOS_ASSIGN_OR_RETURN(calculation.method, ToCollegeCareer(proto.college_career()));
      return calculation;
    }
    case v1::CalculationRules::METHOD_NOT_SET:
      break;
  }
  return absl::InvalidArgumentError("calculation: no method");
}

}  // namespace sos::indicator
