// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/nearest.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "services/eligibility/domain/charter.h"
#include "services/eligibility/domain/essa.h"

namespace sos::eligibility {
namespace {

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

// The criteria of one LCFF year: which sets of priorities make a group, and with it the LEA, meet
// them, given the local indicators.
class LcffYear {
 public:
  LcffYear(const Rulebook& rules, const std::vector<LocalAnswer>& locals,
           const std::vector<MethodAnswer>& methods)
      : rules_(rules) {
    const bool counts = std::any_of(methods.begin(), methods.end(),
                                    [](const MethodAnswer& method) { return method.method == 3; });
    for (const LocalAnswer& local : locals) {
      if (counts && local.outcome == Outcome::kMet) local_priorities_.push_back(local.priority);
    }
  }

  // A group that meets these priorities makes the LEA eligible.
  bool MakesEligible(int met) const {
    if (std::popcount(static_cast<unsigned>(met)) >= kPrioritiesForALetter) return true;
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
  const Rulebook& rules_;
  std::vector<int> local_priorities_;
};

NearestAnswer Answer(bool leaves, std::optional<Plan> plan, const char* otherwise) {
  NearestAnswer answer{.leaves = leaves, .plan = std::move(plan)};
  if (!answer.plan) answer.obstacle = otherwise;
  return answer;
}

// The method, of those that no result changes, by which the LEA is eligible; null for none.
const char* FixedMethod(const std::vector<MethodAnswer>& methods) {
  for (const MethodAnswer& method : methods) {
    if (method.outcome != Outcome::kMet) continue;
    if (method.method == kMethodOfLocalIndicators) return obstacle::kLocalIndicators;
    if (method.method == kMethodOfLateCertification) return obstacle::kLateCertification;
  }
  return nullptr;
}

// The cheapest way for `groups` to meet, or all groups of the rules not to meet, a year's criteria.
NearestAnswer NearestByPriorities(const Rulebook& rules, const EntityYear& year,
                                  const Determination& now, const EntityOptions& options,
                                  const std::vector<StudentGroup>& entering) {
  // What is open beside results could undo whatever the plan does.
  for (const MethodAnswer& method : now.methods) {
    if (method.method != 1 && method.method != 3 && method.outcome == Outcome::kInsufficientData) {
      return Answer(now.eligibility == Outcome::kMet, std::nullopt, obstacle::kUndecided);
    }
  }
  const LcffYear criteria(rules, now.local_indicators, now.methods);
  if (now.eligibility != Outcome::kMet) {
    std::optional<Plan> best;
    for (const StudentGroup group : entering) {
      Prefer(best, criteria.Cheapest(group, year, options, true));
    }
    return Answer(false, std::move(best), obstacle::kOutOfReach);
  }
  if (const char* fixed = FixedMethod(now.methods); fixed != nullptr) {
    return Answer(true, std::nullopt, fixed);
  }
  std::optional<Plan> all = Plan();
  for (const StudentGroup group : rules.student_groups) {
    Require(all, criteria.Cheapest(group, year, options, false));
  }
  return Answer(true, std::move(all), obstacle::kOutOfReach);
}

NearestAnswer NearestForCharter(const Rulebooks& rulebooks, const Rulebook& rules,
                                const EntityHistory& history, const Determination& now,
                                const EntityOptions& options) {
  const Rulebook* own = rulebooks.Find(Program::kLcff, rules.dashboard_year);
  if (own == nullptr) return Answer(false, std::nullopt, obstacle::kUndecided);
  // To enter, the group must have met the criteria in as many of the other years as are wanted.
  std::vector<StudentGroup> entering;
  const auto years = charter::JudgeYears(rulebooks, *rules.charter, history, LetterBasis::kResults);
  for (const StudentGroup group : own->student_groups) {
    int met = 0;
    for (const charter::Year& year : years) {
      const bool earlier =
          year.rules != nullptr && year.rules->dashboard_year != rules.dashboard_year;
      if (earlier && charter::MetByGroup(year, group) == Outcome::kMet) ++met;
    }
    if (met + 1 >= rules.charter->minimum_year_count) entering.push_back(group);
  }
  if (now.eligibility != Outcome::kMet && entering.empty()) {
    return Answer(false, std::nullopt, obstacle::kEarlierYear);
  }
  return NearestByPriorities(*own, history.YearOf(rules.dashboard_year), now, options, entering);
}

// A school's way, by its colors of this year.
class NearestSchool {
 public:
  NearestSchool(const Rulebooks& rulebooks, const Rulebook& rules, const EntityHistory& history,
                const Determination& now, const EntityOptions& options)
      : rulebooks_(rulebooks),
        rules_(rules),
        essa_(*rules.essa),
        history_(history),
        now_(now),
        options_(options) {}

  NearestAnswer Leave() const {
    if (now_.categories.front().outcome == Outcome::kMet) {
      return Answer(true, std::nullopt, obstacle::kLowGraduation);
    }
    if (ExitIsUnknown()) return Answer(true, std::nullopt, obstacle::kExitUnknown);
    std::optional<Plan> all = Plan();
    // All students matter where the school is, or could be, in CSI.
    const bool funded = essa::ReceivesTitleI(essa_.low_performing, history_) != Outcome::kNotMet;
    if (now_.categories[1].outcome != Outcome::kNotMet || (essa_.low_performing.entry && funded)) {
      Require(all, Plans(StudentGroup::kAll, 1).not_low);
    }
    for (const StudentGroup group : rules_.student_groups) {
      const Outcome elsewhere = InOtherYears(group);
      // A group that did not perform low in the other years can be left alone.
      if (elsewhere == Outcome::kNotMet) continue;
      Require(all, Plans(group, essa_.additional.minimum_counted).not_low);
    }
    return Answer(true, std::move(all), obstacle::kOutOfReach);
  }

  NearestAnswer Enter() const {
    std::optional<Plan> best;
    const bool funded = essa::ReceivesTitleI(essa_.low_performing, history_) == Outcome::kMet;
    if (essa_.low_performing.entry && funded) Prefer(best, Plans(StudentGroup::kAll, 1).low);
    const bool groups_enter = essa_.additional.entry || (essa_.targeted && essa_.targeted->entry);
    if (groups_enter) {
      for (const StudentGroup group : rules_.student_groups) {
        if (InOtherYears(group) != Outcome::kMet) continue;
        Prefer(best, Plans(group, essa_.additional.minimum_counted).low);
      }
    }
    const bool no_entry = !groups_enter && !essa_.low_performing.entry;
    return Answer(false, std::move(best), no_entry ? obstacle::kNoEntry : obstacle::kOutOfReach);
  }

 private:
  LowPlans Plans(StudentGroup group, int minimum_counted) const {
    return PlansByCounts(essa_, minimum_counted, group,
                         history_.YearOf(rules_.dashboard_year).EvidenceOf(group),
                         OptionsOf(options_, group));
  }

  // The school was in its category before, and what it takes to leave is not known.
  bool ExitIsUnknown() const {
    const auto prior = essa::PriorStatus(rulebooks_, essa_, rules_.dashboard_year, history_);
    const auto unknown = [&](const std::string& status, Reading leaves) {
      return now_.status == status && leaves == Reading::kUnknown && (!prior || *prior == status);
    };
    return unknown(essa_.low_performing.status, essa_.low_performing.leaves_when_not_met) ||
           unknown(essa_.additional.status, essa_.additional.leaves_when_not_met) ||
           (essa_.targeted && unknown(essa_.targeted->status, essa_.targeted->leaves_when_not_met));
  }

  Outcome InOtherYears(StudentGroup group) const {
    Outcome all = Outcome::kMet;
    for (const YearOutcome& year :
         essa::JudgeGroup(rulebooks_, rules_, essa_.additional, group, history_).years) {
      if (year.dashboard_year != rules_.dashboard_year) all = And(all, year.outcome);
    }
    return all;
  }

  const Rulebooks& rulebooks_;
  const Rulebook& rules_;
  const EssaRules& essa_;
  const EntityHistory& history_;
  const Determination& now_;
  const EntityOptions& options_;
};

NearestAnswer NearestByProgram(const Rulebooks& rulebooks, const Rulebook& rules,
                               const EntityHistory& history, const Determination& now,
                               const EntityOptions& options) {
  switch (rules.program) {
    case Program::kCharter:
      return NearestForCharter(rulebooks, rules, history, now, options);
    case Program::kEssa: {
      const NearestSchool school(rulebooks, rules, history, now, options);
      return now.eligibility == Outcome::kMet ? school.Leave() : school.Enter();
    }
    default:
      return NearestByPriorities(rules, history.YearOf(rules.dashboard_year), now, options,
                                 rules.student_groups);
  }
}

}  // namespace

NearestAnswer FindNearest(const Rulebooks& rulebooks, const Rulebook& rules,
                          const EntityHistory& history, const Determination& now,
                          const EntityOptions& options) {
  if (now.eligibility == Outcome::kInsufficientData) {
    return Answer(false, std::nullopt, obstacle::kUndecided);
  }
  NearestAnswer answer = NearestByProgram(rulebooks, rules, history, now, options);
  // Without results nothing can move.
  if (options.empty() && answer.obstacle == obstacle::kOutOfReach) {
    answer.obstacle = obstacle::kResultsMissing;
  }
  return answer;
}

}  // namespace sos::eligibility
