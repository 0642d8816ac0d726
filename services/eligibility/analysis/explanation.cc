// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/explanation.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/resource_names/resource_names.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/convert/reasoning.h"

namespace sos::eligibility {
namespace {

// What the indicator service knows of the results of one entity.
FactSource FactsOf(const std::string& entity, const Facts& facts) {
  return [&entity, &facts](Indicator indicator, StudentGroup group, int dashboard_year) {
    // A school's English learner progress is a result of its English learners.
    const bool progress =
        indicator == Indicator::kEnglishLearnerProgress && group == StudentGroup::kAll;
    const auto found = facts.find(ResultName(entity, dashboard_year, indicator,
                                             progress ? StudentGroup::kEnglishLearners : group));
    if (found != facts.end()) return found->second;
    v1::Fact none;
    none.set_current_numerator(kNoStudents);
    none.set_current_denominator(kNoStudents);
    none.set_prior_numerator(kNoStudents);
    none.set_prior_denominator(kNoStudents);
    return none;
  };
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

// Puts the name of the school or LEA before its code in the steps on whom a duty is about.
void NameSubjects(const Evidence& evidence, v1::Reasoning& step) {
  if (step.rule() == "subject") {
    const std::string& statement = step.statement();
    const auto cds = CdsCode::Parse(absl::string_view(statement).substr(0, CdsCode::kDigits));
    const auto found = cds ? evidence.entities.find(*cds) : evidence.entities.end();
    if (found != evidence.entities.end()) {
      step.set_statement(absl::StrCat(found->second.display_name(), " (", cds->text(), ")",
                                      statement.substr(CdsCode::kDigits)));
    }
  }
  for (v1::Reasoning& part : *step.mutable_parts()) NameSubjects(evidence, part);
}

}  // namespace

v1::DeterminationExplanation Explain(const Decisions& decisions, const Decision& decision,
                                     const Facts& facts, const Revision& revision) {
  v1::DeterminationExplanation explanation;
  *explanation.mutable_determination() = ToProto(decision, decisions, revision);
  *explanation.mutable_entity() = *decision.entity;
  const FactSource facts_of_entity = FactsOf(decision.entity->name(), facts);
  *explanation.mutable_reasoning() = ToReasoning(decision.determination.root, facts_of_entity);
  for (const Finding& further : decision.determination.further) {
    *explanation.add_further() = ToReasoning(further, facts_of_entity);
  }
  NameSubjects(*decisions.evidence, *explanation.mutable_reasoning());
  for (v1::Reasoning& further : *explanation.mutable_further()) {
    NameSubjects(*decisions.evidence, further);
  }
  std::map<std::string, std::vector<std::string>> by_reason;
  CollectMissing(explanation.reasoning(), by_reason);
  for (const v1::Reasoning& further : explanation.further()) CollectMissing(further, by_reason);
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
