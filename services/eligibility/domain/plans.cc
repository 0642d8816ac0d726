// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/plans.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "services/eligibility/domain/counting.h"
#include "services/eligibility/domain/letters.h"

namespace sos::eligibility {
namespace {

// The indicators by which a priority judges the group, one bit each.
Mask IndicatorsOf(const PriorityCriteria& priority, StudentGroup group) {
  Mask indicators = 0;
  for (const Criterion& criterion : priority.any_of) {
    if (!Concerns(criterion, group)) continue;
    for (const Test& test : criterion.all_of) indicators |= Bit(static_cast<int>(test.indicator));
  }
  return indicators;
}

// Priorities that look at the same indicators, and so change together.
struct Component {
  Mask indicators = 0;
  std::vector<size_t> priorities;
};

std::vector<Component> ComponentsOf(const Rulebook& rules, StudentGroup group) {
  std::vector<Component> components;
  for (size_t i = 0; i < rules.priorities.size(); ++i) {
    Component merged{IndicatorsOf(rules.priorities[i], group), {i}};
    for (auto it = components.begin(); it != components.end();) {
      if ((it->indicators & merged.indicators) == 0) {
        ++it;
        continue;
      }
      merged.indicators |= it->indicators;
      merged.priorities.insert(merged.priorities.end(), it->priorities.begin(),
                               it->priorities.end());
      it = components.erase(it);
    }
    components.push_back(std::move(merged));
  }
  return components;
}

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

Plan Joined(const Plan& a, const Plan& b) {
  Plan joined = a;
  joined.cost += b.cost;
  joined.tied = a.tied || b.tied;
  joined.changes.insert(joined.changes.end(), b.changes.begin(), b.changes.end());
  return joined;
}

// Walks through all combinations of what the indicators of one component can become.
class ComponentSearch {
 public:
  ComponentSearch(const Rulebook& rules, StudentGroup group, const GroupEvidence& evidence,
                  const GroupOptions& options, const Component& component)
      : rules_(rules),
        group_(group),
        evidence_(evidence),
        options_(options),
        component_(component) {}

  std::map<int, Plan> Run() {
    Visit(0);
    return std::move(plans_);
  }

 private:
  void Visit(int indicator) {
    if (indicator == kIndicatorCount) return Judge();
    Visit(indicator + 1);
    if ((component_.indicators & Bit(indicator)) == 0) return;
    const Performance before = evidence_[indicator];
    for (const Option& option : options_[indicator]) {
      evidence_[indicator].colors = Bit(option.color);
      evidence_[indicator].status_levels = Bit(option.status_level);
      plan_.changes.push_back({group_, static_cast<Indicator>(indicator), option});
      plan_.cost += option.cost;
      Visit(indicator + 1);
      plan_.cost -= option.cost;
      plan_.changes.pop_back();
    }
    evidence_[indicator] = before;
  }

  void Judge() {
    int met = 0;
    for (const size_t i : component_.priorities) {
      Outcome outcome = Outcome::kNotMet;
      for (const Criterion& criterion : rules_.priorities[i].any_of) {
        outcome = Or(outcome, JudgeCriterion(criterion, group_, evidence_));
      }
      if (outcome == Outcome::kInsufficientData) return;
      if (outcome == Outcome::kMet) met |= 1 << i;
    }
    Offer(plans_, met, plan_);
  }

  const Rulebook& rules_;
  const StudentGroup group_;
  GroupEvidence evidence_;
  const GroupOptions& options_;
  const Component& component_;
  Plan plan_;
  std::map<int, Plan> plans_;
};

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

std::map<int, Plan> PlansByPriorities(const Rulebook& rules, StudentGroup group,
                                      const GroupEvidence& evidence, const GroupOptions& options) {
  std::map<int, Plan> plans = {{0, Plan()}};
  for (const Component& component : ComponentsOf(rules, group)) {
    const std::map<int, Plan> own =
        ComponentSearch(rules, group, evidence, options, component).Run();
    std::map<int, Plan> joined;
    for (const auto& [met, plan] : plans) {
      for (const auto& [own_met, own_plan] : own) {
        Offer(joined, met | own_met, Joined(plan, own_plan));
      }
    }
    plans = std::move(joined);
  }
  return plans;
}

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
