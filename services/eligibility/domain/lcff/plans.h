// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_PLANS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_PLANS_H_

#include <map>

#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/lcff/rules.h"
#include "services/eligibility/domain/plans.h"

namespace sos::eligibility {

// The cheapest plans for one group after which it meets exactly the priorities of a set: one plan a
// set (bit `i` is the i-th priority of the rules). Sets that cannot be reached, or in which an
// outcome would be undecided, are missing. Exact.
std::map<int, Plan> PlansByPriorities(const LcffRules& rules, StudentGroup group,
                                      const GroupEvidence& evidence, const GroupOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_PLANS_H_
