// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/plans.h"

#include <bitset>
#include <map>
#include <utility>
#include <vector>

#include "services/eligibility/domain/lcff/groups.h"

namespace sos::eligibility {
namespace {

using IndicatorSet = std::bitset<kIndicatorCount>;

// The indicators by which a priority judges the group.
IndicatorSet IndicatorsOf(const PriorityCriteria& priority, StudentGroup group) {
  IndicatorSet indicators;
  for (const Criterion& criterion : priority.any_of) {
    if (!Concerns(criterion, group)) continue;
    for (const Test& test : criterion.all_of) indicators.set(static_cast<size_t>(test.indicator));
  }
  return indicators;
}

// Priorities that look at the same indicators, and so change together.
struct Component {
  IndicatorSet indicators;
  std::vector<size_t> priorities;
};

std::vector<Component> ComponentsOf(const LcffRules& rules, StudentGroup group) {
  std::vector<Component> components;
  for (size_t i = 0; i < rules.priorities.size(); ++i) {
    Component merged{IndicatorsOf(rules.priorities[i], group), {i}};
    for (auto it = components.begin(); it != components.end();) {
      if ((it->indicators & merged.indicators).none()) {
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

// Walks through all combinations of what the indicators of one component can become.
class ComponentSearch {
 public:
  ComponentSearch(const LcffRules& rules, StudentGroup group, const GroupEvidence& evidence,
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
    if (!component_.indicators[static_cast<size_t>(indicator)]) return;
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
      const Outcome outcome = JudgePriority(rules_.priorities[i], group_, evidence_);
      if (outcome == Outcome::kInsufficientData) return;
      if (outcome == Outcome::kMet) met |= 1 << i;
    }
    Offer(plans_, met, plan_);
  }

  const LcffRules& rules_;
  const StudentGroup group_;
  GroupEvidence evidence_;
  const GroupOptions& options_;
  const Component& component_;
  Plan plan_;
  std::map<int, Plan> plans_;
};

}  // namespace

std::map<int, Plan> PlansByPriorities(const LcffRules& rules, StudentGroup group,
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

}  // namespace sos::eligibility
