// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/nearest.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/lcff/plans.h"

namespace sos::eligibility {
namespace {

// The criteria of one LCFF year: which sets of priorities make a group, and with it the LEA, meet
// them, given the local indicators.
class LcffYear {
 public:
  LcffYear(const LcffRules& rules, const std::vector<LocalAnswer>& locals,
           const std::vector<MethodAnswer>& methods)
      : rules_(rules) {
    const bool counts = std::any_of(methods.begin(), methods.end(), [](const MethodAnswer& answer) {
      return answer.method->number == kMethodOfBoth;
    });
    for (const LocalAnswer& local : locals) {
      if (counts && local.outcome == Outcome::kMet) local_priorities_.push_back(local.priority);
    }
  }

  // A group that meets these priorities makes the LEA eligible.
  bool MakesEligible(int met) const {
    if (std::popcount(static_cast<unsigned>(met)) >= rules_.minimum_priority_count) return true;
    if (local_priorities_.size() != 1) return false;
    for (size_t i = 0; i < rules_.priorities.size(); ++i) {
      const bool other = rules_.priorities[i].priority != local_priorities_.front();
      if ((met & (1 << i)) != 0 && other) return true;
    }
    return false;
  }

  // The cheapest plan after which the group does, or does not, make the LEA eligible.
  std::optional<Plan> Cheapest(StudentGroup group, const EntityYear& year,
                               const EntityOptions& options, bool eligible) const {
    std::optional<Plan> best;
    for (const auto& [met, plan] :
         PlansByPriorities(rules_, group, year.EvidenceOf(group), OptionsOf(options, group))) {
      if (MakesEligible(met) == eligible) Prefer(best, plan);
    }
    return best;
  }

 private:
  const LcffRules& rules_;
  std::vector<int> local_priorities_;
};

// The method, of those that no result changes, by which the LEA is eligible; empty for none.
absl::string_view FixedMethod(const std::vector<MethodAnswer>& methods) {
  for (const MethodAnswer& answer : methods) {
    if (answer.outcome != Outcome::kMet) continue;
    if (answer.method->number == kMethodOfLocalIndicators) return obstacle::kLocalIndicators;
    if (answer.method->number == kMethodOfLateCertification) return obstacle::kLateCertification;
  }
  return "";
}

}  // namespace

NearestAnswer NearestByPriorities(const Rulebook& rulebook, const EntityYear& year,
                                  Outcome eligibility, const std::vector<MethodAnswer>& methods,
                                  const std::vector<LocalAnswer>& local_indicators,
                                  const EntityOptions& options,
                                  const std::vector<StudentGroup>& entering) {
  const bool eligible = eligibility == Outcome::kMet;
  // What is open beside results could undo whatever the plan does.
  for (const MethodAnswer& answer : methods) {
    const int number = answer.method->number;
    if (number != kMethodOfStateIndicators && number != kMethodOfBoth &&
        answer.outcome == Outcome::kInsufficientData) {
      return NearestAnswer::Of(eligible, std::nullopt, obstacle::kUndecided);
    }
  }
  const LcffYear criteria(rulebook.Of<LcffRules>(), local_indicators, methods);
  if (!eligible) {
    std::optional<Plan> best;
    for (const StudentGroup group : entering) {
      Prefer(best, criteria.Cheapest(group, year, options, true));
    }
    return NearestAnswer::Of(false, std::move(best), obstacle::kOutOfReach);
  }
  if (const absl::string_view fixed = FixedMethod(methods); !fixed.empty()) {
    return NearestAnswer::Of(true, std::nullopt, fixed);
  }
  std::optional<Plan> all = Plan();
  for (const StudentGroup group : rulebook.student_groups) {
    Require(all, criteria.Cheapest(group, year, options, false));
  }
  return NearestAnswer::Of(true, std::move(all), obstacle::kOutOfReach);
}

NearestAnswer FindNearestLcff(const Question& asked, const Determination& now,
                              const EntityOptions& options) {
  const LcffAnswer& answer = *now.As<LcffAnswer>();
  return NearestByPriorities(asked.rulebook, asked.history.YearOf(asked.dashboard_year()),
                             now.eligibility, answer.methods, answer.local_indicators, options,
                             asked.rulebook.student_groups);
}

}  // namespace sos::eligibility
