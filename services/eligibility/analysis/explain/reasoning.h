// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLAIN_REASONING_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLAIN_REASONING_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/revision/revision.h"
#include "services/eligibility/analysis/decisions.h"
#include "services/eligibility/sources/detail_source.h"
#include "sos/eligibility/v1/reasoning.pb.h"

namespace sos::eligibility::explain {

// What the steps of an explanation are made from.
struct Context {
  const RulebookLibrary& library;
  const Rulebooks& rulebooks;
  const Decision& decision;
  const LoadedRulebook& rulebook;
  const Facts& facts;

  const EntityHistory& history() const { return *decision.history; }
};

// A step that combines others. The outcome is set by Conclude(), once the parts are there.
v1::Reasoning Step(absl::string_view rule, std::string statement,
                   v1::Reasoning::Combination combination);

// A step that stands for itself, or for one that is explained elsewhere in the same explanation.
v1::Reasoning Stated(absl::string_view rule, std::string statement, Outcome outcome,
                     absl::string_view reason = "");

// A step about one indicator of a group in a year, with everything that is known of it.
v1::Reasoning Tested(const Context& context, const v1::Test& test, StudentGroup group,
                     int dashboard_year);

// Sets the outcome of `step` from its parts, and returns it.
Outcome Conclude(v1::Reasoning& step);

// The outcome of `step`.
Outcome OutcomeOf(const v1::Reasoning& step);

// The trees of each program. The outcome of `reasoning` is the eligibility.
void ExplainLcff(const Context& context, v1::DeterminationExplanation& explanation);
void ExplainCharter(const Context& context, v1::DeterminationExplanation& explanation);
void ExplainEssa(const Context& context, v1::DeterminationExplanation& explanation);
void ExplainEquityMultiplier(const Context& context, v1::DeterminationExplanation& explanation);
void ExplainLcap(const Context& context, v1::DeterminationExplanation& explanation);

// The methods of one LCFF year, as ExplainLcff() and ExplainCharter() show them. `highest_method`
// leaves out methods beyond it.
v1::Reasoning LcffYear(const Context& context, const LoadedRulebook& rulebook, LetterBasis basis,
                       int highest_method);

// Whether groups recur, as further reasoning.
v1::Reasoning Recurrence(absl::string_view rule_name, const RecurrenceAnswer& answer,
                         const v1::RecurrenceRule& rule);

}  // namespace sos::eligibility::explain

namespace sos::eligibility {

// Why `decision` is what it is, down to the counts.
v1::DeterminationExplanation Explain(const RulebookLibrary& library, const Decisions& decisions,
                                     const Decision& decision, const Facts& facts,
                                     const Revision& revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLAIN_REASONING_H_
