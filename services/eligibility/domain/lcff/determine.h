// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_DETERMINE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_DETERMINE_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// LCFF differentiated assistance of a district or county office.
Determination DetermineLcff(const Question& asked);

// Districts and, in most years, county offices.
bool LcffDecidesOn(const Rulebook& rulebook, const EntityHistory& history);

// The years of recurrences and of earlier ratings.
void AddLcffYears(const Rulebook& rulebook, RequiredYears& years);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_DETERMINE_H_
