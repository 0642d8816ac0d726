// SPDX-License-Identifier: Apache-2.0
#include "services/suite/commands/row_filter.h"

#include "absl/strings/match.h"
#include "common/status/macros.h"
#include "services/suite/cli/command_line.h"
#include "services/suite/commands/names.h"
#include "services/suite/commands/options.h"

namespace sos::suite {

void AddRowFilter(CLI::App& command, RowFilterWords& words, unsigned options) {
  if ((options & kByCounty) != 0) {
    command.add_option("--county", words.county, "Only this county, by name or two digits");
  }
  if ((options & kByKind) != 0) {
    command.add_option("--kind", words.kind, OneOf(EntityKindWords()))
        ->check(CLI::IsMember(EntityKindWords()));
  }
  if ((options & kByGroup) != 0) {
    command.add_option("--group", words.group, "Only this student group, such as ALL or EL");
  }
  if ((options & kByIndicator) != 0) {
    command.add_option("--indicator", words.indicator, "Only this indicator, such as SUSP");
  }
  if ((options & kByColor) != 0) {
    command.add_option("--color", words.color, "red, orange, yellow, green or blue");
  }
}

absl::StatusOr<RowFilter> RowFilter::Read(Session& session, const RowFilterWords& words) {
  RowFilter filter;
  if (!words.county.empty()) {
    SOS_ASSIGN_OR_RETURN(filter.county_, CountyCode(session, words.county));
  }
  if (!words.kind.empty()) {
    SOS_ASSIGN_OR_RETURN(filter.kind_, ParseKindOption(words.kind));
  }
  if (!words.group.empty()) {
    SOS_ASSIGN_OR_RETURN(filter.group_, ParseGroupOption(words.group));
  }
  if (!words.indicator.empty()) {
    SOS_ASSIGN_OR_RETURN(filter.indicator_, ParseIndicatorOption(words.indicator));
  }
  if (!words.color.empty()) {
    SOS_ASSIGN_OR_RETURN(filter.color_, ParseColorOption(words.color));
  }
  return filter;
}

bool RowFilter::IsSet() const {
  return !county_.empty() || kind_ != education::v1::ENTITY_TYPE_UNSPECIFIED || AsksForGroup() ||
         indicator_ != education::v1::INDICATOR_UNSPECIFIED ||
         color_ != education::v1::COLOR_UNSPECIFIED;
}

bool RowFilter::Has(const education::v1::Entity& entity) const {
  return (county_.empty() || absl::StartsWith(CdsOf(entity), county_)) &&
         (kind_ == education::v1::ENTITY_TYPE_UNSPECIFIED || kind_ == entity.type());
}

bool RowFilter::Has(education::v1::StudentGroup group) const {
  return !AsksForGroup() || group_ == group;
}

bool RowFilter::Has(education::v1::Indicator indicator) const {
  return indicator_ == education::v1::INDICATOR_UNSPECIFIED || indicator_ == indicator;
}

bool RowFilter::Has(education::v1::Color color) const {
  return color_ == education::v1::COLOR_UNSPECIFIED || color_ == color;
}

void RowFilter::AddTo(indicator::v1::ResultFilter& filter) const {
  if (!county_.empty()) filter.add_counties(county_);
  if (kind_ != education::v1::ENTITY_TYPE_UNSPECIFIED) filter.add_entity_types(kind_);
  if (AsksForGroup()) filter.add_student_groups(group_);
  if (indicator_ != education::v1::INDICATOR_UNSPECIFIED) filter.add_indicators(indicator_);
  if (color_ != education::v1::COLOR_UNSPECIFIED) filter.add_colors(color_);
}

}  // namespace sos::suite
