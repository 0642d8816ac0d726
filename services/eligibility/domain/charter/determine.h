// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_DETERMINE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_DETERMINE_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// LCFF assistance of a charter school: the criteria met in two years or more, each year judged by
// its own LCFF rules.
Determination DetermineCharter(const Question& asked);

// Charter schools.
bool CharterDecidesOn(const Rulebook& rulebook, const EntityHistory& history);

// The years whose criteria combine, and those of EC 47607.3.
void AddCharterYears(const Rulebook& rulebook, RequiredYears& years);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_DETERMINE_H_
