#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_

#include <string>
#include <vector>

#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// One priority of one group.
struct PriorityAnswer {
  int priority = 0;
  Outcome outcome = Outcome::kInsufficientData;
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
};

// Judges one group by the year's criteria. A missing performance leaves an answer open only if it
// could change it.
GroupAnswer JudgeGroup(const Rulebook& rules, StudentGroup group, const GroupEvidence& evidence);

// All groups that count, in rulebook order, judged by the evidence of the year.
std::vector<GroupAnswer> JudgeGroups(const Rulebook& rules, const LeaYear& year);

// The same answers, taken from published letters.
std::vector<GroupAnswer> PublishedGroups(const Rulebook& rules, const PublishedYear& published);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LETTERS_H_
