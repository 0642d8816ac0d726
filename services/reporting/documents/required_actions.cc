// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/required_actions.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/result_index.h"

namespace sos::reporting {
namespace {

using eligibility::v1::DutyAnswer;
using indicator::v1::ResultBlock;

// The results that duties of one year rest on, and how they are shown.
struct DutyResults {
  const language::Messages& words;
  ResultIndex index;
};

v1::RequiredAction ActionOf(const language::Messages& words, const education::v1::Entity& lea,
                            const DutyAnswer& duty) {
  v1::RequiredAction action;
  *action.mutable_lea() = lea;
  *action.mutable_entity() = lea;
  action.set_duty(duty.duty());
  action.set_description(DutyText(words, duty));
  action.set_outcome(duty.outcome());
  return action;
}

// The actions of one subject, an indicator each; one action where it is about none.
void AddSubject(const DutyResults& results, int dashboard_year,
                const eligibility::v1::DutySubject& subject, v1::RequiredAction action,
                std::vector<v1::RequiredAction>& actions) {
  *action.mutable_entity() = subject.entity();
  if (subject.indicators().empty()) {
    actions.push_back(std::move(action));
    return;
  }
  action.set_student_group(subject.student_group());
  for (const int number : subject.indicators()) {
    const auto indicator = static_cast<education::v1::Indicator>(number);
    const ResultFacts facts = results.index.FactsAt(
        subject.entity().name(), subject.student_group(), indicator, dashboard_year);
    if (facts.cell.state() == v1::Cell::STATE_MASKED) continue;
    action.set_indicator(indicator);
    action.set_dashboard_year(dashboard_year);
    *action.mutable_cell() = CellOf(results.words, nullptr, facts);
    if (facts.cell.state() == v1::Cell::STATE_ABSENT) {
      // A list of the state says it; that the result is not loaded does not mean that there is
      // none.
      action.mutable_cell()->set_sentence(results.words.Text("lcap.from_list"));
    }
    actions.push_back(action);
  }
}

void AddDuty(const DutyResults& results, int dashboard_year, const education::v1::Entity& lea,
             const DutyAnswer& duty, std::vector<v1::RequiredAction>& actions) {
  if (duty.outcome() == eligibility::v1::OUTCOME_NOT_MET) return;
  const v1::RequiredAction action = ActionOf(results.words, lea, duty);
  const bool met = duty.outcome() == eligibility::v1::OUTCOME_MET;
  if (!met || (duty.subjects().empty() && duty.student_groups().empty())) {
    actions.push_back(action);
    return;
  }
  for (const int group : duty.student_groups()) {
    actions.push_back(action);
    actions.back().set_student_group(static_cast<education::v1::StudentGroup>(group));
  }
  for (const auto& subject : duty.subjects()) {
    AddSubject(results, dashboard_year, subject, action, actions);
  }
}

// The results of the LEAs and their schools in the years of the duties.
absl::StatusOr<std::vector<ResultBlock>> ResultsOfDuties(ReportSource& source,
                                                         const eligibility::v1::Rulebook& rules,
                                                         const std::vector<CdsCode>& leas,
                                                         const Revision& revision,
                                                         const rpc::CallContext& context) {
  indicator::v1::ResultFilter filter;
  for (const auto& duty : rules.duties()) {
    if (duty.kind() == eligibility::v1::DutyRule::KIND_LOWEST_PERFORMANCE) {
      filter.add_dashboard_years(duty.dashboard_year());
    }
  }
  if (filter.dashboard_years().empty()) return std::vector<ResultBlock>();
  std::vector<ResultBlock> blocks;
  // Charter schools are LEAs by themselves: a filter of LEAs has them under their district.
  const auto read = [&](bool charters) -> absl::Status {
    indicator::v1::ResultFilter asked = filter;
    for (const CdsCode& lea : leas) {
      if (lea.IsSchool() != charters) continue;
      charters ? asked.add_entities(EntityName(lea)) : asked.add_leas(EntityName(lea));
    }
    if (asked.entities().empty() && asked.leas().empty()) return absl::OkStatus();
    SOS_ASSIGN_OR_RETURN(auto found, source.GetResults(asked, revision, context));
    for (ResultBlock& block : found) blocks.push_back(std::move(block));
    return absl::OkStatus();
  };
  SOS_RETURN_IF_ERROR(read(/*charters=*/false));
  SOS_RETURN_IF_ERROR(read(/*charters=*/true));
  return blocks;
}

}  // namespace

const eligibility::v1::DutyRule* FindDuty(const eligibility::v1::Rulebook& rules,
                                          const std::string& name) {
  for (const auto& duty : rules.duties()) {
    if (duty.name() == name) return &duty;
  }
  return nullptr;
}

std::string DutyText(const language::Messages& words, const DutyAnswer& duty) {
  const std::string key = absl::StrCat("duty.", duty.duty());
  return words.Has(key) ? words.Text(key) : duty.description();
}

absl::StatusOr<std::vector<v1::RequiredAction>> RequiredActionsOf(ReportSource& source,
                                                                  const std::vector<CdsCode>& leas,
                                                                  const DocumentKey& key,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context) {
  std::vector<v1::RequiredAction> actions;
  if (leas.empty()) return actions;
  SOS_ASSIGN_OR_RETURN(const auto rules, source.GetSupportRules(eligibility::v1::PROGRAM_LCAP,
                                                                key.dashboard_year, context));
  if (!rules) return actions;
  SOS_ASSIGN_OR_RETURN(const std::vector<ResultBlock> blocks,
                       ResultsOfDuties(source, *rules, leas, revision, context));
  const DutyResults results = {key.Words(), ResultIndex(blocks)};
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCAP);
  filter.set_dashboard_year(key.dashboard_year);
  for (const CdsCode& lea : leas) filter.add_entities(EntityName(lea));
  SOS_RETURN_IF_ERROR(source.ForEachDetermination(
      filter, revision, context, [&](eligibility::v1::Determination& determination) {
        MaskForPublic(determination);
        for (const DutyAnswer& duty : determination.duties()) {
          const auto* const rule = FindDuty(*rules, duty.duty());
          AddDuty(results, rule == nullptr ? 0 : rule->dashboard_year(), determination.entity(),
                  duty, actions);
        }
        return absl::OkStatus();
      }));
  return actions;
}

}  // namespace sos::reporting
