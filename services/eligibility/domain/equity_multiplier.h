// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_H_

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// Whether a school is eligible for the LCFF Equity Multiplier, and for how much.
Determination DetermineEquityMultiplier(const Rulebook& rules, const EntityHistory& history);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_EQUITY_MULTIPLIER_H_
