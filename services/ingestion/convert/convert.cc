#include "services/ingestion/convert/convert.h"

#include <string>

#include "absl/strings/str_cat.h"
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

v1::Collection ToProto(Collection collection) {
  return static_cast<v1::Collection>(static_cast<int>(collection) + 1);
}
Collection FromProto(v1::Collection collection) {
  return static_cast<Collection>(static_cast<int>(collection) - 1);
}
education::v1::StudentGroup ToProto(StudentGroup group) {
  return static_cast<education::v1::StudentGroup>(static_cast<int>(group) + 1);
}
education::v1::Indicator ToProto(Indicator indicator) {
  return static_cast<education::v1::Indicator>(static_cast<int>(indicator) + 1);
}
v1::Submission::RejectionReason ToProto(Rejection rejection) {
  return static_cast<v1::Submission::RejectionReason>(static_cast<int>(rejection));
}

v1::SubmissionIssue::Severity ToProto(Severity severity) {
  return static_cast<v1::SubmissionIssue::Severity>(static_cast<int>(severity) + 1);
}

v1::SubmissionIssue ToProto(const Issue& issue) {
  v1::SubmissionIssue proto;
  proto.set_kind(static_cast<v1::SubmissionIssue::Kind>(static_cast<int>(issue.kind) + 1));
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
  entity.set_name(absl::StrCat("entities/", row.cds.text()));
  entity.set_type(TypeOf(row));
  entity.set_display_name(std::string(DisplayName(row)));
  if (!row.cds.IsState() && !row.cds.IsCounty()) {
    entity.set_district_name(std::string(row.district_name));
  }
  if (!row.cds.IsState()) entity.set_county_name(std::string(row.county_name));
  return entity;
}

}  // namespace sos::ingestion
