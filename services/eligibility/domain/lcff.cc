// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "services/eligibility/domain/recurrence.h"

namespace sos::eligibility {
namespace {

bool AllDecided(const std::vector<GroupAnswer>& groups) {
  return std::all_of(groups.begin(), groups.end(),
                     [](const GroupAnswer& answer) { return answer.letter_decided; });
}

// Not Met for Two or More Years, from this year's rating and, by some rules, an earlier one.
Outcome JudgeLocal(const LocalRule& rule, const EntityHistory& history, int year, int priority) {
  const auto not_met = [&](int of_year) -> Outcome {
    const EntityYear& lea_year = history.YearOf(of_year);
    const auto rating = lea_year.local_ratings.find(priority);
    if (rating != lea_year.local_ratings.end()) {
      return FromBool(rule.preceding_year == 0
                          ? rating->second == LocalRating::kNotMetTwoOrMoreYears
                          : rating->second == LocalRating::kNotMet ||
                                rating->second == LocalRating::kNotMetTwoOrMoreYears);
    }
    // An LEA, or a priority, that is not in a list that covers its county was not rated.
    const auto covered = lea_year.local_covered.find(priority);
    return covered != lea_year.local_covered.end() && covered->second ? Outcome::kNotMet
                                                                      : Outcome::kInsufficientData;
  };
  if (rule.preceding_year == 0) return not_met(year);
  return And(not_met(year), not_met(rule.preceding_year));
}

std::vector<LocalAnswer> JudgeLocals(const Rulebook& rules, const EntityHistory& history) {
  std::vector<LocalAnswer> answers;
  if (!rules.local_rule) return answers;
  std::vector<int> priorities = rules.local_rule->priorities;
  if (history.kind == EntityKind::kCountyOffice) {
    const std::vector<int>& own = rules.local_rule->county_office_priorities;
    priorities.insert(priorities.end(), own.begin(), own.end());
  }
  for (const int priority : priorities) {
    answers.push_back(
        {priority, JudgeLocal(*rules.local_rule, history, rules.dashboard_year, priority)});
  }
  return answers;
}

// Method 1: a group with a letter.
MethodAnswer JudgeMethod1(const std::vector<GroupAnswer>& groups) {
  MethodAnswer answer{.method = 1, .outcome = Outcome::kNotMet};
  for (const GroupAnswer& group : groups) {
    answer.outcome = Or(answer.outcome, group.outcome);
    if (group.outcome == Outcome::kInsufficientData && answer.reason.empty()) {
      answer.reason = group.reason;
    }
  }
  return answer;
}

// Method 2: two local indicators.
MethodAnswer JudgeMethod2(const std::vector<LocalAnswer>& locals) {
  int certain = 0;
  int open = 0;
  for (const LocalAnswer& local : locals) {
    certain += local.outcome == Outcome::kMet ? 1 : 0;
    open += local.outcome == Outcome::kInsufficientData ? 1 : 0;
  }
  MethodAnswer answer{.method = 2, .reason = reason::kLocalIndicatorsMissing};
  if (certain >= kLocalIndicatorsForMethod2) {
    answer.outcome = Outcome::kMet;
  } else if (certain + open < kLocalIndicatorsForMethod2) {
    answer.outcome = Outcome::kNotMet;
  }
  return answer;
}

// A group that meets a state priority other than `local_priority`.
Outcome MeetsAnotherPriority(const std::vector<GroupAnswer>& groups, int local_priority) {
  Outcome outcome = Outcome::kNotMet;
  for (const GroupAnswer& group : groups) {
    // A published letter stands for two priorities at least, of which one is another; without a
    // letter nothing is known of single priorities.
    if (group.priorities.empty()) {
      outcome = Or(outcome, group.letter != 0 ? Outcome::kMet : Outcome::kInsufficientData);
    }
    for (const PriorityAnswer& priority : group.priorities) {
      if (priority.priority != local_priority) outcome = Or(outcome, priority.outcome);
    }
  }
  return outcome;
}

// Method 3: neither method 1 nor 2, one local indicator, and a group in another priority.
MethodAnswer JudgeMethod3(const std::vector<GroupAnswer>& groups,
                          const std::vector<LocalAnswer>& locals, const MethodAnswer& method1,
                          const MethodAnswer& method2) {
  // Exactly one local indicator is met once method 2 is not, so any one of them does.
  Outcome combined = Outcome::kNotMet;
  bool locals_open = false;
  for (const LocalAnswer& local : locals) {
    combined = Or(combined, And(local.outcome, MeetsAnotherPriority(groups, local.priority)));
    locals_open = locals_open || local.outcome == Outcome::kInsufficientData;
  }
  MethodAnswer answer{.method = 3};
  answer.outcome = And(And(Not(method1.outcome), Not(method2.outcome)), combined);
  if (locals_open) {
    answer.reason = reason::kLocalIndicatorsMissing;
  } else if (!groups.empty() && groups.front().priorities.empty()) {
    answer.reason = reason::kSinglePrioritiesUnknown;
  } else {
    answer.reason = reason::kLettersUndecided;
  }
  return answer;
}

std::vector<MethodAnswer> JudgeMethods(const Rulebook& rules, const EntityYear& year,
                                       const std::vector<GroupAnswer>& groups,
                                       const std::vector<LocalAnswer>& locals) {
  std::vector<MethodAnswer> answers;
  const MethodAnswer method1 = JudgeMethod1(groups);
  const MethodAnswer method2 = JudgeMethod2(locals);
  for (const Method& method : rules.methods) {
    switch (method.number) {
      case 1:
        answers.push_back(method1);
        break;
      case 2:
        answers.push_back(method2);
        break;
      case 3:
        answers.push_back(JudgeMethod3(groups, locals, method1, method2));
        break;
      default:
        answers.push_back(
            {.method = method.number,
             .outcome = method.announced_none ? Outcome::kNotMet : year.late_certification,
             .reason = reason::kLateCertificationListMissing});
    }
  }
  for (MethodAnswer& answer : answers) {
    if (answer.outcome != Outcome::kInsufficientData) answer.reason.clear();
  }
  return answers;
}

// Where letters rest on what the state published, so may methods whose inputs were not submitted.
void TakePublishedMethods(const PublishedYear& published, std::vector<MethodAnswer>& methods) {
  for (MethodAnswer& method : methods) {
    const auto found = published.methods.find(method.method);
    if (method.outcome != Outcome::kInsufficientData || found == published.methods.end()) continue;
    method.outcome = FromBool(found->second);
    method.reason.clear();
    method.published = true;
  }
}

// The groups of one year on results if these decide them all, else on what was published.
std::pair<LetterBasis, std::vector<GroupAnswer>> GroupsOf(const Rulebook& rules,
                                                          const EntityYear& year) {
  std::vector<GroupAnswer> judged = JudgeGroups(rules, year);
  if (AllDecided(judged)) return {LetterBasis::kResults, std::move(judged)};
  if (year.published) return {LetterBasis::kPublished, PublishedGroups(rules, *year.published)};
  const bool nothing_known =
      std::none_of(judged.begin(), judged.end(),
                   [](const GroupAnswer& answer) { return answer.letter_decided; });
  return {nothing_known ? LetterBasis::kUnknown : LetterBasis::kResults, std::move(judged)};
}

std::vector<YearGroups> CollectYears(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                     const EntityHistory& history, const YearCriteria* current,
                                     int dashboard_year) {
  std::vector<YearGroups> years;
  for (const int year : rule.dashboard_years) {
    YearGroups& added = years.emplace_back(YearGroups{.dashboard_year = year});
    std::vector<GroupAnswer> groups;
    if (current != nullptr && year == dashboard_year) {
      added.basis = current->basis;
      groups = current->groups;
    } else if (const Rulebook* rules = rulebooks.Find(Program::kLcff, year); rules != nullptr) {
      // County offices were not judged at all in the first year.
      if (history.kind == EntityKind::kCountyOffice && !rules->county_offices_included) {
        added.basis = LetterBasis::kResults;
        continue;
      }
      std::tie(added.basis, groups) = GroupsOf(*rules, history.YearOf(year));
    }
    if (added.basis == LetterBasis::kUnknown) continue;
    for (const GroupAnswer& group : groups) added.outcomes[group.group] = group.outcome;
  }
  return years;
}

// The indicators by which the rules judge `group`.
std::set<Indicator> IndicatorsFor(const Rulebook& rules, StudentGroup group) {
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
std::optional<int> GroupCount(const Rulebook& rules, const EntityYear& year) {
  int count = 0;
  for (const StudentGroup group : rules.student_groups) {
    bool rated = false;
    const GroupEvidence& evidence = year.EvidenceOf(group);
    for (const Indicator indicator : IndicatorsFor(rules, group)) {
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

std::string StatusOf(const Rulebooks& rulebooks, const Rulebook& rules,
                     const EntityHistory& history, const Determination& determination) {
  if (determination.eligibility == Outcome::kInsufficientData) return "";
  if (determination.eligibility == Outcome::kMet) return rules.status.eligible;
  if (rules.status.carry_over_year == 0) return rules.status.general;
  const EntityYear& before = history.YearOf(rules.status.carry_over_year);
  std::string status_before;
  if (before.published) {
    status_before =
        before.published->status.empty() ? rules.status.general : before.published->status;
  } else if (!before.status_printed_later.empty()) {
    status_before = before.status_printed_later;
  } else if (const Rulebook* rules_before =
                 rulebooks.Find(Program::kLcff, rules.status.carry_over_year);
             rules_before != nullptr) {
    status_before = DetermineLcff(rulebooks, *rules_before, history, LetterBasis::kResults).status;
  }
  if (status_before.empty()) return "";
  return status_before == rules.status.carry_over_status ? rules.status.carried_over
                                                         : rules.status.general;
}

SupportCase SupportCaseOf(const Rulebook& rules, const EntityHistory& history,
                          const Determination& determination) {
  const bool assisted =
      determination.eligibility == Outcome::kMet ||
      (!determination.status.empty() && determination.status != rules.status.general);
  if (determination.intensive && determination.intensive->outcome == Outcome::kMet) {
    return SupportCase::kIntensive;
  }
  if (!assisted) return SupportCase::kNone;
  if (history.kind != EntityKind::kCountyOffice &&
      absl::c_linear_search(rules.single_district_counties, history.cds.county())) {
    return SupportCase::kSingleDistrictCounty;
  }
  if (history.kind == EntityKind::kCountyOffice) return SupportCase::kCountyOffice;
  const bool lead =
      determination.geographic_lead && determination.geographic_lead->outcome == Outcome::kMet;
  return lead ? SupportCase::kDistrictGeographicLead : SupportCase::kDistrict;
}

}  // namespace

YearCriteria JudgeYear(const Rulebook& rules, const EntityHistory& history, LetterBasis basis,
                       Reading local_indicators_count) {
  const EntityYear& year = history.YearOf(rules.dashboard_year);
  YearCriteria criteria;
  if (basis == LetterBasis::kPublished && year.published) {
    criteria.basis = LetterBasis::kPublished;
    criteria.groups = PublishedGroups(rules, *year.published);
  } else {
    criteria.groups = JudgeGroups(rules, year);
  }
  criteria.local_indicators = JudgeLocals(rules, history);
  for (LocalAnswer& local : criteria.local_indicators) {
    if (local.outcome != Outcome::kMet || local_indicators_count == Reading::kYes) continue;
    local.outcome =
        local_indicators_count == Reading::kNo ? Outcome::kNotMet : Outcome::kInsufficientData;
  }
  criteria.methods = JudgeMethods(rules, year, criteria.groups, criteria.local_indicators);
  if (criteria.basis == LetterBasis::kPublished) {
    TakePublishedMethods(*year.published, criteria.methods);
  }
  criteria.met = Outcome::kNotMet;
  for (const MethodAnswer& answer : criteria.methods) {
    criteria.met = Or(criteria.met, answer.outcome);
  }
  return criteria;
}

RecurrenceAnswer JudgeRecurrence(const Rulebooks& rulebooks, const RecurrenceRule& rule,
                                 const Rulebook& rules, const EntityHistory& history,
                                 const YearCriteria* current) {
  return JudgeRecurrence(rule,
                         CollectYears(rulebooks, rule, history, current, rules.dashboard_year),
                         GroupCount(rules, history.YearOf(rules.dashboard_year)));
}

Determination DetermineLcff(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis) {
  YearCriteria criteria = JudgeYear(rules, history, basis);
  Determination determination{.eligibility = criteria.met, .letter_basis = criteria.basis};
  if (rules.intensive) {
    determination.intensive =
        JudgeRecurrence(rulebooks, *rules.intensive, rules, history, &criteria);
  }
  if (rules.geographic_lead && history.kind == EntityKind::kCountyOffice &&
      rules.geographic_lead->districts_only) {
    determination.geographic_lead = RecurrenceAnswer{.outcome = Outcome::kNotMet};
  } else if (rules.geographic_lead) {
    determination.geographic_lead =
        JudgeRecurrence(rulebooks, *rules.geographic_lead, rules, history, &criteria);
  }
  determination.groups = std::move(criteria.groups);
  determination.local_indicators = std::move(criteria.local_indicators);
  determination.methods = std::move(criteria.methods);
  determination.status = StatusOf(rulebooks, rules, history, determination);
  determination.support_case = SupportCaseOf(rules, history, determination);
  return determination;
}

}  // namespace sos::eligibility
