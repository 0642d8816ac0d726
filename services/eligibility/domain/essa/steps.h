// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_STEPS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_STEPS_H_

#include <optional>
#include <string>
#include <vector>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility::essa {

// What the categories of ESSA support are decided by.

// The average graduation rate is below the border, and the graduation indicator has a color if it
// needs one.
Finding GraduatesFew(const Question& asked);

// The status of the year before; nullopt where it is not known. Empty in a first year.
std::optional<std::string> PriorStatus(const Question& asked);

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
