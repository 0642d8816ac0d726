// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rulebook_library.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/programs.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {
namespace {

absl::StatusOr<StatusRule> ToStatusRule(const v1::Rulebook& proto) {
  const v1::StatusRule& status = proto.status();
  StatusRule rule{.eligible = status.eligible(),
                  .general = status.general(),
                  .carried_over = status.carried_over(),
                  .carry_over_year = status.carry_over_year(),
                  .carry_over_status = status.carry_over_status()};
  SOS_ASSIGN_OR_RETURN(rule.citation, ToCitation(status.citation(), "status"));
  if (rule.eligible.empty() || rule.general.empty()) {
    return absl::InvalidArgumentError("a status without words");
  }
  if (rule.carry_over_year < 0 || rule.carry_over_year >= proto.dashboard_year()) {
    return absl::InvalidArgumentError("a status carries over from an earlier year only");
  }
  if (status.has_length()) {
    const v1::EligibilityLength& length = status.length();
    rule.length = EligibilityLength{.years = length.years(),
                                    .lasting_from_years = {length.lasting_from_years().begin(),
                                                           length.lasting_from_years().end()}};
    SOS_ASSIGN_OR_RETURN(rule.length->citation, ToCitation(length.citation(), "length"));
    SOS_RETURN_IF_ERROR(CheckYears(rule.length->lasting_from_years, proto.dashboard_year() - 1,
                                   "length of eligibility"));
    if (rule.length->years < 2 || rule.carried_over.empty() || rule.carry_over_year != 0) {
      return absl::InvalidArgumentError(
          "eligibility lasts for two years or more, with words for who has it from before, and "
          "instead of a status that carries over");
    }
  }
  return rule;
}

// Checks that `proto` has the parts of its program and of no other.
absl::Status CheckParts(const v1::Rulebook& proto, Program program) {
  const bool fits = proto.has_charter() == (program == Program::kCharter) &&
                    proto.has_essa() == (program == Program::kEssa) &&
                    proto.has_equity_multiplier() == (program == Program::kEquityMultiplier) &&
                    proto.duties().empty() == (program != Program::kLcap);
  if (!fits) return absl::InvalidArgumentError("the parts are not those of the program");
  for (const v1::KnownException& exception : proto.known_exceptions()) {
    SOS_RETURN_IF_ERROR(ToCitation(exception.citation(), "a known exception").status());
  }
  return absl::OkStatus();
}

absl::Status ConvertSupport(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::SupporterRule& supporter : proto.supporters()) {
    SupporterRule& added = rules.supporters.emplace_back(
        SupporterRule{.support_case = FromProto(supporter.case_()).value_or(SupportCase::kNone),
                      .supporter = supporter.supporter()});
    SOS_ASSIGN_OR_RETURN(added.citation, ToCitation(supporter.citation(), "supporter"));
  }
  for (const v1::LeadArea& area : proto.lead_areas()) {
    SOS_RETURN_IF_ERROR(ToCitation(area.citation(), "lead area").status());
    rules.lead_areas.push_back(
        {area.lead(), {area.county_codes().begin(), area.county_codes().end()}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Rulebook> Convert(const v1::Rulebook& proto, Program program) {
  Rulebook rules{.name = proto.name(),
                 .program = program,
                 .dashboard_year = proto.dashboard_year(),
                 .draft = proto.draft()};
  SOS_ASSIGN_OR_RETURN(rules.student_groups, ToGroups(proto.student_groups(), "it"));
  // The categories of ESSA have words of their own.
  if (program != Program::kEssa) {
    SOS_ASSIGN_OR_RETURN(rules.status, ToStatusRule(proto));
  }
  SOS_RETURN_IF_ERROR(ConvertSupport(proto, rules));
  SOS_RETURN_IF_ERROR(CheckParts(proto, program));
  SOS_ASSIGN_OR_RETURN(rules.rules, ConversionOf(program).to_rules(proto));
  return rules;
}

}  // namespace

std::string RulebookName(Program program, int dashboard_year) {
  return absl::StrCat("rulebooks/", ProgramCode(program), "-", dashboard_year);
}

absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto) {
  const Program program = FromProto(proto.program()).value_or(Program::kNone);
  if (ProgramCode(program).empty() ||
      proto.name() != RulebookName(program, proto.dashboard_year())) {
    return errors::RulebookInvalid(proto.name(), "the name does not match program and year");
  }
  absl::StatusOr<Rulebook> rules = Convert(proto, program);
  if (!rules.ok()) return errors::RulebookInvalid(proto.name(), rules.status().message());
  return rules;
}

absl::Status CheckInForce(const RulebookLibrary& library) {
  for (const auto& [name, rulebook] : library.entries()) {
    if (rulebook.rules.draft.empty()) continue;
    return errors::RulebookInvalid(
        name, absl::StrCat("it says \"", rulebook.rules.draft,
                           "\" and cannot be in force; give it to sos simulate --rulebook"));
  }
  return absl::OkStatus();
}

Rulebooks RulesOf(const RulebookLibrary& library) {
  Rulebooks rules;
  for (const auto& [name, rulebook] : library.entries()) rules.Add(rulebook.rules);
  return rules;
}

}  // namespace sos::eligibility
