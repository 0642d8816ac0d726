// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/plans.h"

namespace sos::eligibility {

const GroupOptions& OptionsOf(const EntityOptions& options, StudentGroup group) {
  static const GroupOptions* const kNone = new GroupOptions();
  const auto found = options.find(group);
  return found == options.end() ? *kNone : found->second;
}

// Takes the cheaper of two ways.
void Prefer(std::optional<Plan>& best, const std::optional<Plan>& other) {
  if (!other) return;
  if (!best || other->cost < best->cost) {
    best = other;
  } else if (other->cost == best->cost) {
    best->tied = true;
  }
}

// Adds what else has to be done; nothing can be done if that cannot.
void Require(std::optional<Plan>& all, const std::optional<Plan>& one) {
  if (!all || !one) {
    all.reset();
    return;
  }
  all->cost += one->cost;
  all->tied = all->tied || one->tied;
  all->changes.insert(all->changes.end(), one->changes.begin(), one->changes.end());
}

Plan Joined(const Plan& a, const Plan& b) {
  Plan joined = a;
  joined.cost += b.cost;
  joined.tied = a.tied || b.tied;
  joined.changes.insert(joined.changes.end(), b.changes.begin(), b.changes.end());
  return joined;
}

}  // namespace sos::eligibility
