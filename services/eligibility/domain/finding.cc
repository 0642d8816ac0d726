// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/finding.h"

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace sos::eligibility {
namespace {

// A set of possible values against the set that meets the test.
Outcome Judge(Mask possible, Mask wanted) {
  if ((possible & wanted) == 0) return Outcome::kNotMet;
  if ((possible & ~wanted) == 0) return Outcome::kMet;
  return Outcome::kInsufficientData;
}

Outcome JudgePerformance(const Test& test, const Performance& performance) {
  return test.IsByColor() ? Judge(performance.colors, test.colors)
                          : Judge(performance.status_levels, test.status_levels);
}

}  // namespace

Outcome JudgeTest(const Test& test, const GroupEvidence& evidence) {
  return JudgePerformance(test, evidence[static_cast<size_t>(test.indicator)]);
}

Finding Step(std::string rule, Combination combination) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.combination = combination;
  return finding;
}

Finding Stated(std::string rule, Outcome outcome, absl::string_view open_reason) {
  Finding finding;
  finding.rule = std::move(rule);
  finding.outcome = outcome;
  if (outcome == Outcome::kInsufficientData) finding.open_reason = open_reason;
  return finding;
}

Observation Observe(const Test& test, StudentGroup group, int dashboard_year,
                    const GroupEvidence& evidence) {
  const Performance& performance = evidence[static_cast<size_t>(test.indicator)];
  return {.test = &test,
          .performance = &performance,
          .group = group,
          .dashboard_year = dashboard_year,
          .outcome = JudgePerformance(test, performance)};
}

Outcome Conclude(Finding& finding) {
  Tally tally;
  for (const Finding& part : finding.parts) tally.Count(part.outcome);
  for (const Observation& observation : finding.observed) tally.Count(observation.outcome);
  switch (finding.combination) {
    case Combination::kAllOf:
      finding.outcome = tally.AtLeast(tally.all);
      break;
    case Combination::kAnyOf:
      finding.outcome = tally.AtLeast(1);
      break;
    case Combination::kAtLeast:
      finding.outcome = tally.AtLeast(finding.threshold);
      break;
    case Combination::kNot:
      finding.outcome = Not(finding.parts.front().outcome);
      break;
    case Combination::kNone:
    case Combination::kColorCounts:
      break;
  }
  return finding.outcome;
}

}  // namespace sos::eligibility
