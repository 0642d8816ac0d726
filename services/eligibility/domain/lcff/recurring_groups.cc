// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/lcff/groups.h"
#include "services/eligibility/domain/lcff/recurrence.h"

namespace sos::eligibility {
namespace {

// The groups of one year on results if these decide them all, else on what was published.
std::pair<LetterBasis, std::vector<JudgedGroup>> GroupsOf(const Rulebook& rulebook,
                                                          const EntityHistory& history) {
  const EntityYear& year = history.YearOf(rulebook.dashboard_year);
  std::vector<JudgedGroup> judged = JudgeGroups(rulebook, history, Detail::kAnswer);
  const auto decided = [](const JudgedGroup& group) { return group.answer.letter_decided; };
  if (std::all_of(judged.begin(), judged.end(), decided)) {
    return {LetterBasis::kResults, std::move(judged)};
  }
  if (year.published) {
    return {LetterBasis::kPublished, PublishedGroups(rulebook, *year.published, Detail::kAnswer)};
  }
  const bool nothing_known = std::none_of(judged.begin(), judged.end(), decided);
  return {nothing_known ? LetterBasis::kUnknown : LetterBasis::kResults, std::move(judged)};
}

std::vector<YearGroups> CollectYears(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                     const EntityHistory& history, const YearCriteria* current,
                                     int dashboard_year) {
  std::vector<YearGroups> years;
  for (const int year : rule.dashboard_years) {
    YearGroups& added = years.emplace_back(YearGroups{.dashboard_year = year});
    if (current != nullptr && year == dashboard_year) {
      added.basis = current->basis;
      for (const GroupAnswer& group : current->groups) added.outcomes[group.group] = group.outcome;
    } else if (const Rulebook* rulebook = rulebooks.Find(Program::kLcff, year);
               rulebook != nullptr) {
      // County offices were not judged at all in the first year.
      if (history.kind == EntityKind::kCountyOffice &&
          !rulebook->Of<LcffRules>().county_offices_included) {
        added.basis = LetterBasis::kResults;
        continue;
      }
      std::vector<JudgedGroup> groups;
      std::tie(added.basis, groups) = GroupsOf(*rulebook, history);
      for (const JudgedGroup& group : groups) {
        added.outcomes[group.answer.group] = group.answer.outcome;
      }
    }
    if (added.basis == LetterBasis::kUnknown) added.outcomes.clear();
  }
  return years;
}

// The indicators by which the rules judge `group`.
std::set<Indicator> IndicatorsFor(const LcffRules& rules, StudentGroup group) {
  std::set<Indicator> indicators;
  for (const PriorityCriteria& priority : rules.priorities) {
    for (const Criterion& criterion : priority.any_of) {
      if (!Concerns(criterion, group)) continue;
      for (const Test& test : criterion.all_of) indicators.insert(test.indicator);
    }
  }
  return indicators;
}

// The number of groups that count and have a color or a level; nullopt if that cannot be seen.
std::optional<int> GroupCount(const Rulebook& rulebook, const EntityYear& year) {
  int count = 0;
  for (const StudentGroup group : rulebook.student_groups) {
    bool rated = false;
    const GroupEvidence& evidence = year.EvidenceOf(group);
    for (const Indicator indicator : IndicatorsFor(rulebook.Of<LcffRules>(), group)) {
      const Performance& performance = evidence[static_cast<size_t>(indicator)];
      if (performance.origin != Origin::kResult && performance.origin != Origin::kNoRow) {
        return std::nullopt;
      }
      rated = rated || (performance.colors & ~Bit(0)) != 0 ||
              (performance.status_levels & ~Bit(0)) != 0;
    }
    count += rated ? 1 : 0;
  }
  return count;
}

}  // namespace

RecurrenceAnswer JudgeRecurrence(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                 const Rulebook& rulebook, const EntityHistory& history,
                                 const YearCriteria* current) {
  return JudgeRecurrence(rule,
                         CollectYears(rulebooks, rule, history, current, rulebook.dashboard_year),
                         GroupCount(rulebook, history.YearOf(rulebook.dashboard_year)));
}

}  // namespace sos::eligibility
