// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "common/education/indicator.h"
#include "common/education/student_group.h"

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

// The options of one group; none where the entity has none.
const GroupOptions& OptionsOf(const EntityOptions& options, StudentGroup group);

// Takes the cheaper of two ways; nullopt is no way.
void Prefer(std::optional<Plan>& best, const std::optional<Plan>& other);

// Adds what else has to be done; nothing can be done if that cannot.
void Require(std::optional<Plan>& all, const std::optional<Plan>& one);

// Both plans.
Plan Joined(const Plan& a, const Plan& b);

// Keeps the cheaper of two plans to the same end.
template <typename Key>
void Offer(std::map<Key, Plan>& plans, const Key& key, Plan plan) {
  const auto [it, added] = plans.try_emplace(key, plan);
  if (added) return;
  if (plan.cost < it->second.cost) {
    it->second = std::move(plan);
  } else if (plan.cost == it->second.cost) {
    it->second.tied = true;
  }
}

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_PLANS_H_
