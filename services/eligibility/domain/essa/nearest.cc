// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/nearest.h"

#include <optional>
#include <string>
#include <utility>

#include "services/eligibility/domain/essa/plans.h"
#include "services/eligibility/domain/essa/steps.h"

namespace sos::eligibility {
namespace {

class NearestSchool {
 public:
  NearestSchool(const Question& asked, const Determination& now, const EntityOptions& options)
      : asked_(asked),
        rules_(asked.rules<EssaRules>()),
        now_(now),
        answer_(*now.As<EssaAnswer>()),
        options_(options) {}

  NearestAnswer Leave() const {
    if (answer_.categories.front().outcome == Outcome::kMet) {
      return NearestAnswer::Of(true, std::nullopt, obstacle::kLowGraduation);
    }
    if (ExitIsUnknown()) return NearestAnswer::Of(true, std::nullopt, obstacle::kExitUnknown);
    std::optional<Plan> all = Plan();
    // All students matter where the school is, or could be, in CSI.
    const bool funded = answer_.title_i != Outcome::kNotMet;
    if (answer_.categories[1].outcome != Outcome::kNotMet ||
        (rules_.low_performing.entry && funded)) {
      Require(all, Plans(StudentGroup::kAll, 1).not_low);
    }
    for (const StudentGroup group : asked_.rulebook.student_groups) {
      // A group that did not perform low in the other years can be left alone.
      if (InOtherYears(group) == Outcome::kNotMet) continue;
      Require(all, Plans(group, rules_.additional.minimum_counted).not_low);
    }
    return NearestAnswer::Of(true, std::move(all), obstacle::kOutOfReach);
  }

  NearestAnswer Enter() const {
    std::optional<Plan> best;
    if (rules_.low_performing.entry && answer_.title_i == Outcome::kMet) {
      Prefer(best, Plans(StudentGroup::kAll, 1).low);
    }
    const bool groups_enter =
        rules_.additional.entry || (rules_.targeted && rules_.targeted->entry);
    if (groups_enter) {
      for (const StudentGroup group : asked_.rulebook.student_groups) {
        if (InOtherYears(group) != Outcome::kMet) continue;
        Prefer(best, Plans(group, rules_.additional.minimum_counted).low);
      }
    }
    const bool no_entry = !groups_enter && !rules_.low_performing.entry;
    return NearestAnswer::Of(false, std::move(best),
                             no_entry ? obstacle::kNoEntry : obstacle::kOutOfReach);
  }

 private:
  LowPlans Plans(StudentGroup group, int minimum_counted) const {
    return PlansByCounts(rules_, minimum_counted, group,
                         asked_.history.YearOf(asked_.dashboard_year()).EvidenceOf(group),
                         OptionsOf(options_, group));
  }

  // The school was in its category before, and what it takes to leave is not known.
  bool ExitIsUnknown() const {
    const std::optional<std::string>& prior = answer_.prior_status;
    const auto unknown = [&](const auto& rule) {
      return now_.status == rule.status && rule.leaves_when_not_met == Reading::kUnknown &&
             (!prior || *prior == rule.status);
    };
    return unknown(rules_.low_performing) || unknown(rules_.additional) ||
           (rules_.targeted && unknown(*rules_.targeted));
  }

  // Whether the group performed low in all years of the rule but this one.
  Outcome InOtherYears(StudentGroup group) const {
    Outcome all = Outcome::kMet;
    for (const Finding& year :
         essa::PerformsLowInEveryYear(asked_, rules_.additional, group).parts) {
      if (year.dashboard_year != asked_.dashboard_year()) all = And(all, year.outcome);
    }
    return all;
  }

  const Question& asked_;
  const EssaRules& rules_;
  const Determination& now_;
  const EssaAnswer& answer_;
  const EntityOptions& options_;
};

}  // namespace

NearestAnswer FindNearestEssa(const Question& asked, const Determination& now,
                              const EntityOptions& options) {
  const NearestSchool school(asked, now, options);
  return now.eligibility == Outcome::kMet ? school.Leave() : school.Enter();
}

}  // namespace sos::eligibility
