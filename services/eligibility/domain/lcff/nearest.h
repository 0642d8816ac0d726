// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_NEAREST_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_NEAREST_H_

#include <vector>

#include "services/eligibility/domain/nearest.h"

namespace sos::eligibility {

// The cheapest way for an LEA into or out of assistance.
NearestAnswer FindNearestLcff(const Question& asked, const Determination& now,
                              const EntityOptions& options);

// The cheapest way for one of the groups `entering` to meet, or for all groups not to meet, the
// criteria of the LCFF rulebook, with the methods and local indicators as they are.
NearestAnswer NearestByPriorities(const Rulebook& rulebook, const EntityYear& year,
                                  Outcome eligibility, const std::vector<MethodAnswer>& methods,
                                  const std::vector<LocalAnswer>& local_indicators,
                                  const EntityOptions& options,
                                  const std::vector<StudentGroup>& entering);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_NEAREST_H_
