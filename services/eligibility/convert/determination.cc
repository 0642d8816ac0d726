// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/determination.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/education/dashboard_year.h"
#include "services/eligibility/convert/data_gaps.h"
#include "services/eligibility/convert/programs.h"
#include "services/eligibility/convert/rule_parts.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

constexpr absl::string_view kNameForm =
    "entities/{cds}/determinations/{program}-{year}, such as "
    "entities/27102720000000/determinations/lcff-2023";

void SetSupport(const Determination& determination, const EntityHistory& history,
                const Rulebook& rulebook, v1::Determination& proto) {
  for (const SupporterRule& rule : rulebook.supporters) {
    if (determination.support_case == SupportCase::kNone ||
        rule.support_case != determination.support_case) {
      continue;
    }
    proto.set_supporter(rule.supporter);
    *proto.mutable_supporter_citation() = ToProto(rule.citation);
  }
  for (const LeadArea& area : rulebook.lead_areas) {
    if (absl::c_linear_search(area.county_codes, history.cds.county())) {
      proto.set_geographic_lead_agency(area.lead);
    }
  }
}

}  // namespace

v1::GroupAnswer ToProto(const GroupAnswer& group) {
  v1::GroupAnswer answer;
  answer.set_student_group(ToProto(group.group));
  if (group.letter_decided && group.letter != 0) answer.set_letter(std::string(1, group.letter));
  answer.set_outcome(ToProto(group.outcome));
  answer.set_letter_decided(group.letter_decided);
  answer.set_reason(std::string(group.reason));
  for (const PriorityAnswer& priority : group.priorities) {
    if (priority.outcome == Outcome::kMet) answer.add_priorities(priority.priority);
  }
  for (const YearOutcome& year : group.years) {
    v1::YearOutcome& added = *answer.add_years();
    added.set_dashboard_year(year.dashboard_year);
    added.set_outcome(ToProto(year.outcome));
    if (year.letter != 0) added.set_letter(std::string(1, year.letter));
  }
  return answer;
}

std::string DeterminationName(const DeterminationKey& key) {
  return absl::StrCat(EntityName(key.cds), "/determinations/", ProgramCode(key.program), "-",
                      key.dashboard_year);
}

absl::StatusOr<DeterminationKey> ParseDeterminationName(const std::string& name) {
  if (name.empty()) return errors::FieldRequired("name");
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || parts[0] != "entities" || parts[2] != "determinations") {
    return errors::FieldInvalid("name", name, kNameForm);
  }
  const size_t dash = parts[3].rfind('-');
  if (dash == absl::string_view::npos) return errors::FieldInvalid("name", name, kNameForm);
  const std::optional<CdsCode> cds = CdsCode::Parse(parts[1]);
  const std::optional<Program> program = ParseProgram(parts[3].substr(0, dash));
  const std::optional<int> year = ParseDashboardYear(parts[3].substr(dash + 1));
  if (!cds || !program || !year) return errors::FieldInvalid("name", name, kNameForm);
  return DeterminationKey{*cds, *program, *year};
}

v1::DeterminationFilter FilterOf(const DeterminationKey& key, v1::LetterBasis basis) {
  v1::DeterminationFilter filter;
  filter.set_program(ToProto(key.program));
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(EntityName(key.cds));
  filter.set_letter_basis(basis);
  return filter;
}

v1::Determination ToProto(const Determination& determination, const EntityHistory& history,
                          const education::v1::Entity& entity, const Evidence& evidence,
                          const Rulebook& rulebook, const Revision& revision) {
  v1::Determination proto;
  const int year = rulebook.dashboard_year;
  proto.set_name(DeterminationName({history.cds, rulebook.program, year}));
  proto.set_program(ToProto(rulebook.program));
  *proto.mutable_entity() = entity;
  proto.set_rulebook(rulebook.name);
  proto.set_dashboard_year(year);
  proto.set_eligibility(ToProto(determination.eligibility));
  proto.set_status(determination.status);
  proto.set_total_group_count(determination.TotalGroups().value_or(-1));
  proto.set_letter_basis(ToProto(determination.letter_basis));
  SetRevision(revision, proto);
  proto.set_reason(std::string(determination.reason));
  for (const GroupAnswer& group : determination.groups) *proto.add_groups() = ToProto(group);
  ConversionOf(rulebook.program).add_answer(determination, evidence, proto);
  SetSupport(determination, history, rulebook, proto);
  AddDataGaps(determination, history, rulebook, *proto.mutable_data_gaps());
  proto.set_rests_on_inferred_rule(determination.rests_on_inferred_rule);
  return proto;
}

}  // namespace sos::eligibility
