// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/letters.h"

#include <algorithm>
#include <vector>

namespace sos::eligibility {
namespace {

bool Contains(const std::vector<StudentGroup>& groups, StudentGroup group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

// A set of possible values against the set that meets the test.
Outcome Judge(Mask possible, Mask wanted) {
  if ((possible & wanted) == 0) return Outcome::kNotMet;
  if ((possible & ~wanted) == 0) return Outcome::kMet;
  return Outcome::kInsufficientData;
}

}  // namespace

bool Concerns(const Criterion& criterion, StudentGroup group) {
  return (criterion.only_groups.empty() || Contains(criterion.only_groups, group)) &&
         !Contains(criterion.except_groups, group);
}

Outcome JudgeTest(const Test& test, const GroupEvidence& evidence) {
  const Performance& performance = evidence[static_cast<size_t>(test.indicator)];
  return test.colors != 0 ? Judge(performance.colors, test.colors)
                          : Judge(performance.status_levels, test.status_levels);
}

Outcome JudgeCriterion(const Criterion& criterion, StudentGroup group,
                       const GroupEvidence& evidence) {
  if (!Concerns(criterion, group)) return Outcome::kNotMet;
  Outcome outcome = Outcome::kMet;
  for (const Test& test : criterion.all_of) outcome = And(outcome, JudgeTest(test, evidence));
  return outcome;
}

namespace {

// Why an undecided answer is so: the most helpful of the reasons among the tests that are open.
std::string OpenReason(const Rulebook& rules, StudentGroup group, const GroupEvidence& evidence) {
  bool missing = false;
  bool red_list = false;
  for (const PriorityCriteria& priority : rules.priorities) {
    for (const Criterion& criterion : priority.any_of) {
      if (JudgeCriterion(criterion, group, evidence) != Outcome::kInsufficientData) continue;
      for (const Test& test : criterion.all_of) {
        if (JudgeTest(test, evidence) != Outcome::kInsufficientData) continue;
        const Origin origin = evidence[static_cast<size_t>(test.indicator)].origin;
        missing = missing || origin == Origin::kMissing;
        red_list = red_list || origin == Origin::kRedList;
      }
    }
  }
  if (missing) return reason::kResultsMissing;
  return red_list ? reason::kOrangeUnknown : reason::kResultUndetermined;
}

}  // namespace

char Rulebook::LetterFor(const std::vector<int>& priorities_met) const {
  for (const LetterCode& code : letters) {
    if (code.priorities == priorities_met) return code.letter;
  }
  return 0;
}

const Method* Rulebook::FindMethod(int number) const {
  const auto found = std::find_if(methods.begin(), methods.end(),
                                  [number](const Method& m) { return m.number == number; });
  return found == methods.end() ? nullptr : &*found;
}

GroupAnswer JudgeGroup(const Rulebook& rules, StudentGroup group, const GroupEvidence& evidence) {
  GroupAnswer answer{.group = group};
  std::vector<int> met;
  int open = 0;
  for (const PriorityCriteria& criteria : rules.priorities) {
    Outcome outcome = Outcome::kNotMet;
    for (const Criterion& criterion : criteria.any_of) {
      outcome = Or(outcome, JudgeCriterion(criterion, group, evidence));
    }
    answer.priorities.push_back({criteria.priority, outcome});
    if (outcome == Outcome::kMet) met.push_back(criteria.priority);
    if (outcome == Outcome::kInsufficientData) ++open;
  }
  const int certain = static_cast<int>(met.size());
  if (certain >= kPrioritiesForALetter) {
    answer.outcome = Outcome::kMet;
  } else if (certain + open < kPrioritiesForALetter) {
    answer.outcome = Outcome::kNotMet;
  }
  answer.letter_decided = open == 0 || answer.outcome == Outcome::kNotMet;
  if (answer.letter_decided) {
    answer.letter = answer.outcome == Outcome::kMet ? rules.LetterFor(met) : '\0';
  } else {
    answer.reason = OpenReason(rules, group, evidence);
  }
  return answer;
}

std::vector<GroupAnswer> JudgeGroups(const Rulebook& rules, const EntityYear& year) {
  std::vector<GroupAnswer> answers;
  for (const StudentGroup group : rules.student_groups) {
    answers.push_back(JudgeGroup(rules, group, year.EvidenceOf(group)));
  }
  return answers;
}

std::vector<GroupAnswer> PublishedGroups(const Rulebook& rules, const PublishedYear& published) {
  std::vector<GroupAnswer> answers;
  for (const StudentGroup group : rules.student_groups) {
    const auto found = published.letters.find(group);
    const bool lettered = found != published.letters.end();
    answers.push_back({.group = group,
                       .outcome = FromBool(lettered),
                       .letter = lettered ? found->second : '\0',
                       .letter_decided = true});
  }
  return answers;
}

}  // namespace sos::eligibility
