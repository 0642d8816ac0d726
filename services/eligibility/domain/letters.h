// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_

#include <string>
#include <vector>

#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// A group whose results meet the criteria of so many priorities has a letter.
inline constexpr int kPrioritiesForALetter = 2;

// One priority of one group.
struct PriorityAnswer {
  int priority = 0;
  Outcome outcome = Outcome::kInsufficientData;
};

// One group in one of several years.
struct YearOutcome {
  int dashboard_year = 0;
  Outcome outcome = Outcome::kInsufficientData;
  // 0 for none, or where it is not decided.
  char letter = 0;
};

// One group's answer.
struct GroupAnswer {
  StudentGroup group = StudentGroup::kAll;
  // In rulebook order. Empty where the answer rests on a published letter.
  std::vector<PriorityAnswer> priorities;
  // The criteria are met in at least two priorities.
  Outcome outcome = Outcome::kInsufficientData;
  // 0 for none. Meaningful only if decided.
  char letter = 0;
  bool letter_decided = false;
  // Why not; empty if decided.
  std::string reason;
  // Programs that look at several years: each year's answer, ascending.
  std::vector<YearOutcome> years;
};

// Whether the criterion judges the group at all: the one reading of its `only_groups` and
// `except_groups`.
bool Concerns(const Criterion& criterion, StudentGroup group);

// Whether the test is met, as far as the evidence goes.
Outcome JudgeTest(const Test& test, const GroupEvidence& evidence);

// Whether the criterion is met by the group. A criterion that does not concern the group is not.
Outcome JudgeCriterion(const Criterion& criterion, StudentGroup group,
                       const GroupEvidence& evidence);

// Judges one group by the year's criteria. A missing performance leaves an answer open only if it
// could change it.
GroupAnswer JudgeGroup(const Rulebook& rules, StudentGroup group, const GroupEvidence& evidence);

// All groups that count, in rulebook order, judged by the evidence of the year.
std::vector<GroupAnswer> JudgeGroups(const Rulebook& rules, const EntityYear& year);

// The same answers, taken from published letters.
std::vector<GroupAnswer> PublishedGroups(const Rulebook& rules, const PublishedYear& published);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_
