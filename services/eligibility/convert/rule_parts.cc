// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/rule_parts.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/education/dashboard_year.h"
#include "common/education/proto.h"
#include "common/rulebook/citation.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"

namespace sos::eligibility {
namespace {

constexpr int kHighestLevel = 5;  // The best status level.

}  // namespace

absl::StatusOr<Citation> ToCitation(const v1::Citation& proto, absl::string_view what) {
  SOS_RETURN_IF_ERROR(CheckCitation(proto, what));
  return Citation{.source = proto.source(),
                  .basis = FromProto(proto.basis()).value_or(Basis::kUnverified),
                  .note = proto.note()};
}

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

absl::StatusOr<Reading> ToReading(v1::Reading reading, absl::string_view what) {
  if (const std::optional<Reading> known = FromProto(reading)) return *known;
  return absl::InvalidArgumentError(absl::StrCat(what, " is neither yes, no nor unknown"));
}

absl::StatusOr<RecurrenceRule> ToRecurrence(const v1::RecurrenceRule& proto, int own_year) {
  RecurrenceRule rule{
      .dashboard_years = {proto.dashboard_years().begin(), proto.dashboard_years().end()},
      .minimum_year_count = proto.minimum_year_count(),
      .minimum_group_count = proto.minimum_group_count(),
      .all_groups_if_fewer = proto.all_groups_if_fewer(),
      .districts_only = proto.districts_only()};
  SOS_ASSIGN_OR_RETURN(rule.citation, ToCitation(proto.citation(), "recurrence"));
  if (rule.dashboard_years.empty() || rule.minimum_year_count < 1 || rule.minimum_group_count < 1 ||
      !std::is_sorted(rule.dashboard_years.begin(), rule.dashboard_years.end(),
                      std::less_equal<>()) ||
      rule.minimum_year_count > static_cast<int>(rule.dashboard_years.size())) {
    return absl::InvalidArgumentError("a recurrence needs at least as many years as must count");
  }
  if (own_year != 0 && rule.dashboard_years.back() != own_year) {
    return absl::InvalidArgumentError("a recurrence looks at years that end with its own");
  }
  return rule;
}

absl::StatusOr<std::vector<StudentGroup>> ToGroups(
    const google::protobuf::RepeatedField<int>& groups, absl::string_view what) {
  std::vector<StudentGroup> converted;
  for (const int group : groups) {
    const auto twin = FromProto(static_cast<education::v1::StudentGroup>(group));
    if (!twin) {
      return absl::InvalidArgumentError(absl::StrCat(what, " names a student group that is none"));
    }
    converted.push_back(*twin);
  }
  return converted;
}

absl::Status CheckYears(const std::vector<int>& years, int own_year, absl::string_view what) {
  int before = kFirstDashboardYear - 1;
  for (const int year : years) {
    if (year <= before || year > own_year) {
      return absl::InvalidArgumentError(absl::StrCat(
          what, ": years ascend from ", kFirstDashboardYear, " to the rulebook's own"));
    }
    before = year;
  }
  return absl::OkStatus();
}

v1::Citation ToProto(const Citation& citation) {
  v1::Citation proto;
  proto.set_source(citation.source);
  proto.set_basis(ToProto(citation.basis));
  proto.set_note(citation.note);
  return proto;
}

v1::Test ToProto(const Test& test) {
  v1::Test proto;
  proto.set_indicator(ToProto(test.indicator));
  for (int value = 0; value <= kHighestLevel; ++value) {
    if ((test.colors & Bit(value)) != 0) proto.add_colors(ToProto(static_cast<Color>(value)));
    if ((test.status_levels & Bit(value)) != 0) proto.add_status_levels(value);
  }
  return proto;
}

v1::ColorCountCriterion ToProto(const ColorCountCriterion& criterion) {
  v1::ColorCountCriterion proto;
  proto.set_description(criterion.description);
  proto.set_minimum_counted(criterion.minimum_counted);
  proto.set_minimum_lowest(criterion.minimum_lowest);
  if (criterion.maximum_not_lowest) proto.set_maximum_not_lowest(*criterion.maximum_not_lowest);
  if (criterion.maximum_above_second_lowest) {
    proto.set_maximum_above_second_lowest(*criterion.maximum_above_second_lowest);
  }
  proto.set_majority_lowest(criterion.majority_lowest);
  *proto.mutable_citation() = ToProto(criterion.citation);
  // Unspecified means that it is in force.
  if (criterion.in_force != Reading::kYes) proto.set_in_force(ToProto(criterion.in_force));
  return proto;
}

}  // namespace sos::eligibility
