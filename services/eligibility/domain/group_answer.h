// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_GROUP_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_GROUP_ANSWER_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/outcome.h"

namespace sos::eligibility {

// What a year's letters rest on; the values are those of sos.eligibility.v1.LetterBasis.
enum class LetterBasis { kUnknown, kResults, kPublished };

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
  // LCFF: in rulebook order. Empty where the answer rests on a published letter.
  std::vector<PriorityAnswer> priorities;
  // The criteria are met, for LCFF in as many priorities as make a letter.
  Outcome outcome = Outcome::kInsufficientData;
  // 0 for none. Meaningful only if decided.
  char letter = 0;
  bool letter_decided = false;
  // Why not; empty if decided.
  absl::string_view reason;
  // Programs that look at several years: each year's answer, ascending.
  std::vector<YearOutcome> years;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_GROUP_ANSWER_H_
