// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/cohort.h"

#include <algorithm>
#include <chrono>

namespace sos::indicator::records {
namespace {

// Whether a row of the table fits an enrollment.
bool Fits(const OutcomeRule& rule, const LastEnrollment& last) {
  const bool reason_fits = rule.exit_reasons.empty()
                               ? last.exit_reason.empty()
                               : std::find(rule.exit_reasons.begin(), rule.exit_reasons.end(),
                                           last.exit_reason) != rule.exit_reasons.end();
  const bool completion_fits =
      rule.completion_statuses.empty() ||
      std::find(rule.completion_statuses.begin(), rule.completion_statuses.end(),
                last.completion_status) != rule.completion_statuses.end();
  return reason_fits && completion_fits &&
         (!rule.enrolled_later || *rule.enrolled_later == last.enrolled_later);
}

Outcome OutcomeBy(const LastEnrollment& last, const CohortRules& rules) {
  for (const OutcomeRule& rule : rules.outcomes) {
    if (Fits(rule, last)) return rule.outcome;
  }
  return last.exit_reason.empty() ? Outcome::kStillEnrolled : Outcome::kDropout;
}

// The last day of the outcome period of the class, `years` later.
std::chrono::sys_days PeriodEnd(const LastEnrollment& last, const CohortRules& rules, int years) {
  return std::chrono::year(last.class_year + years) / rules.outcome_period_end;
}

}  // namespace

Outcome FourYearOutcome(const LastEnrollment& last, const CohortRules& rules) {
  if (last.exit_date && std::chrono::sys_days(*last.exit_date) > PeriodEnd(last, rules, 0)) {
    return Outcome::kStillEnrolled;
  }
  return OutcomeBy(last, rules);
}

bool IsFifthYearGraduate(const LastEnrollment& last, const CohortRules& rules) {
  if (!last.exit_date) return false;
  const std::chrono::sys_days exit = *last.exit_date;
  return exit > PeriodEnd(last, rules, 0) && exit <= PeriodEnd(last, rules, 1) &&
         OutcomeBy(last, rules) == Outcome::kGraduate;
}

Standing StandingOf(Outcome outcome, int student_class, int class_year, const CohortRules& rules) {
  if (student_class == class_year) {
    switch (outcome) {
      case Outcome::kGraduate:
        return Standing::kNumerator;
      case Outcome::kRemoved:
        return Standing::kRemovedFromCohort;
      default:
        return Standing::kDenominator;
    }
  }
  return rules.five_year_graduates_added && student_class == class_year - 1 &&
                 outcome == Outcome::kGraduate
             ? Standing::kNumerator
             : Standing::kOtherClass;
}

Standing StandingOf(const LastEnrollment& last, int class_year, const CohortRules& rules) {
  const bool fifth_year = last.class_year != class_year && IsFifthYearGraduate(last, rules);
  const Outcome outcome = last.class_year == class_year ? FourYearOutcome(last, rules)
                          : fifth_year                  ? Outcome::kGraduate
                                                        : Outcome::kStillEnrolled;
  return StandingOf(outcome, last.class_year, class_year, rules);
}

}  // namespace sos::indicator::records
