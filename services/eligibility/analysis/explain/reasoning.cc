// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/explain/reasoning.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/revision/revision.h"
#include "services/eligibility/convert/convert.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"
#include "services/eligibility/domain/counting.h"

namespace sos::eligibility::explain {
namespace {

constexpr int kHighestValue = 5;  // Of colors and of status levels.

v1::Fact FactOf(const Context& context, Indicator indicator, StudentGroup group,
                int dashboard_year) {
  const Performance& performance =
      context.history().YearOf(dashboard_year).EvidenceOf(group)[static_cast<size_t>(indicator)];
  // A school's English learner progress is a result of its English learners.
  const bool progress =
      indicator == Indicator::kEnglishLearnerProgress && group == StudentGroup::kAll;
  const std::string name = ResultName(context.decision.entity->name(), dashboard_year, indicator,
                                      progress ? StudentGroup::kEnglishLearners : group);
  v1::Fact fact;
  if (const auto found = context.facts.find(name); found != context.facts.end()) {
    fact = found->second;
  }
  *fact.mutable_evidence() = ToEvidence(indicator, performance);
  for (int value = 0; value <= kHighestValue; ++value) {
    if ((performance.colors & Bit(value)) != 0) {
      fact.add_possible_colors(ToProto(static_cast<Color>(value)));
    }
    if ((performance.status_levels & Bit(value)) != 0) fact.add_possible_status_levels(value);
  }
  return fact;
}

std::string ReasonOf(const Performance& performance) {
  if (performance.origin == Origin::kMissing) return reason::kResultsMissing;
  return performance.origin == Origin::kRedList ? reason::kOrangeUnknown
                                                : reason::kResultUndetermined;
}

std::string ConditionWords(const v1::Test& test) {
  std::vector<std::string> words;
  for (const int color : test.colors()) {
    words.emplace_back(Label(static_cast<education::v1::Color>(color)));
  }
  for (const int level : test.status_levels()) words.push_back(absl::StrCat("level ", level));
  return absl::StrJoin(words, " or ");
}

// The evidence that the facts of the parts are, for counting.
Outcome ConcludeCounts(const v1::Reasoning& step) {
  EssaRules rules;
  GroupEvidence evidence;
  for (const v1::Reasoning& part : step.parts()) {
    CountedIndicator counted;
    counted.lowest = ToTest(part.condition()).value();
    if (part.fact().has_second_lowest()) {
      counted.second_lowest = ToTest(part.fact().second_lowest()).value();
    }
    rules.indicators.push_back(counted);
    Performance& performance = evidence[static_cast<size_t>(counted.lowest.indicator)];
    performance.colors = performance.status_levels = 0;
    for (const int color : part.fact().possible_colors()) performance.colors |= Bit(color - 1);
    for (const int level : part.fact().possible_status_levels()) {
      performance.status_levels |= Bit(level);
    }
  }
  for (const v1::ColorCountCriterion& criterion : step.criteria()) {
    rules.criteria.push_back(ToCriterion(criterion).value());
  }
  return PerformsLow(rules, evidence, 0);
}

void CollectMissing(const v1::Reasoning& step,
                    std::map<std::string, std::vector<std::string>>& by_reason) {
  if (step.outcome() != v1::OUTCOME_INSUFFICIENT_DATA) return;
  if (step.parts().empty() && !step.reason().empty()) {
    std::vector<std::string>& rules = by_reason[step.reason()];
    std::string rule = step.rule();
    if (step.student_group() != education::v1::STUDENT_GROUP_UNSPECIFIED) {
      absl::StrAppend(&rule, " ", Code(step.student_group()));
    }
    if (!absl::c_linear_search(rules, rule)) rules.push_back(std::move(rule));
  }
  for (const v1::Reasoning& part : step.parts()) CollectMissing(part, by_reason);
}

}  // namespace

v1::Reasoning Step(absl::string_view rule, std::string statement,
                   v1::Reasoning::Combination combination) {
  v1::Reasoning step;
  step.set_rule(std::string(rule));
  step.set_statement(std::move(statement));
  step.set_combination(combination);
  return step;
}

v1::Reasoning Stated(absl::string_view rule, std::string statement, Outcome outcome,
                     absl::string_view reason) {
  v1::Reasoning step = Step(rule, std::move(statement), v1::Reasoning::COMBINATION_UNSPECIFIED);
  step.set_outcome(ToProto(outcome));
  if (outcome == Outcome::kInsufficientData) step.set_reason(std::string(reason));
  return step;
}

v1::Reasoning Tested(const Context& context, const v1::Test& test, StudentGroup group,
                     int dashboard_year) {
  const Indicator indicator = *FromProto(test.indicator());
  const GroupEvidence& evidence = context.history().YearOf(dashboard_year).EvidenceOf(group);
  const Performance& performance = evidence[static_cast<size_t>(indicator)];
  const Outcome outcome = JudgeTest(ToTest(test).value(), evidence);
  v1::Reasoning step =
      Stated(absl::StrCat("test-", absl::AsciiStrToLower(kIndicators.Code(indicator))),
             absl::StrCat(EvidenceWords(indicator, performance, test.colors().empty()),
                          "; wanted: ", ConditionWords(test), "."),
             outcome, ReasonOf(performance));
  step.set_student_group(ToProto(group));
  step.set_dashboard_year(dashboard_year);
  *step.mutable_condition() = test;
  *step.mutable_fact() = FactOf(context, indicator, group, dashboard_year);
  return step;
}

Outcome OutcomeOf(const v1::Reasoning& step) { return FromProto(step.outcome()); }

Outcome Conclude(v1::Reasoning& step) {
  int met = 0;
  int possible = 0;
  for (const v1::Reasoning& part : step.parts()) {
    met += part.outcome() == v1::OUTCOME_MET ? 1 : 0;
    possible += part.outcome() != v1::OUTCOME_NOT_MET ? 1 : 0;
  }
  const auto at_least = [&](int threshold) {
    if (met >= threshold) return Outcome::kMet;
    return possible < threshold ? Outcome::kNotMet : Outcome::kInsufficientData;
  };
  Outcome outcome = OutcomeOf(step);
  switch (step.combination()) {
    case v1::Reasoning::COMBINATION_ALL_OF:
      outcome = at_least(step.parts_size());
      break;
    case v1::Reasoning::COMBINATION_ANY_OF:
      outcome = at_least(1);
      break;
    case v1::Reasoning::COMBINATION_AT_LEAST:
      outcome = at_least(step.threshold());
      break;
    case v1::Reasoning::COMBINATION_NOT:
      outcome = Not(OutcomeOf(step.parts(0)));
      break;
    case v1::Reasoning::COMBINATION_COLOR_COUNTS:
      outcome = ConcludeCounts(step);
      break;
    default:
      break;
  }
  step.set_outcome(ToProto(outcome));
  return outcome;
}

}  // namespace sos::eligibility::explain

namespace sos::eligibility {

v1::DeterminationExplanation Explain(const RulebookLibrary& library, const Decisions& decisions,
                                     const Decision& decision, const Facts& facts,
                                     const Revision& revision) {
  const Rulebooks rulebooks = RulesOf(library);
  const explain::Context context = {library, rulebooks, decision, *decisions.rulebook, facts};
  v1::DeterminationExplanation explanation;
  *explanation.mutable_determination() = ToProto(decision, decisions, revision);
  switch (decisions.rulebook->rules.program) {
    case Program::kCharter:
      explain::ExplainCharter(context, explanation);
      break;
    case Program::kEssa:
      explain::ExplainEssa(context, explanation);
      break;
    case Program::kEquityMultiplier:
      explain::ExplainEquityMultiplier(context, explanation);
      break;
    case Program::kLcap:
      explain::ExplainLcap(context, explanation);
      break;
    default:
      explain::ExplainLcff(context, explanation);
      break;
  }
  std::map<std::string, std::vector<std::string>> by_reason;
  explain::CollectMissing(explanation.reasoning(), by_reason);
  for (const v1::Reasoning& further : explanation.further()) {
    explain::CollectMissing(further, by_reason);
  }
  for (const auto& [reason, rules] : by_reason) {
    v1::MissingInput& missing = *explanation.add_missing_inputs();
    missing.set_reason(reason);
    for (const v1::Reason& known : decisions.rulebook->proto.reasons()) {
      if (known.reason() == reason) missing.set_description(known.description());
    }
    for (const std::string& rule : rules) missing.add_rules(rule);
  }
  return explanation;
}

}  // namespace sos::eligibility
