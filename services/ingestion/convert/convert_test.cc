// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/convert.h"

#include <string>

#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

RowHeader Row(const char* cds) {
  return {.cds = *CdsCode::Parse(cds),
          .school_name = "Valley High",
          .district_name = "Valley Unified",
          .county_name = "Alameda"};
}

TEST(ConvertTest, AnEntityIsCalledByItsOwnName) {
  const auto school = ToEntity(Row("01611190130229"));
  EXPECT_EQ(school.name(), "entities/01611190130229");
  EXPECT_EQ(school.type(), education::v1::ENTITY_TYPE_SCHOOL);
  EXPECT_EQ(school.display_name(), "Valley High");
  EXPECT_EQ(school.district_name(), "Valley Unified");
  EXPECT_EQ(school.county_name(), "Alameda");

  const auto district = ToEntity(Row("01611190000000"));
  EXPECT_EQ(district.type(), education::v1::ENTITY_TYPE_DISTRICT);
  EXPECT_EQ(district.display_name(), "Valley Unified");

  const auto county = ToEntity(Row("01000000000000"));
  EXPECT_EQ(county.type(), education::v1::ENTITY_TYPE_COUNTY);
  EXPECT_EQ(county.display_name(), "Alameda");
  EXPECT_EQ(county.district_name(), "") << "it has none";

  const auto state = ToEntity(Row("00000000000000"));
  EXPECT_EQ(state.type(), education::v1::ENTITY_TYPE_STATE);
  EXPECT_EQ(state.display_name(), "State of California");
  EXPECT_EQ(state.county_name(), "") << "it has none";
}

TEST(ConvertTest, TheFlagsOfARowTellCharterSchoolsAndCountyOffices) {
  RowHeader row = Row("01611190130229");
  row.charter = true;
  EXPECT_EQ(ToEntity(row).type(), education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  row = Row("01100170000000");
  row.county_office = true;
  EXPECT_EQ(ToEntity(row).type(), education::v1::ENTITY_TYPE_COUNTY_OFFICE);
}

TEST(ConvertTest, ListsPrintTheLeasNameWhereTheSchoolHasNone) {
  RowHeader row = Row("01611190130229");
  row.school_name = "";
  EXPECT_EQ(ToEntity(row).display_name(), "Valley Unified");
}

TEST(ConvertTest, AnIssueSaysWhereWhatAndWhy) {
  const auto issue = ToProto(Issue{.kind = IssueKind::kOutOfRange,
                                   .severity = Severity::kWarning,
                                   .sheet = "Sheet 2",
                                   .line = 12,
                                   .column = "currdenom",
                                   .value = "12 students",
                                   .description = "expected a whole number"});
  EXPECT_EQ(issue.kind(), v1::SubmissionIssue::KIND_OUT_OF_RANGE);
  EXPECT_EQ(issue.severity(), v1::SubmissionIssue::SEVERITY_WARNING);
  EXPECT_EQ(issue.sheet(), "Sheet 2");
  EXPECT_EQ(issue.line(), 12);
  EXPECT_EQ(issue.column(), "currdenom");
  EXPECT_EQ(issue.value(), "12 students");
  EXPECT_EQ(issue.description(), "expected a whole number");
}

// The local id of a student's row goes to whom students are listed for, and into no issue.
TEST(ConvertTest, AnIssueNeverTellsWhoseRowItIs) {
  const auto issue = ToProto(Issue{.line = 3, .local_student = "A-4711"});
  EXPECT_EQ(issue.ShortDebugString().find("4711"), std::string::npos);
}

}  // namespace
}  // namespace sos::ingestion
