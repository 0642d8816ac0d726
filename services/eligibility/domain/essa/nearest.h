// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_NEAREST_H_

#include "services/eligibility/domain/nearest.h"

namespace sos::eligibility {

// The cheapest way for a school into or out of support, by its colors of this year.
NearestAnswer FindNearestEssa(const Question& asked, const Determination& now,
                              const EntityOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_NEAREST_H_
