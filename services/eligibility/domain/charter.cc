// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/charter.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sos::eligibility {
namespace {

// `minimum` of the outcomes are met.
Outcome AtLeast(int minimum, const std::vector<Outcome>& outcomes) {
  int certain = 0;
  int possible = 0;
  for (const Outcome outcome : outcomes) {
    certain += outcome == Outcome::kMet ? 1 : 0;
    possible += outcome != Outcome::kNotMet ? 1 : 0;
  }
  if (certain >= minimum) return Outcome::kMet;
  return possible < minimum ? Outcome::kNotMet : Outcome::kInsufficientData;
}

Outcome MethodOutcome(const YearCriteria& criteria, int number) {
  for (const MethodAnswer& method : criteria.methods) {
    if (method.method == number) return method.outcome;
  }
  return Outcome::kNotMet;
}

const GroupAnswer* AnswerOf(const YearCriteria& criteria, StudentGroup group) {
  const auto found = std::find_if(criteria.groups.begin(), criteria.groups.end(),
                                  [group](const auto& answer) { return answer.group == group; });
  return found == criteria.groups.end() ? nullptr : &*found;
}

std::string OpenReason(const std::vector<charter::Year>& years) {
  for (const charter::Year& year : years) {
    if (year.rules == nullptr) return reason::kHistoryMissing;
    for (const MethodAnswer& method : year.criteria.methods) {
      if (method.reason.empty()) continue;
      return method.reason == reason::kLocalIndicatorsMissing && year.local_indicators_known
                 ? reason::kPetitionUnknown
                 : method.reason;
    }
  }
  return reason::kResultsMissing;
}

}  // namespace

namespace charter {

std::vector<Year> JudgeYears(const Rulebooks& rulebooks, const CharterRules& rule,
                             const EntityHistory& history, LetterBasis basis) {
  std::vector<Year> years;
  for (const int dashboard_year : rule.dashboard_years) {
    Year& year =
        years.emplace_back(Year{rulebooks.Find(Program::kLcff, dashboard_year), {}, false});
    if (year.rules == nullptr) continue;
    // No charter school is late: the certification of method 4 is asked of districts only.
    year.criteria = JudgeYear(*year.rules, history, basis, rule.local_indicators_count);
    // Known ratings leave an answer open only because of the petition.
    const YearCriteria counted = JudgeYear(*year.rules, history, basis);
    year.local_indicators_known =
        std::none_of(counted.local_indicators.begin(), counted.local_indicators.end(),
                     [](const auto& local) { return local.outcome == Outcome::kInsufficientData; });
    std::erase_if(year.criteria.methods,
                  [](const MethodAnswer& method) { return method.method > kMethodOfBoth; });
    year.criteria.met = Outcome::kNotMet;
    for (const MethodAnswer& method : year.criteria.methods) {
      year.criteria.met = Or(year.criteria.met, method.outcome);
    }
  }
  return years;
}

Outcome MetByGroup(const Year& year, StudentGroup group) {
  if (year.rules == nullptr) return Outcome::kInsufficientData;
  const GroupAnswer* answer = AnswerOf(year.criteria, group);
  if (answer == nullptr) return Outcome::kNotMet;
  Outcome met = Or(answer->outcome, MethodOutcome(year.criteria, kMethodOfLocalIndicators));
  // By method 3, a group that met another state priority than that of the one local indicator.
  Outcome combined = Outcome::kNotMet;
  for (const LocalAnswer& local : year.criteria.local_indicators) {
    for (const PriorityAnswer& priority : answer->priorities) {
      if (priority.priority == local.priority) continue;
      combined = Or(combined, And(local.outcome, priority.outcome));
    }
  }
  return Or(met, And(combined, MethodOutcome(year.criteria, kMethodOfBoth)));
}

}  // namespace charter

Determination DetermineCharter(const Rulebooks& rulebooks, const Rulebook& rules,
                               const EntityHistory& history, LetterBasis basis) {
  const CharterRules& rule = *rules.charter;
  const std::vector<charter::Year> years = charter::JudgeYears(rulebooks, rule, history, basis);
  Determination determination;
  std::vector<Outcome> any_group;
  any_group.reserve(years.size());
  for (const charter::Year& year : years) {
    any_group.push_back(year.rules == nullptr ? Outcome::kInsufficientData : year.criteria.met);
  }
  Outcome same_group = Outcome::kNotMet;
  for (const StudentGroup group : rules.student_groups) {
    GroupAnswer answer{.group = group};
    std::vector<Outcome> outcomes;
    for (const charter::Year& year : years) {
      outcomes.push_back(charter::MetByGroup(year, group));
      const GroupAnswer* found = year.rules == nullptr ? nullptr : AnswerOf(year.criteria, group);
      const bool lettered = found != nullptr && found->letter_decided;
      answer.years.push_back(
          {.dashboard_year = year.rules == nullptr ? 0 : year.rules->dashboard_year,
           .outcome = outcomes.back(),
           .letter = lettered ? found->letter : '\0'});
    }
    answer.outcome = AtLeast(rule.minimum_year_count, outcomes);
    answer.letter_decided = answer.outcome != Outcome::kInsufficientData;
    if (!answer.letter_decided) answer.reason = OpenReason(years);
    same_group = Or(same_group, answer.outcome);
    determination.groups.push_back(std::move(answer));
  }
  const Outcome met_in_years = AtLeast(rule.minimum_year_count, any_group);
  const Outcome both = And(same_group, met_in_years);
  switch (rule.same_group_required) {
    case Reading::kYes:
      determination.eligibility = both;
      break;
    case Reading::kNo:
      determination.eligibility = met_in_years;
      break;
    case Reading::kUnknown:
      determination.eligibility = both == met_in_years ? both : Outcome::kInsufficientData;
      break;
  }
  if (determination.eligibility == Outcome::kInsufficientData) {
    const bool readings_differ =
        both != Outcome::kInsufficientData && met_in_years != Outcome::kInsufficientData;
    determination.reason = readings_differ ? reason::kSameGroupUnknown : OpenReason(years);
  } else {
    const bool met = determination.eligibility == Outcome::kMet;
    determination.status = met ? rules.status.eligible : rules.status.general;
  }
  if (!years.empty() && years.back().rules != nullptr) {
    const YearCriteria& current = years.back().criteria;
    determination.letter_basis = current.basis;
    determination.methods = current.methods;
    determination.local_indicators = current.local_indicators;
    if (rules.intensive) {
      determination.intensive =
          JudgeRecurrence(rulebooks, *rules.intensive, *years.back().rules, history, &current);
    }
  }
  if (determination.intensive && determination.intensive->outcome == Outcome::kMet) {
    determination.support_case = SupportCase::kIntensive;
  } else if (determination.eligibility == Outcome::kMet) {
    determination.support_case = history.cds.Lea().IsCountyOffice()
                                     ? SupportCase::kCharterOfCountyOffice
                                     : SupportCase::kCharter;
  }
  return determination;
}

}  // namespace sos::eligibility
