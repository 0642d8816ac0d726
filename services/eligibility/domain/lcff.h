// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_H_

#include <vector>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// Method 2 asks for so many local indicators that were not met for two years or more.
inline constexpr int kLocalIndicatorsForMethod2 = 2;

// LCFF differentiated assistance of a district or county office.
Determination DetermineLcff(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis);

// What the LCFF criteria of one year make of an LEA, whatever other years say.
struct YearCriteria {
  LetterBasis basis = LetterBasis::kResults;
  std::vector<GroupAnswer> groups;
  std::vector<LocalAnswer> local_indicators;
  std::vector<MethodAnswer> methods;
  // By any of the methods.
  Outcome met = Outcome::kInsufficientData;
};
// `local_indicators_count`: whether one that is not met counts for this LEA.
YearCriteria JudgeYear(const Rulebook& rules, const EntityHistory& history, LetterBasis basis,
                       Reading local_indicators_count = Reading::kYes);

// Judges a rule on recurrence. `current` is what is known of the rules' own year already; null
// where that year is judged like the others. Earlier years rest on results where those decide every
// group, else on what was published.
RecurrenceAnswer JudgeRecurrence(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                 const Rulebook& rules, const EntityHistory& history,
                                 const YearCriteria* current);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_H_
