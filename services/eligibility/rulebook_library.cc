#include "services/eligibility/rulebook_library.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"

namespace sos::eligibility {
namespace {

StudentGroup Group(int group) { return static_cast<StudentGroup>(group - 1); }

std::vector<StudentGroup> Groups(const google::protobuf::RepeatedField<int>& groups) {
  std::vector<StudentGroup> converted;
  for (const int group : groups) converted.push_back(Group(group));
  return converted;
}

std::vector<int> Numbers(const google::protobuf::RepeatedField<int32_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

absl::StatusOr<Criterion> ConvertCriterion(const v1::Criterion& proto) {
  Criterion criterion{.only_groups = Groups(proto.only_groups()),
                      .except_groups = Groups(proto.except_groups())};
  if (proto.all_of().empty()) return absl::InvalidArgumentError("a criterion without tests");
  for (const v1::Test& test : proto.all_of()) {
    Test& added = criterion.all_of.emplace_back(
        Test{.indicator = static_cast<Indicator>(test.indicator() - 1)});
    for (const int color : test.colors()) added.colors |= Bit(color - 1);
    for (const int level : test.status_levels()) added.status_levels |= Bit(level);
    if ((added.colors == 0) == (added.status_levels == 0)) {
      return absl::InvalidArgumentError("a test needs colours or status levels, not both");
    }
  }
  return criterion;
}

absl::Status ConvertPriorities(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::PriorityCriteria& priority : proto.priorities()) {
    SOS_RETURN_IF_ERROR(
        CheckCitation(priority.citation(), absl::StrCat("priority ", priority.priority())));
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

absl::StatusOr<RecurrenceRule> ConvertRecurrence(const v1::RecurrenceRule& proto, int year) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto.citation(), "recurrence"));
  RecurrenceRule rule{.dashboard_years = Numbers(proto.dashboard_years()),
                      .minimum_year_count = proto.minimum_year_count(),
                      .minimum_group_count = proto.minimum_group_count(),
                      .all_groups_if_fewer = proto.all_groups_if_fewer(),
                      .districts_only = proto.districts_only()};
  if (rule.dashboard_years.empty() || rule.dashboard_years.back() != year ||
      rule.minimum_year_count > static_cast<int>(rule.dashboard_years.size())) {
    return absl::InvalidArgumentError("a recurrence looks at years that end with its own");
  }
  return rule;
}

absl::Status ConvertRest(const v1::Rulebook& proto, Rulebook& rules) {
  for (const v1::Method& method : proto.methods()) {
    SOS_RETURN_IF_ERROR(CheckCitation(method.citation(), absl::StrCat("method ", method.number())));
    rules.methods.push_back({method.number(), method.announced_none()});
  }
  if (rules.methods.empty()) return absl::InvalidArgumentError("no method is in force");
  if (proto.has_local_rule()) {
    SOS_RETURN_IF_ERROR(CheckCitation(proto.local_rule().citation(), "local rule"));
    rules.local_rule = {
        .priorities = Numbers(proto.local_rule().priorities()),
        .county_office_priorities = Numbers(proto.local_rule().county_office_priorities()),
        .preceding_year = proto.local_rule().preceding_year()};
  }
  SOS_RETURN_IF_ERROR(CheckCitation(proto.status().citation(), "status"));
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
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Rulebook> ToRules(const v1::Rulebook& proto) {
  if (proto.name() != absl::StrCat("rulebooks/lcff-", proto.dashboard_year())) {
    return errors::RulebookInvalid(proto.name(), "the name does not match programme and year");
  }
  Rulebook rules{.name = proto.name(),
                 .dashboard_year = proto.dashboard_year(),
                 .student_groups = Groups(proto.student_groups()),
                 .county_offices_included = proto.county_offices_included()};
  absl::Status converted = ConvertPriorities(proto, rules);
  if (converted.ok()) converted = ConvertRest(proto, rules);
  if (!converted.ok()) return errors::RulebookInvalid(proto.name(), converted.message());
  return rules;
}

Rulebooks RulesOf(const RulebookLibrary& library) {
  Rulebooks rules;
  for (const auto& [year, rulebook] : library.by_year()) rules[year] = &rulebook.rules;
  return rules;
}

}  // namespace sos::eligibility
