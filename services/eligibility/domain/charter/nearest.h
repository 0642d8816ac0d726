// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_NEAREST_H_

#include "services/eligibility/domain/nearest.h"

namespace sos::eligibility {

// The cheapest way for a charter school into or out of assistance, by this year's results.
NearestAnswer FindNearestCharter(const Question& asked, const Determination& now,
                                 const EntityOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_NEAREST_H_
