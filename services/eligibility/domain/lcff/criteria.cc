// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/criteria.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/lcff/groups.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

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

// Decides the methods of one year, in the order of the rulebook.
class Methods {
 public:
  Methods(const Rulebook& rulebook, const EntityYear& year, Detail detail, YearCriteria& criteria)
      : rulebook_(rulebook),
        rules_(rulebook.Of<LcffRules>()),
        year_(year),
        detail_(detail),
        criteria_(criteria) {}

  // `groups` are the findings on the groups of `criteria`.
  void Judge(std::vector<Finding> groups, int highest_method) {
    const int year = rulebook_.dashboard_year;
    Finding& any = criteria_.finding;
    any = Step(absl::StrCat("criteria-", year), Combination::kAnyOf);
    any.dashboard_year = year;
    Say(detail_, any,
        [&] { return absl::StrCat("By any of the methods in force in ", year, "."); });
    any.parts.reserve(rules_.methods.size() + 1);
    // Method 3 asks for these two wherever they stand in the rulebook, and if they do not.
    for (const GroupAnswer& group : criteria_.groups) by_groups_ = Or(by_groups_, group.outcome);
    by_locals_ = ByLocals("").outcome;
    for (const Method& method : rules_.methods) {
      if (method.number > highest_method) continue;
      Finding& finding = any.parts.emplace_back(JudgeMethod(method, groups));
      MethodAnswer& answer = criteria_.methods.emplace_back(
          MethodAnswer{.method = &method, .outcome = finding.outcome});
      if (answer.outcome == Outcome::kInsufficientData) answer.reason = OpenReason(method);
    }
    // What the state published of one method does not decide another one.
    for (size_t i = 0; i < criteria_.methods.size(); ++i) {
      MethodAnswer& answer = criteria_.methods[i];
      const Method& method = *answer.method;
      Finding& finding = any.parts[i];
      TakePublished(answer, finding);
      finding.dashboard_year = year;
      finding.citation = &method.citation;
      Say(detail_, finding, [&] {
        return answer.published ? absl::StrCat(method.description, " As the state published it.")
                                : method.description;
      });
    }
    Conclude(any);
    CloseOver(any);
  }

 private:
  // Method 3 asks that neither 1 nor 2 is met. Where only these leave it open, one of the three is
  // met whatever they turn out to be.
  void CloseOver(Finding& any) const {
    if (any.outcome != Outcome::kInsufficientData || !InForce(kMethodOfStateIndicators) ||
        !InForce(kMethodOfLocalIndicators)) {
      return;
    }
    for (const Finding& method : any.parts) {
      if (method.rule != absl::StrCat("method-", kMethodOfBoth) || method.parts.empty() ||
          method.parts.back().outcome != Outcome::kMet) {
        continue;
      }
      Finding& either = any.parts.emplace_back(Stated("method-1-2-or-3", Outcome::kMet));
      either.dashboard_year = rulebook_.dashboard_year;
      Say(detail_, either, [] {
        return "A group in another priority than a local indicator: by method 3, if not by 1 or 2.";
      });
      any.outcome = Outcome::kMet;
      return;
    }
  }

  bool InForce(int number) const {
    return std::any_of(
        criteria_.methods.begin(), criteria_.methods.end(),
        [number](const MethodAnswer& answer) { return answer.method->number == number; });
  }

  Finding JudgeMethod(const Method& method, std::vector<Finding>& groups) const {
    std::string rule = absl::StrCat("method-", method.number);
    switch (method.number) {
      case kMethodOfStateIndicators:
        return ByGroups(std::move(rule), groups);
      case kMethodOfLocalIndicators:
        return ByLocals(std::move(rule));
      case kMethodOfBoth:
        return ByBoth(std::move(rule));
      default:
        return Stated(std::move(rule),
                      method.announced_none ? Outcome::kNotMet : year_.late_certification,
                      reason::kLateCertificationListMissing);
    }
  }

  // Why an undecided method is so.
  absl::string_view OpenReason(const Method& method) const {
    switch (method.number) {
      case kMethodOfStateIndicators:
        for (const GroupAnswer& group : criteria_.groups) {
          if (group.outcome == Outcome::kInsufficientData) return group.reason;
        }
        return "";
      case kMethodOfLocalIndicators:
        return reason::kLocalIndicatorsMissing;
      case kMethodOfBoth: {
        for (const LocalAnswer& local : criteria_.local_indicators) {
          if (local.outcome == Outcome::kInsufficientData) return reason::kLocalIndicatorsMissing;
        }
        const bool published =
            !criteria_.groups.empty() && criteria_.groups.front().priorities.empty();
        return published ? reason::kSinglePrioritiesUnknown : reason::kLettersUndecided;
      }
      default:
        return reason::kLateCertificationListMissing;
    }
  }

  // Where letters rest on what the state published, so may methods whose inputs were not submitted.
  void TakePublished(MethodAnswer& answer, Finding& finding) const {
    if (criteria_.basis != LetterBasis::kPublished ||
        answer.outcome != Outcome::kInsufficientData) {
      return;
    }
    const auto found = year_.published->methods.find(answer.method->number);
    if (found == year_.published->methods.end()) return;
    answer = {.method = answer.method, .outcome = FromBool(found->second), .published = true};
    finding = Stated(std::move(finding.rule), answer.outcome);
  }

  static Finding ByGroups(std::string rule, std::vector<Finding>& groups) {
    Finding finding = Step(std::move(rule), Combination::kAnyOf);
    finding.parts = std::move(groups);
    Conclude(finding);
    return finding;
  }

  Finding LocalFinding(const LocalAnswer& local) const {
    Finding finding = Stated(absl::StrCat("local-indicator-", local.priority), local.outcome,
                             reason::kLocalIndicatorsMissing);
    Say(detail_, finding, [&] {
      return absl::StrCat("The local indicator of priority ", local.priority,
                          " is Not Met for Two or More Years.");
    });
    return finding;
  }

  Finding ByLocals(std::string rule) const {
    Finding finding = Step(std::move(rule), Combination::kAtLeast);
    finding.threshold = MinimumLocalCount();
    for (const LocalAnswer& local : criteria_.local_indicators) {
      finding.parts.push_back(LocalFinding(local));
    }
    Conclude(finding);
    return finding;
  }

  // Where no local indicator counts, none is ever enough.
  int MinimumLocalCount() const { return rules_.local_rule ? rules_.local_rule->minimum_count : 1; }

  // A part of method 3: the other method is not met.
  Finding Unless(int number, Outcome outcome) const {
    Finding finding = Step("not", Combination::kNot);
    Say(detail_, finding, [&] { return absl::StrCat("Not by method ", number, "."); });
    Finding& other = finding.parts.emplace_back(
        Stated(absl::StrCat("method-", number), outcome, reason::kLettersUndecided));
    Say(detail_, other, [&] { return absl::StrCat("Method ", number, ", as above."); });
    Conclude(finding);
    return finding;
  }

  // Neither method 1 nor 2, one local indicator, and a group in another priority. Exactly one local
  // indicator is met once method 2 is not, so any one of them does.
  Finding ByBoth(std::string rule) const {
    Finding finding = Step(std::move(rule), Combination::kAllOf);
    finding.parts.push_back(Unless(kMethodOfStateIndicators, by_groups_));
    finding.parts.push_back(Unless(kMethodOfLocalIndicators, by_locals_));
    Finding any = Step("local-and-state", Combination::kAnyOf);
    Say(detail_, any, [] { return "One local indicator and a group in another priority."; });
    for (const LocalAnswer& local : criteria_.local_indicators) {
      Finding& both = any.parts.emplace_back(Step("both", Combination::kAllOf));
      Say(detail_, both, [&] {
        return absl::StrCat("With the local indicator of priority ", local.priority, ".");
      });
      both.parts.push_back(LocalFinding(local));
      both.parts.push_back(InAnotherPriority(local.priority));
      Conclude(both);
    }
    Conclude(any);
    finding.parts.push_back(std::move(any));
    Conclude(finding);
    return finding;
  }

  // A group that meets a state priority other than `local_priority`.
  Finding InAnotherPriority(int local_priority) const {
    Finding finding = Step("another-priority", Combination::kAnyOf);
    Say(detail_, finding, [&] {
      return absl::StrCat("A group in a state priority other than ", local_priority, ".");
    });
    for (const GroupAnswer& group : criteria_.groups) {
      // A published letter stands for two priorities at least, of which one is another; without a
      // letter nothing is known of single priorities.
      if (group.priorities.empty()) {
        Finding& published = finding.parts.emplace_back(Stated(
            "published-letter", group.letter != 0 ? Outcome::kMet : Outcome::kInsufficientData,
            reason::kSinglePrioritiesUnknown));
        published.group = group.group;
        Say(detail_, published, [&] {
          return absl::StrCat(kStudentGroups.Label(group.group), ": by its published letter.");
        });
      }
      for (const PriorityAnswer& priority : group.priorities) {
        if (priority.priority == local_priority || priority.outcome == Outcome::kNotMet) continue;
        Finding& state =
            finding.parts.emplace_back(Stated(absl::StrCat("priority-", priority.priority),
                                              priority.outcome, reason::kLettersUndecided));
        state.group = group.group;
        Say(detail_, state, [&] {
          return absl::StrCat(kStudentGroups.Label(group.group), " in priority ", priority.priority,
                              ", as above.");
        });
      }
    }
    Conclude(finding);
    return finding;
  }

  const Rulebook& rulebook_;
  const LcffRules& rules_;
  const EntityYear& year_;
  const Detail detail_;
  YearCriteria& criteria_;
  Outcome by_groups_ = Outcome::kNotMet;
  Outcome by_locals_ = Outcome::kNotMet;
};

}  // namespace

std::vector<LocalAnswer> JudgeLocals(const Rulebook& rulebook, const EntityHistory& history,
                                     Reading count) {
  std::vector<LocalAnswer> answers;
  const LcffRules& rules = rulebook.Of<LcffRules>();
  if (!rules.local_rule) return answers;
  std::vector<int> priorities = rules.local_rule->priorities;
  if (history.kind == EntityKind::kCountyOffice) {
    const std::vector<int>& own = rules.local_rule->county_office_priorities;
    priorities.insert(priorities.end(), own.begin(), own.end());
  }
  for (const int priority : priorities) {
    Outcome outcome = JudgeLocal(*rules.local_rule, history, rulebook.dashboard_year, priority);
    if (count == Reading::kNo) outcome = Outcome::kNotMet;
    if (count == Reading::kUnknown && outcome == Outcome::kMet) {
      outcome = Outcome::kInsufficientData;
    }
    answers.push_back({priority, outcome});
  }
  return answers;
}

Outcome OutcomeOf(const std::vector<MethodAnswer>& methods, int number) {
  for (const MethodAnswer& answer : methods) {
    if (answer.method->number == number) return answer.outcome;
  }
  return Outcome::kNotMet;
}

YearCriteria JudgeYear(const Rulebook& rulebook, const EntityHistory& history, LetterBasis basis,
                       Detail detail, const CriteriaScope& scope) {
  const EntityYear& year = history.YearOf(rulebook.dashboard_year);
  YearCriteria criteria;
  std::vector<JudgedGroup> judged;
  if (basis == LetterBasis::kPublished && year.published) {
    criteria.basis = LetterBasis::kPublished;
    judged = PublishedGroups(rulebook, *year.published, detail);
  } else {
    judged = JudgeGroups(rulebook, history, detail);
  }
  std::vector<Finding> findings;
  findings.reserve(judged.size());
  criteria.groups.reserve(judged.size());
  for (JudgedGroup& group : judged) {
    criteria.groups.push_back(std::move(group.answer));
    findings.push_back(std::move(group.finding));
  }
  criteria.local_indicators = JudgeLocals(rulebook, history, scope.local_indicators_count);
  Methods(rulebook, year, detail, criteria).Judge(std::move(findings), scope.highest_method);
  return criteria;
}

}  // namespace sos::eligibility
