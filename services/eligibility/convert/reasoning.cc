// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/reasoning.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/evidence.h"
#include "services/eligibility/convert/rule_parts.h"
#include "services/eligibility/domain/essa/rules.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

constexpr int kHighestValue = 5;  // Of colors and of status levels.

v1::Fact FactOf(const Observation& observed, const FactSource& facts) {
  const Performance& performance = *observed.performance;
  v1::Fact fact = facts(observed.test->indicator, observed.group, observed.dashboard_year);
  *fact.mutable_evidence() = ToEvidence(observed.test->indicator, performance);
  for (int value = 0; value <= kHighestValue; ++value) {
    if ((performance.colors & Bit(value)) != 0) {
      fact.add_possible_colors(ToProto(static_cast<Color>(value)));
    }
    if ((performance.status_levels & Bit(value)) != 0) fact.add_possible_status_levels(value);
  }
  if (observed.second_lowest != nullptr) {
    *fact.mutable_second_lowest() = ToProto(*observed.second_lowest);
  }
  // Numbers of a result that the evidence does not go by have no mark of their own.
  const bool unmarked = !fact.result().empty() && performance.origin != Origin::kResult;
  fact.set_disclosure(unmarked ? education::v1::DISCLOSURE_WITHHELD
                               : ToProto(performance.disclosure));
  return fact;
}

absl::string_view ReasonOf(const Performance& performance) {
  if (performance.origin == Origin::kMissing) return reason::kResultsMissing;
  return performance.origin == Origin::kRedList ? reason::kOrangeUnknown
                                                : reason::kResultUndetermined;
}

std::string ConditionWords(const Test& test) {
  std::vector<std::string> words;
  for (int value = 0; value <= kHighestValue; ++value) {
    if ((test.colors & Bit(value)) != 0) {
      words.emplace_back(kColors.Label(static_cast<Color>(value)));
    }
    if ((test.status_levels & Bit(value)) != 0) words.push_back(absl::StrCat("level ", value));
  }
  return absl::StrJoin(words, " or ");
}

// One indicator of a group in a year against its test, with everything that is known of it.
v1::Reasoning ToReasoning(const Observation& observed, const FactSource& facts) {
  const Test& test = *observed.test;
  v1::Reasoning step;
  step.set_rule(absl::StrCat("test-", absl::AsciiStrToLower(kIndicators.Code(test.indicator))));
  const std::string wanted = absl::StrCat("; wanted: ", ConditionWords(test), ".");
  step.set_statement(absl::StrCat(
      EvidenceWords(test.indicator, *observed.performance, !test.IsByColor()), wanted));
  if (observed.performance->disclosure == Disclosure::kWithheld) {
    step.set_masked_statement(absl::StrCat(kIndicators.Code(test.indicator),
                                           " withheld to protect small groups", wanted));
  }
  step.set_outcome(ToProto(observed.outcome));
  if (observed.outcome == Outcome::kInsufficientData) {
    step.set_reason(std::string(ReasonOf(*observed.performance)));
  }
  step.set_student_group(ToProto(observed.group));
  step.set_dashboard_year(observed.dashboard_year);
  *step.mutable_condition() = ToProto(test);
  *step.mutable_fact() = FactOf(observed, facts);
  return step;
}

}  // namespace

v1::Reasoning ToReasoning(const Finding& finding, const FactSource& facts) {
  v1::Reasoning step;
  step.set_rule(finding.rule);
  step.set_statement(finding.statement);
  step.set_masked_statement(finding.masked_statement);
  step.set_outcome(ToProto(finding.outcome));
  step.set_reason(std::string(finding.open_reason));
  if (finding.group) step.set_student_group(ToProto(*finding.group));
  step.set_dashboard_year(finding.dashboard_year);
  if (finding.citation != nullptr) *step.mutable_citation() = ToProto(*finding.citation);
  step.set_combination(ToProto(finding.combination));
  step.set_threshold(finding.threshold);
  if (finding.criteria != nullptr) {
    for (const ColorCountCriterion& criterion : *finding.criteria) {
      v1::ColorCountCriterion& added = *step.add_criteria();
      added = ToProto(criterion);
      added.set_minimum_counted(std::max(criterion.minimum_counted, finding.minimum_counted));
    }
  }
  for (const Finding& part : finding.parts) *step.add_parts() = ToReasoning(part, facts);
  for (const Observation& observed : finding.observed) {
    *step.add_parts() = ToReasoning(observed, facts);
  }
  return step;
}

}  // namespace sos::eligibility
