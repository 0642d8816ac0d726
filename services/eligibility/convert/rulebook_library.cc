// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rulebook_library.h"

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {

absl::StatusOr<Test> ToTest(const v1::Test& proto) {
  const std::optional<Indicator> indicator = FromProto(proto.indicator());
  if (!indicator) return absl::InvalidArgumentError("a test without an indicator");
  Test test{.indicator = *indicator};
  for (const int color : proto.colors()) {
    const auto tested = FromProto(static_cast<education::v1::Color>(color));
    if (!tested) return absl::InvalidArgumentError("a test of a color that is none");
    test.colors |= Bit(static_cast<int>(*tested));
  }
  for (const int level : proto.status_levels()) {
    if (level < 0 || level > kHighestLevel) {
      return absl::InvalidArgumentError("status levels run from 0 to 5");
    }
    test.status_levels |= Bit(level);
  }
  if ((test.colors == 0) == (test.status_levels == 0)) {
    return absl::InvalidArgumentError("a test needs colors or status levels, not both");
  }
  return test;
}

absl::StatusOr<RecurrenceRule> ToRecurrence(const v1::RecurrenceRule& proto) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "recurrence"));
  RecurrenceRule rule{
      .dashboard_years = {proto.dashboard_years().begin(), proto.dashboard_years().end()},
      .minimum_year_count = proto.minimum_year_count(),
      .minimum_group_count = proto.minimum_group_count(),
      .all_groups_if_fewer = proto.all_groups_if_fewer(),
      .districts_only = proto.districts_only()};
  if (rule.dashboard_years.empty() || rule.minimum_year_count < 1 || rule.minimum_group_count < 1 ||
      !std::is_sorted(rule.dashboard_years.begin(), rule.dashboard_years.end(),
                      std::less_equal<>()) ||
      rule.minimum_year_count > static_cast<int>(rule.dashboard_years.size())) {
    return absl::InvalidArgumentError("a recurrence needs at least as many years as must count");
  }
  return rule;
}

namespace {

// Those of `groups` that are groups: see AreGroups().
std::vector<StudentGroup> Groups(const google::protobuf::RepeatedField<int>& groups) {
  std::vector<StudentGroup> converted;
  for (const int group : groups) {
    const auto twin = FromProto(static_cast<education::v1::StudentGroup>(group));
    if (twin) converted.push_back(*twin);
  }
  return converted;
}

std::vector<int> Numbers(const google::protobuf::RepeatedField<int32_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

constexpr int kLastPriority = 10;

bool AreGroups(const google::protobuf::RepeatedField<int>& groups) {
  return std::all_of(groups.begin(), groups.end(), [](int group) {
    return FromProto(static_cast<education::v1::StudentGroup>(group)).has_value();
  });
}

absl::StatusOr<Criterion> ConvertCriterion(const v1::Criterion& proto) {
  if (!AreGroups(proto.only_groups()) || !AreGroups(proto.except_groups())) {
    return absl::InvalidArgumentError("a criterion names a student group that is none");
  }
  Criterion criterion{.only_groups = Groups(proto.only_groups()),
                      .except_groups = Groups(proto.except_groups())};
  if (proto.all_of().empty()) return absl::InvalidArgumentError("a criterion without tests");
  for (const v1::Test& test : proto.all_of()) {
    SOS_ASSIGN_OR_RETURN(Test converted, ToTest(test));
    criterion.all_of.push_back(converted);
  }
  return criterion;
}

absl::Status ConvertPriorities(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::PriorityCriteria& priority : proto.priorities()) {
    SOS_RETURN_IF_ERROR(
        CheckCitation(priority.citation(), absl::StrCat("priority ", priority.priority())));
    const auto repeated = [&priority](const PriorityCriteria& other) {
      return other.priority == priority.priority();
    };
    if (priority.priority() < 1 || priority.priority() > kLastPriority ||
        priority.any_of().empty() ||
        std::any_of(rules.priorities.begin(), rules.priorities.end(), repeated)) {
      return absl::InvalidArgumentError(
          "priorities run from 1 to 10, each once, each with a criterion");
    }
    PriorityCriteria& added = rules.priorities.emplace_back(PriorityCriteria{priority.priority()});
    for (const v1::Criterion& criterion : priority.any_of()) {
      SOS_ASSIGN_OR_RETURN(Criterion converted, ConvertCriterion(criterion));
      added.any_of.push_back(std::move(converted));
    }
  }
  for (const v1::LetterCode& letter : proto.letters()) {
    std::vector<int> priorities = Numbers(letter.priorities());
    if (letter.letter().size() != 1 || !std::is_sorted(priorities.begin(), priorities.end())) {
      return absl::InvalidArgumentError("a letter is one character, its priorities ascend");
    }
    rules.letters.push_back({letter.letter()[0], std::move(priorities)});
  }
  return absl::OkStatus();
}

// A recurrence of determinations ends with the rulebook's own year.
absl::StatusOr<RecurrenceRule> ConvertRecurrence(const v1::RecurrenceRule& proto, int year) {
  SOS_ASSIGN_OR_RETURN(RecurrenceRule rule, ToRecurrence(proto));
  if (rule.dashboard_years.back() != year) {
    return absl::InvalidArgumentError("a recurrence looks at years that end with its own");
  }
  return rule;
}

absl::Status ConvertRest(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::Method& method : proto.methods()) {
    SOS_RETURN_IF_ERROR(CheckCitation(method.citation(), absl::StrCat("method ", method.number())));
    rules.methods.push_back({method.number(), method.announced_none()});
  }
  if (rules.program == Program::kLcff && rules.methods.empty()) {
    return absl::InvalidArgumentError("no method is in force");
  }
  if (proto.has_local_rule()) {
    SOS_RETURN_IF_ERROR(CheckCitation(proto.local_rule().citation(), "local rule"));
    rules.local_rule = {
        .priorities = Numbers(proto.local_rule().priorities()),
        .county_office_priorities = Numbers(proto.local_rule().county_office_priorities()),
        .preceding_year = proto.local_rule().preceding_year()};
  }
  // The categories of ESSA have words of their own.
  if (rules.program != Program::kEssa) {
    SOS_RETURN_IF_ERROR(CheckCitation(proto.status().citation(), "status"));
    if (proto.status().eligible().empty() || proto.status().general().empty()) {
      return absl::InvalidArgumentError("a status without words");
    }
  }
  if (proto.status().carry_over_year() < 0 ||
      proto.status().carry_over_year() >= rules.dashboard_year) {
    return absl::InvalidArgumentError("a status carries over from an earlier year only");
  }
  rules.status = {.eligible = proto.status().eligible(),
                  .general = proto.status().general(),
                  .carried_over = proto.status().carried_over(),
                  .carry_over_year = proto.status().carry_over_year(),
                  .carry_over_status = proto.status().carry_over_status()};
  if (proto.has_intensive()) {
    SOS_ASSIGN_OR_RETURN(rules.intensive,
                         ConvertRecurrence(proto.intensive(), rules.dashboard_year));
  }
  if (proto.has_geographic_lead()) {
    SOS_ASSIGN_OR_RETURN(rules.geographic_lead,
                         ConvertRecurrence(proto.geographic_lead(), rules.dashboard_year));
  }
  for (const v1::SupporterRule& supporter : proto.supporters()) {
    SOS_RETURN_IF_ERROR(CheckCitation(supporter.citation(), "supporter"));
  }
  for (const v1::LeadArea& area : proto.lead_areas()) {
    SOS_RETURN_IF_ERROR(CheckCitation(area.citation(), "lead area"));
  }
  rules.single_district_counties = {proto.single_district_counties().begin(),
                                    proto.single_district_counties().end()};
  return absl::OkStatus();
}

}  // namespace

absl::string_view ProgramCode(Program program) {
  switch (program) {
    case Program::kLcff:
      return "lcff";
    case Program::kCharter:
      return "charter";
    case Program::kEssa:
      return "essa";
    case Program::kEquityMultiplier:
      return "equity-multiplier";
    case Program::kLcap:
      return "lcap";
    case Program::kNone:
      break;
  }
  return "";
}

std::optional<Program> ParseProgram(absl::string_view code) {
  for (const Program program : {Program::kLcff, Program::kCharter, Program::kEssa,
                                Program::kEquityMultiplier, Program::kLcap}) {
    if (ProgramCode(program) == code) return program;
  }
  return std::nullopt;
}

std::string RulebookName(Program program, int dashboard_year) {
  return absl::StrCat("rulebooks/", ProgramCode(program), "-", dashboard_year);
}

absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto) {
  const auto program = static_cast<Program>(proto.program());
  if (ProgramCode(program).empty() ||
      proto.name() != RulebookName(program, proto.dashboard_year())) {
    return errors::RulebookInvalid(proto.name(), "the name does not match program and year");
  }
  Rulebook rules{.name = proto.name(),
                 .program = program,
                 .dashboard_year = proto.dashboard_year(),
                 .student_groups = Groups(proto.student_groups()),
                 .county_offices_included = proto.county_offices_included()};
  if (!AreGroups(proto.student_groups())) {
    return errors::RulebookInvalid(proto.name(), "it names a student group that is none");
  }
  absl::Status converted = ConvertPriorities(proto, rules);
  if (converted.ok()) converted = ConvertRest(proto, rules);
  if (converted.ok()) converted = ConvertProgramRules(proto, rules);
  if (!converted.ok()) return errors::RulebookInvalid(proto.name(), converted.message());
  return rules;
}

Rulebooks RulesOf(const RulebookLibrary& library) {
  Rulebooks rules;
  for (const auto& [name, rulebook] : library.entries()) rules.Add(rulebook.rules);
  return rules;
}

}  // namespace sos::eligibility
