// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// What one result can become, and what that costs.
struct Option {
  // 0 for none; see Color.
  int color = 0;
  int status_level = 0;
  // Students into (positive) or out of the numerator.
  int64_t students = 0;
  // Tenths of a point of the status, where there are no counts.
  int64_t tenths = 0;
  int64_t denominator = 0;
  int64_t cost = 0;
};

// The options of one group, by indicator. A result that cannot become anything else has none.
using GroupOptions = std::array<std::vector<Option>, kIndicatorCount>;
using EntityOptions = std::map<StudentGroup, GroupOptions>;

// One result that has to become another.
struct Change {
  StudentGroup group = StudentGroup::kAll;
  Indicator indicator = Indicator::kGraduation;
  Option option;
};

// The cheapest changes that lead somewhere.
struct Plan {
  int64_t cost = 0;
  std::vector<Change> changes;
  // Others cost the same.
  bool tied = false;
};

// The cheapest plans for one group after which it meets exactly the priorities of a set: one plan a
// set (bit `i` is the i-th priority of the rules). Sets that cannot be reached, or in which an
// outcome would be undecided, are missing. Exact.
std::map<int, Plan> PlansByPriorities(const Rulebook& rules, StudentGroup group,
                                      const GroupEvidence& evidence, const GroupOptions& options);

// The cheapest plans for one group, of a school, after which it performs low, and after which it
// does not. Exact.
struct LowPlans {
  std::optional<Plan> low;
  std::optional<Plan> not_low;
};
LowPlans PlansByCounts(const EssaRules& rules, int minimum_counted, StudentGroup group,
                       const GroupEvidence& evidence, const GroupOptions& options);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_
