// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/nearest.h"

#include <utility>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/programs.h"

namespace sos::eligibility {

NearestAnswer NearestAnswer::Of(bool leaves, std::optional<Plan> plan,
                                absl::string_view otherwise) {
  NearestAnswer answer{.leaves = leaves, .plan = std::move(plan)};
  if (!answer.plan) answer.obstacle = otherwise;
  return answer;
}

NearestAnswer FindNearest(const Question& asked, const Determination& now,
                          const EntityOptions& options) {
  const auto find = TraitsOf(asked.rulebook.program).find_nearest;
  if (find == nullptr || now.eligibility == Outcome::kInsufficientData) {
    return NearestAnswer::Of(false, std::nullopt, obstacle::kUndecided);
  }
  NearestAnswer answer = find(asked, now, options);
  // Without results nothing can move.
  if (options.empty() && answer.obstacle == obstacle::kOutOfReach) {
    answer.obstacle = obstacle::kResultsMissing;
  }
  return answer;
}

}  // namespace sos::eligibility
