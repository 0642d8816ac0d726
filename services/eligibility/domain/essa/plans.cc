// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/plans.h"

#include <bit>
#include <map>
#include <tuple>
#include <utility>

#include "services/eligibility/domain/essa/counting.h"

namespace sos::eligibility {
namespace {

// Counted, lowest, second lowest.
using Counts = std::tuple<int, int, int>;

// The cheapest option of an indicator for each class; the present one is free.
std::map<CountClass, Plan> PlansByClass(const CountedIndicator& counted, StudentGroup group,
                                        const GroupEvidence& evidence,
                                        const GroupOptions& options) {
  const auto index = static_cast<size_t>(counted.lowest.indicator);
  const Performance& now = evidence[index];
  const Mask values = counted.lowest.colors != 0 ? now.colors : now.status_levels;
  std::map<CountClass, Plan> plans;
  if (std::has_single_bit(values)) {
    const int value = std::countr_zero(values);
    plans[ClassOf(counted, value, value)] = Plan();
  }
  for (const Option& option : options[index]) {
    Offer(plans, ClassOf(counted, option.color, option.status_level),
          Plan{option.cost, {{group, counted.lowest.indicator, option}}});
  }
  return plans;
}

}  // namespace

LowPlans PlansByCounts(const EssaRules& rules, int minimum_counted, StudentGroup group,
                       const GroupEvidence& evidence, const GroupOptions& options) {
  std::map<Counts, Plan> plans = {{{0, 0, 0}, Plan()}};
  for (const CountedIndicator& indicator : rules.indicators) {
    const std::map<CountClass, Plan> own = PlansByClass(indicator, group, evidence, options);
    std::map<Counts, Plan> joined;
    for (const auto& [counts, plan] : plans) {
      for (const auto& [count_class, own_plan] : own) {
        auto [counted, lowest, second] = counts;
        counted += count_class == CountClass::kNotCounted ? 0 : 1;
        lowest += count_class == CountClass::kLowest ? 1 : 0;
        second += count_class == CountClass::kSecondLowest ? 1 : 0;
        Offer(joined, Counts{counted, lowest, second}, Joined(plan, own_plan));
      }
    }
    plans = std::move(joined);
  }
  std::map<Outcome, Plan> by_outcome;
  for (auto& [counts, plan] : plans) {
    const auto [counted, lowest, second] = counts;
    Offer(by_outcome, Judge(rules, {counted, lowest, second}, minimum_counted), std::move(plan));
  }
  LowPlans answer;
  if (const auto low = by_outcome.find(Outcome::kMet); low != by_outcome.end()) {
    answer.low = std::move(low->second);
  }
  if (const auto not_low = by_outcome.find(Outcome::kNotMet); not_low != by_outcome.end()) {
    answer.not_low = std::move(not_low->second);
  }
  return answer;
}

}  // namespace sos::eligibility
