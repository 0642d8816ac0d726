// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_FINDING_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_FINDING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "common/education/student_group.h"
#include "services/eligibility/domain/citation.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/outcome.h"
#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

struct ColorCountCriterion;

// How much is told of why an answer is what it is.
enum class Detail : uint8_t {
  // The answer alone.
  kAnswer,
  // Every rule that was applied, as findings.
  kFindings,
  // Each finding in a sentence, too.
  kSentences
};

// How the parts of a finding make its outcome; its twin in the contract is Reasoning.Combination.
enum class Combination : uint8_t { kNone, kAllOf, kAnyOf, kAtLeast, kNot, kColorCounts };

// One performance held against one test.
struct Observation {
  const Test* test = nullptr;
  // What counts as the second lowest performance. Null where nothing does, or none is counted.
  const Test* second_lowest = nullptr;
  const Performance* performance = nullptr;
  StudentGroup group = StudentGroup::kAll;
  int dashboard_year = 0;
  Outcome outcome = Outcome::kInsufficientData;
};

// One rule applied to one subject: what it looked at and what came of it. Points into the rulebook
// and the history of which it speaks.
struct Finding {
  // The rule's short name, such as `priority-4`.
  std::string rule;
  // In a sentence; empty unless Detail::kSentences was asked for.
  std::string statement;
  // The same for callers without the right to counts; empty where `statement` tells them nothing
  // that is withheld. What was observed is told by its own disclosure.
  std::string masked_statement;
  Outcome outcome = Outcome::kInsufficientData;
  // Why a finding without parts is undecided, one of reason::; empty if it is decided.
  absl::string_view open_reason;
  // The group and the Dashboard year it is about; none where it is about the whole entity, 0 where
  // it is about no year.
  std::optional<StudentGroup> group;
  int dashboard_year = 0;
  // Where the rule was read. Null for steps that only count or combine.
  const Citation* citation = nullptr;

  // kNone: the outcome stands for itself.
  Combination combination = Combination::kNone;
  // kAtLeast: how many.
  int threshold = 0;
  // kColorCounts: any of these holds of what was observed, and at least so many of it count.
  const std::vector<ColorCountCriterion>* criteria = nullptr;
  int minimum_counted = 0;
  // Exactly the performances that the rule read.
  absl::InlinedVector<Observation, 2> observed;
  // The findings that it rests on.
  std::vector<Finding> parts;
};

// A finding that combines others; Conclude() decides it, once they are there.
Finding Step(std::string rule, Combination combination);

// A finding that stands for itself, or for one that is told elsewhere.
Finding Stated(std::string rule, Outcome outcome, absl::string_view open_reason = "");

// What the test makes of the group's performance in the year.
Observation Observe(const Test& test, StudentGroup group, int dashboard_year,
                    const GroupEvidence& evidence);

// Decides a finding by its parts and observations, and returns the outcome. Of kNone and
// kColorCounts the outcome stays what it is.
Outcome Conclude(Finding& finding);

// Gives the finding its sentence, if sentences are wanted.
template <typename Words>
void Say(Detail detail, Finding& finding, Words words) {
  if (detail == Detail::kSentences) finding.statement = words();
}

// Whether the test is met, as far as the evidence goes.
Outcome JudgeTest(const Test& test, const GroupEvidence& evidence);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_FINDING_H_
