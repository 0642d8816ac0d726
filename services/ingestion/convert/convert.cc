// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/convert.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/text/printable.h"

namespace sos::ingestion {
namespace {

constexpr absl::string_view kStateName = "State of California";

education::v1::EntityType TypeOf(const RowHeader& row) {
  if (row.cds.IsState()) return education::v1::ENTITY_TYPE_STATE;
  if (row.cds.IsCounty()) return education::v1::ENTITY_TYPE_COUNTY;
  if (row.cds.IsSchool()) {
    return row.charter ? education::v1::ENTITY_TYPE_CHARTER_SCHOOL
                       : education::v1::ENTITY_TYPE_SCHOOL;
  }
  return row.county_office ? education::v1::ENTITY_TYPE_COUNTY_OFFICE
                           : education::v1::ENTITY_TYPE_DISTRICT;
}

absl::string_view DisplayName(const RowHeader& row) {
  if (row.cds.IsState()) return kStateName;
  if (row.cds.IsCounty()) return row.county_name;
  if (row.cds.IsSchool() && !row.school_name.empty()) return row.school_name;
  // The local indicator lists and the assistance files print the LEA's name, charters included.
  return row.district_name;
}

}  // namespace

v1::SubmissionIssue ToProto(const Issue& issue) {
  v1::SubmissionIssue proto;
  proto.set_kind(ToProto(issue.kind));
  proto.set_severity(ToProto(issue.severity));
  proto.set_line(issue.line);
  proto.set_column(Printable(issue.column));
  proto.set_value(Printable(issue.value));
  proto.set_description(Printable(issue.description));
  proto.set_sheet(Printable(issue.sheet));
  return proto;
}

education::v1::Entity ToEntity(const RowHeader& row) {
  education::v1::Entity entity;
  entity.set_name(EntityName(row.cds));
  entity.set_type(TypeOf(row));
  entity.set_display_name(std::string(DisplayName(row)));
  if (!row.cds.IsState() && !row.cds.IsCounty()) {
    entity.set_district_name(std::string(row.district_name));
  }
  if (!row.cds.IsState()) entity.set_county_name(std::string(row.county_name));
  return entity;
}

}  // namespace sos::ingestion
