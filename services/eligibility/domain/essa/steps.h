// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_STEPS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_STEPS_H_

#include <set>
#include <string>
#include <vector>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility::essa {

// What the categories of ESSA support are decided by.

// The average graduation rate is below the border, and the graduation indicator has a color if it
// needs one.
Finding GraduatesFew(const Question& asked);

// Whether everybody may see the graduation cohort of a Dashboard year: the year's own result or,
// where there is none, the change that the year after shows.
bool IsCohortShown(const EntityHistory& history, int dashboard_year);

// The statuses that the year before may have had, one where it is known: empty words in a first
// year. Where any is possible, those of the categories and that of a school in none of them.
std::set<std::string> PossiblePriorStatuses(const Question& asked);

// Title I funds in the year that counts.
Outcome ReceivesTitleI(const Question& asked);

// The group performs low in one year, by the tests of `tests`, which must be an ESSA rulebook.
Finding PerformsLowIn(const Question& asked, const Rulebook& tests, StudentGroup group,
                      int dashboard_year, int minimum_counted);

// The group performs low in every year of the rule: one part a year.
Finding PerformsLowInEveryYear(const Question& asked, const GroupSupportRule& rule,
                               StudentGroup group);

}  // namespace sos::eligibility::essa

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_STEPS_H_
