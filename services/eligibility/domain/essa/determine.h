// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_DETERMINE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_DETERMINE_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// CSI, ATSI or TSI of a school. `basis` published: the categories of CSI and the flags of groups
// are taken from the state's file, and the rest follows.
Determination DetermineEssa(const Question& asked);

// Schools.
bool EssaDecidesOn(const Rulebook& rulebook, const EntityHistory& history);

// The years of cohorts and of groups, and all that the status of the year before rests on.
void AddEssaYears(const Rulebook& rulebook, RequiredYears& years);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_DETERMINE_H_
