// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_DETERMINE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_DETERMINE_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// What the plan of an LEA must contain. A charter school is an LEA by itself and has no schools but
// itself.
Determination DetermineLcap(const Question& asked);

// LEAs, charter schools among them.
bool LcapDecidesOn(const Rulebook& rulebook, const EntityHistory& history);

// The years of the duties, and of the assistance that is one of them.
void AddLcapYears(const Rulebook& rulebook, RequiredYears& years);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_DETERMINE_H_
