// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {
namespace {

constexpr int kLastPriority = 10;
// The statute's numbers, for rulebooks of before the contract had fields for them.
constexpr int kPrioritiesByStatute = 2;
constexpr int kLocalIndicatorsByStatute = 2;

std::vector<int> Numbers(const google::protobuf::RepeatedField<int32_t>& numbers) {
  return {numbers.begin(), numbers.end()};
}

absl::StatusOr<Criterion> ToCriterion(const v1::Criterion& proto) {
  Criterion criterion;
  SOS_ASSIGN_OR_RETURN(criterion.only_groups, ToGroups(proto.only_groups(), "a criterion"));
  SOS_ASSIGN_OR_RETURN(criterion.except_groups, ToGroups(proto.except_groups(), "a criterion"));
  if (proto.all_of().empty()) return absl::InvalidArgumentError("a criterion without tests");
  for (const v1::Test& test : proto.all_of()) {
    SOS_ASSIGN_OR_RETURN(Test converted, ToTest(test));
    criterion.all_of.push_back(converted);
  }
  return criterion;
}

absl::Status ConvertPriorities(const v1::Rulebook& proto, LcffRules& rules) {
  for (const v1::PriorityCriteria& priority : proto.priorities()) {
    SOS_ASSIGN_OR_RETURN(
        Citation citation,
        ToCitation(priority.citation(), absl::StrCat("priority ", priority.priority())));
    const auto repeated = [&priority](const PriorityCriteria& other) {
      return other.priority == priority.priority();
    };
    if (priority.priority() < 1 || priority.priority() > kLastPriority ||
        priority.any_of().empty() ||
        std::any_of(rules.priorities.begin(), rules.priorities.end(), repeated)) {
      return absl::InvalidArgumentError(
          "priorities run from 1 to 10, each once, each with a criterion");
    }
    PriorityCriteria& added = rules.priorities.emplace_back(
        PriorityCriteria{.priority = priority.priority(), .citation = std::move(citation)});
    for (const v1::Criterion& criterion : priority.any_of()) {
      SOS_ASSIGN_OR_RETURN(Criterion converted, ToCriterion(criterion));
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

absl::Status ConvertRecurringIndicators(const v1::Rulebook& proto, LcffRules& rules) {
  if (!proto.has_recurring_indicators()) return absl::OkStatus();
  const v1::RecurringIndicatorsRule& own = proto.recurring_indicators();
  RecurringIndicatorsRule rule{.dashboard_years = Numbers(own.dashboard_years()),
                               .minimum_indicator_count = own.minimum_indicator_count()};
  SOS_ASSIGN_OR_RETURN(rule.citation, ToCitation(own.citation(), "recurring indicators"));
  SOS_RETURN_IF_ERROR(
      CheckYears(rule.dashboard_years, proto.dashboard_year(), "recurring indicators"));
  for (const v1::Criterion& criterion : own.indicators()) {
    SOS_ASSIGN_OR_RETURN(Criterion converted, ToCriterion(criterion));
    rule.indicators.push_back(std::move(converted));
  }
  const bool single = std::all_of(rule.indicators.begin(), rule.indicators.end(),
                                  [](const Criterion& one) { return one.all_of.size() == 1; });
  if (rule.dashboard_years.empty() || rule.dashboard_years.back() != proto.dashboard_year() ||
      !single || rule.minimum_indicator_count < 1 ||
      rule.minimum_indicator_count > static_cast<int>(rule.indicators.size())) {
    return absl::InvalidArgumentError(
        "recurring indicators need years that end with the rulebook's own, and as many indicators, "
        "each with one test, as must recur");
  }
  if (!rules.priorities.empty()) {
    return absl::InvalidArgumentError("groups are judged by priorities or by recurring indicators");
  }
  rules.recurring_indicators = std::move(rule);
  return absl::OkStatus();
}

absl::Status ConvertMethods(const v1::Rulebook& proto, LcffRules& rules) {
  for (const v1::Method& method : proto.methods()) {
    for (const Method& other : rules.methods) {
      if (other.number == method.number()) {
        return absl::InvalidArgumentError(
            absl::StrCat("method ", method.number(), " is listed twice"));
      }
    }
    Method& added = rules.methods.emplace_back(Method{.number = method.number(),
                                                      .announced_none = method.announced_none(),
                                                      .description = method.description()});
    SOS_ASSIGN_OR_RETURN(added.citation,
                         ToCitation(method.citation(), absl::StrCat("method ", method.number())));
  }
  if (rules.methods.empty()) return absl::InvalidArgumentError("no method is in force");
  if (!proto.has_local_rule()) return absl::OkStatus();
  const v1::LocalRule& local = proto.local_rule();
  rules.local_rule = {.priorities = Numbers(local.priorities()),
                      .county_office_priorities = Numbers(local.county_office_priorities()),
                      .preceding_year = local.preceding_year(),
                      .minimum_count = local.minimum_count() == 0 ? kLocalIndicatorsByStatute
                                                                  : local.minimum_count()};
  SOS_ASSIGN_OR_RETURN(rules.local_rule->citation, ToCitation(local.citation(), "local rule"));
  if (rules.local_rule->minimum_count < 1) {
    return absl::InvalidArgumentError("local indicators suffice by at least one");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ProgramRules> ToLcffRules(const v1::Rulebook& proto) {
  LcffRules rules{.minimum_priority_count = proto.minimum_priority_count() == 0
                                                ? kPrioritiesByStatute
                                                : proto.minimum_priority_count(),
                  .county_offices_included = proto.county_offices_included(),
                  .single_district_counties = {proto.single_district_counties().begin(),
                                               proto.single_district_counties().end()}};
  SOS_RETURN_IF_ERROR(ConvertPriorities(proto, rules));
  SOS_RETURN_IF_ERROR(ConvertRecurringIndicators(proto, rules));
  if (rules.minimum_priority_count < 1) {
    return absl::InvalidArgumentError("a group has a letter by at least one priority");
  }
  SOS_RETURN_IF_ERROR(ConvertMethods(proto, rules));
  if (proto.has_intensive()) {
    SOS_ASSIGN_OR_RETURN(rules.intensive, ToRecurrence(proto.intensive(), proto.dashboard_year()));
  }
  if (proto.has_geographic_lead()) {
    SOS_ASSIGN_OR_RETURN(rules.geographic_lead,
                         ToRecurrence(proto.geographic_lead(), proto.dashboard_year()));
  }
  return rules;
}

}  // namespace sos::eligibility
