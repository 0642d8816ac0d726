// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_PLANS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_PLANS_H_

#include <optional>

#include "services/eligibility/domain/essa/rules.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/plans.h"

namespace sos::eligibility {

// The cheapest plans for one group, of a school, after which it performs low, and after which it
// does not. Exact.
struct LowPlans {
  std::optional<Plan> low;
  std::optional<Plan> not_low;
};
LowPlans PlansByCounts(const EssaRules& rules, int minimum_counted, StudentGroup group,
                       const GroupEvidence& evidence, const GroupOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_PLANS_H_
