// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_CRITERIA_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_CRITERIA_H_

#include <vector>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// The numbers by which rules and files name the methods.
inline constexpr int kMethodOfStateIndicators = 1;
inline constexpr int kMethodOfLocalIndicators = 2;
inline constexpr int kMethodOfBoth = 3;
inline constexpr int kMethodOfLateCertification = 4;

// Whom a year's criteria are applied to.
struct CriteriaScope {
  // Whether a local indicator that is not met counts for this LEA.
  Reading local_indicators_count = Reading::kYes;
  // Methods beyond it are left out.
  int highest_method = kMethodOfLateCertification;
};

// What the LCFF criteria of one year make of an LEA, whatever other years say.
struct YearCriteria {
  LetterBasis basis = LetterBasis::kResults;
  std::vector<GroupAnswer> groups;
  std::vector<LocalAnswer> local_indicators;
  std::vector<MethodAnswer> methods;
  // By any of the methods; its first parts are the methods' findings, one each.
  Finding finding;
};
YearCriteria JudgeYear(const Rulebook& rulebook, const EntityHistory& history, LetterBasis basis,
                       Detail detail, const CriteriaScope& scope = {});

// The year's local indicators that count. `count` says whether one that is not met counts for this
// LEA.
std::vector<LocalAnswer> JudgeLocals(const Rulebook& rulebook, const EntityHistory& history,
                                     Reading count = Reading::kYes);

// The outcome of the method; not met where it is not in force.
Outcome OutcomeOf(const std::vector<MethodAnswer>& methods, int number);

// Judges a rule on recurrence. `current` is what is known of the rulebook's own year already; null
// where that year is judged like the others. Earlier years rest on results where those decide every
// group, else on what was published.
RecurrenceAnswer JudgeRecurrence(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                 const Rulebook& rulebook, const EntityHistory& history,
                                 const YearCriteria* current);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_CRITERIA_H_
