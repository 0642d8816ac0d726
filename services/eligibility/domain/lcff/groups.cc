// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/groups.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

bool Contains(const std::vector<StudentGroup>& groups, StudentGroup group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

Outcome JudgeCriterion(const Criterion& criterion, StudentGroup group,
                       const GroupEvidence& evidence) {
  if (!Concerns(criterion, group)) return Outcome::kNotMet;
  Outcome all = Outcome::kMet;
  for (const Test& test : criterion.all_of) all = And(all, JudgeTest(test, evidence));
  return all;
}

// Why an undecided answer is so: the most helpful of the reasons among the tests that are open.
absl::string_view OpenReason(const LcffRules& rules, StudentGroup group,
                             const GroupEvidence& evidence) {
  bool red_list = false;
  for (const PriorityCriteria& priority : rules.priorities) {
    for (const Criterion& criterion : priority.any_of) {
      if (JudgeCriterion(criterion, group, evidence) != Outcome::kInsufficientData) continue;
      for (const Test& test : criterion.all_of) {
        if (JudgeTest(test, evidence) != Outcome::kInsufficientData) continue;
        const Origin origin = evidence[static_cast<size_t>(test.indicator)].origin;
        if (origin == Origin::kMissing) return reason::kResultsMissing;
        red_list = red_list || origin == Origin::kRedList;
      }
    }
  }
  return red_list ? reason::kOrangeUnknown : reason::kResultUndetermined;
}

// The same for a group that is judged by several years.
absl::string_view OpenReason(const Finding& group) {
  bool red_list = false;
  for (const Finding& indicator : group.parts) {
    if (indicator.outcome != Outcome::kInsufficientData) continue;
    for (const Observation& observed : indicator.observed) {
      if (observed.outcome != Outcome::kInsufficientData) continue;
      if (observed.performance->origin == Origin::kMissing) return reason::kResultsMissing;
      red_list = red_list || observed.performance->origin == Origin::kRedList;
    }
  }
  return red_list ? reason::kOrangeUnknown : reason::kResultUndetermined;
}

// Decides findings about one group in one year.
class Group {
 public:
  Group(int dashboard_year, StudentGroup group, const GroupEvidence& evidence, Detail detail)
      : dashboard_year_(dashboard_year), group_(group), evidence_(evidence), detail_(detail) {}

  Finding Judge(const LcffRules& rules) const {
    Finding finding = About("group", Combination::kAtLeast);
    finding.threshold = rules.minimum_priority_count;
    Say(detail_, finding, [&] {
      const int minimum = rules.minimum_priority_count;
      return absl::StrCat(kStudentGroups.Label(group_), ": ",
                          minimum == 2 ? "two" : absl::StrCat(minimum), " priorities or more.");
    });
    finding.parts.reserve(rules.priorities.size());
    for (const PriorityCriteria& priority : rules.priorities) {
      finding.parts.push_back(Judge(priority));
    }
    Conclude(finding);
    return finding;
  }

  Finding Judge(const PriorityCriteria& priority) const {
    Finding finding = About(absl::StrCat("priority-", priority.priority), Combination::kAnyOf);
    finding.citation = &priority.citation;
    Say(detail_, finding, [&] { return absl::StrCat("Priority ", priority.priority, "."); });
    finding.parts.reserve(priority.any_of.size());
    for (const Criterion& criterion : priority.any_of) {
      if (Concerns(criterion, group_)) finding.parts.push_back(Judge(criterion));
    }
    Conclude(finding);
    return finding;
  }

 private:
  Finding About(std::string rule, Combination combination) const {
    Finding finding = Step(std::move(rule), combination);
    finding.group = group_;
    return finding;
  }

  Finding Judge(const Criterion& criterion) const {
    Finding finding = About("criterion", Combination::kAllOf);
    Say(detail_, finding, [] { return "All of these."; });
    for (const Test& test : criterion.all_of) {
      finding.observed.push_back(Observe(test, group_, dashboard_year_, evidence_));
    }
    Conclude(finding);
    return finding;
  }

  const int dashboard_year_;
  const StudentGroup group_;
  const GroupEvidence& evidence_;
  const Detail detail_;
};

}  // namespace

bool Concerns(const Criterion& criterion, StudentGroup group) {
  return (criterion.only_groups.empty() || Contains(criterion.only_groups, group)) &&
         !Contains(criterion.except_groups, group);
}

char LcffRules::LetterFor(const std::vector<int>& priorities_met) const {
  for (const LetterCode& code : letters) {
    if (code.priorities == priorities_met) return code.letter;
  }
  return 0;
}

Outcome JudgePriority(const PriorityCriteria& priority, StudentGroup group,
                      const GroupEvidence& evidence) {
  Outcome any = Outcome::kNotMet;
  for (const Criterion& criterion : priority.any_of) {
    any = Or(any, JudgeCriterion(criterion, group, evidence));
  }
  return any;
}

JudgedGroup JudgeGroup(const LcffRules& rules, int dashboard_year, StudentGroup group,
                       const GroupEvidence& evidence, Detail detail) {
  JudgedGroup judged{.answer = {.group = group}};
  // Who wants the answer alone looks at many years of many LEAs: the tree costs more than it.
  if (detail != Detail::kAnswer) {
    judged.finding = Group(dashboard_year, group, evidence, detail).Judge(rules);
  }
  GroupAnswer& answer = judged.answer;
  Tally tally;
  std::vector<int> met;
  answer.priorities.reserve(rules.priorities.size());
  for (size_t i = 0; i < rules.priorities.size(); ++i) {
    const PriorityCriteria& priority = rules.priorities[i];
    const Outcome outcome = detail == Detail::kAnswer ? JudgePriority(priority, group, evidence)
                                                      : judged.finding.parts[i].outcome;
    answer.priorities.push_back({priority.priority, outcome});
    tally.Count(outcome);
    if (outcome == Outcome::kMet) met.push_back(priority.priority);
  }
  answer.outcome = tally.AtLeast(rules.minimum_priority_count);
  judged.finding.outcome = answer.outcome;
  answer.letter_decided = tally.possible == tally.met || answer.outcome == Outcome::kNotMet;
  if (answer.letter_decided) {
    answer.letter = answer.outcome == Outcome::kMet ? rules.LetterFor(met) : '\0';
  } else {
    answer.reason = OpenReason(rules, group, evidence);
  }
  return judged;
}

JudgedGroup JudgeRecurringGroup(const RecurringIndicatorsRule& rule, StudentGroup group,
                                const EntityHistory& history, Detail detail) {
  JudgedGroup judged{.answer = {.group = group}, .finding = Step("group", Combination::kAtLeast)};
  Finding& finding = judged.finding;
  finding.group = group;
  finding.threshold = rule.minimum_indicator_count;
  finding.citation = &rule.citation;
  Say(detail, finding, [&] {
    return absl::StrCat(kStudentGroups.Label(group), ": the same ", rule.minimum_indicator_count,
                        " indicators or more in each of ",
                        absl::StrJoin(rule.dashboard_years, ", "), ".");
  });
  for (const Criterion& criterion : rule.indicators) {
    if (!Concerns(criterion, group)) continue;
    const Test& test = criterion.all_of.front();
    Finding& recurs = finding.parts.emplace_back(Step("indicator-recurs", Combination::kAllOf));
    recurs.group = group;
    recurs.citation = &rule.citation;
    Say(detail, recurs,
        [&] { return absl::StrCat(kIndicators.Code(test.indicator), " in every year."); });
    for (const int year : rule.dashboard_years) {
      recurs.observed.push_back(Observe(test, group, year, history.YearOf(year).EvidenceOf(group)));
    }
    Conclude(recurs);
  }
  GroupAnswer& answer = judged.answer;
  answer.outcome = Conclude(finding);
  answer.letter_decided = answer.outcome != Outcome::kInsufficientData;
  if (!answer.letter_decided) answer.reason = OpenReason(finding);
  return judged;
}

std::vector<JudgedGroup> JudgeGroups(const Rulebook& rulebook, const EntityHistory& history,
                                     Detail detail) {
  const LcffRules& rules = rulebook.Of<LcffRules>();
  const EntityYear& year = history.YearOf(rulebook.dashboard_year);
  std::vector<JudgedGroup> judged;
  judged.reserve(rulebook.student_groups.size());
  for (const StudentGroup group : rulebook.student_groups) {
    judged.push_back(
        rules.recurring_indicators
            ? JudgeRecurringGroup(*rules.recurring_indicators, group, history, detail)
            : JudgeGroup(rules, rulebook.dashboard_year, group, year.EvidenceOf(group), detail));
  }
  return judged;
}

std::vector<JudgedGroup> PublishedGroups(const Rulebook& rulebook, const PublishedYear& published,
                                         Detail detail) {
  std::vector<JudgedGroup> judged;
  for (const StudentGroup group : rulebook.student_groups) {
    const auto found = published.letters.find(group);
    const bool lettered = found != published.letters.end();
    const char letter = lettered ? found->second : '\0';
    JudgedGroup& added =
        judged.emplace_back(JudgedGroup{.answer = {.group = group,
                                                   .outcome = FromBool(lettered),
                                                   .letter = letter,
                                                   .letter_decided = true},
                                        .finding = Stated("published-letter", FromBool(lettered))});
    added.finding.group = group;
    Say(detail, added.finding, [&] {
      const auto name = kStudentGroups.Label(group);
      return lettered
                 ? absl::StrCat(name, ": the state published letter ", std::string(1, letter), ".")
                 : absl::StrCat(name, ": the state published no letter.");
    });
  }
  return judged;
}

}  // namespace sos::eligibility
