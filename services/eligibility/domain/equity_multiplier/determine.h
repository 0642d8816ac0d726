// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_DETERMINE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_DETERMINE_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/required_years.h"

namespace sos::eligibility {

// Whether a school gets the Equity Multiplier, and how much.
Determination DetermineEquityMultiplier(const Question& asked);

// Schools that are in the file of the year.
bool EquityMultiplierDecidesOn(const Rulebook& rulebook, const EntityHistory& history);

// None: the file of the year says all.
void AddEquityMultiplierYears(const Rulebook& rulebook, RequiredYears& years);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_DETERMINE_H_
