// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kState[] = "00000000000000";
constexpr char kCounty[] = "01000000000000";

const rpc::CallContext& AnyCall() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

// Results of one school in each of the first `counties` counties.
FakeReportSource SourceOf(int counties, bool from_student_records = false) {
  FakeReportSource source;
  for (const char* cds : {kState, kCounty}) {
    source.entities[*CdsCode::Parse(cds)].set_name(absl::StrCat("entities/", cds));
    source.entities[*CdsCode::Parse(cds)].set_display_name("It");
  }
  for (int county = 1; county <= counties; ++county) {
    indicator::v1::ResultBlock& block = source.results.emplace_back();
    block.set_from_student_records(from_student_records);
    block.add_entities()->set_name(
        absl::StrCat("entities/", county / 10, county % 10, "600020000001"));
  }
  return source;
}

v1::Placement PlacementOf(FakeReportSource source, const char* cds,
                          DocumentKey::Kind kind = DocumentKey::Kind::kPlacement) {
  const DocumentKey key = {.kind = kind,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = 2024,
                           .indicator = education::v1::INDICATOR_SUSPENSION};
  const auto placement = ComposePlacement(source, key, Revision(), AnyCall());
  EXPECT_TRUE(placement.ok()) << placement.status();
  return placement.ok() ? *placement : v1::Placement();
}

std::string NoticeOf(const FakeReportSource& source, const char* cds) {
  return PlacementOf(source, cds).notice();
}

TEST(PlacementTest, APartOfTheStateIsNotCalledTheState) {
  EXPECT_THAT(NoticeOf(SourceOf(1), kState),
              HasSubstr("This is not the state: it has schools of 1 LEA in 1 county."));
  EXPECT_THAT(NoticeOf(SourceOf(49), kState), HasSubstr("49 LEAs in 49 counties"));
  EXPECT_THAT(NoticeOf(SourceOf(50), kState), IsEmpty());
  EXPECT_EQ(PlacementOf(SourceOf(2), kState).entity().display_name(), "It (from 2 LEAs)");
  EXPECT_EQ(PlacementOf(SourceOf(50), kState).entity().display_name(), "It");
}

TEST(PlacementTest, SaysFromWhoseRecordsACountyIsMade) {
  EXPECT_THAT(NoticeOf(SourceOf(1), kCounty), IsEmpty()) << "the state published it";
  EXPECT_THAT(NoticeOf(SourceOf(1, /*from_student_records=*/true), kCounty),
              HasSubstr("Estimates from student records: schools of 1 LEA in 1 county."));
}

// A school in box 120 (status level 3, change level 2), of which everybody may see `disclosure`.
FakeReportSource SourceOfOneSchool(education::v1::Disclosure disclosure) {
  FakeReportSource source = SourceOf(1);
  indicator::v1::ResultBlock& block = source.results[0];
  block.mutable_entities(0)->set_display_name("One School");
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_boxes(120);
  block.add_status_levels(3);
  block.add_colors(education::v1::COLOR_ORANGE);
  block.add_disclosures(disclosure);
  return source;
}

TEST(PlacementTest, NamesTheMembersOfCellsForLinks) {
  const v1::Placement placement =
      PlacementOf(SourceOfOneSchool(education::v1::DISCLOSURE_SHOWN), kCounty);
  ASSERT_EQ(placement.members_size(), 1);
  EXPECT_EQ(placement.members(0).entity().name(), "entities/01600020000001");
  EXPECT_EQ(placement.members(0).status_level(), 3);
  EXPECT_EQ(placement.members(0).change_level(), 2);
}

TEST(PlacementTest, PlacesNobodyWhoseChangeIsWithheld) {
  const v1::Placement placement =
      PlacementOf(SourceOfOneSchool(education::v1::DISCLOSURE_CHANGE_WITHHELD), kCounty);
  EXPECT_THAT(placement.members(), IsEmpty());
  ASSERT_EQ(placement.unplaced_size(), 1);
  EXPECT_EQ(placement.unplaced(0), "One School");
}

// Beside One School, its LEA in box 250 (status level 1, change level 5).
FakeReportSource SourceOfSchoolAndLea() {
  FakeReportSource source = SourceOfOneSchool(education::v1::DISCLOSURE_SHOWN);
  indicator::v1::ResultBlock& block = source.results[0];
  education::v1::Entity& lea = *block.add_entities();
  lea.set_name("entities/01600020000000");
  lea.set_display_name("One Unified");
  block.add_entity_indexes(1);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_boxes(250);
  block.add_status_levels(1);
  block.add_colors(education::v1::COLOR_YELLOW);
  block.add_disclosures(education::v1::DISCLOSURE_SHOWN);
  return source;
}

TEST(PlacementTest, PlacesTheLeasOfACountyInsteadOfItsSchools) {
  const v1::Placement schools = PlacementOf(SourceOfSchoolAndLea(), kCounty);
  ASSERT_EQ(schools.members_size(), 1);
  EXPECT_EQ(schools.members(0).entity().display_name(), "One School");
  const v1::Placement leas =
      PlacementOf(SourceOfSchoolAndLea(), kCounty, DocumentKey::Kind::kLeaPlacement);
  EXPECT_EQ(leas.name(), "entities/01000000000000/leaPlacements/2024-susp");
  ASSERT_EQ(leas.members_size(), 1);
  EXPECT_EQ(leas.members(0).entity().display_name(), "One Unified");
  EXPECT_EQ(leas.members(0).entity().name(), "entities/01600020000000");
  EXPECT_EQ(leas.members(0).change_level(), 5);
}

TEST(PlacementTest, SaysOfHowManyLeasAPartOfTheStateIsMade) {
  EXPECT_THAT(
      PlacementOf(SourceOfSchoolAndLea(), kState, DocumentKey::Kind::kLeaPlacement).notice(),
      HasSubstr("This is not the state: it has 1 LEA of 1 county."));
}

// A table whose 25 cells are all `color`.
void AddTable(education::v1::Color color, indicator::v1::IndicatorRules& rules) {
  indicator::v1::ScoreTable& table = *rules.add_tables();
  for (int status = 5; status >= 1; --status) {
    indicator::v1::GridRow& row = *table.add_grid();
    row.set_status_level(status);
    for (int change = 1; change <= 5; ++change) row.add_colors(color);
  }
}

education::v1::Color ColorAt(const v1::Placement& placement, int status_level, int change_level) {
  for (const v1::PlacementCell& cell : placement.cells()) {
    if (cell.status_level() == status_level && cell.change_level() == change_level) {
      return cell.color();
    }
  }
  return education::v1::COLOR_UNSPECIFIED;
}

TEST(PlacementTest, AnEmptyCellHasTheColorOnWhichAllTablesAgree) {
  FakeReportSource source = SourceOfOneSchool(education::v1::DISCLOSURE_SHOWN);
  EXPECT_EQ(ColorAt(PlacementOf(source, kCounty), 5, 5), education::v1::COLOR_NONE)
      << "a year without rules";
  indicator::v1::IndicatorRules& rules = *source.dashboard_rules.emplace().add_indicators();
  rules.set_indicator(education::v1::INDICATOR_SUSPENSION);
  AddTable(education::v1::COLOR_BLUE, rules);
  AddTable(education::v1::COLOR_BLUE, rules);
  rules.mutable_tables(1)->mutable_grid(0)->set_colors(0, education::v1::COLOR_GREEN);
  rules.mutable_tables(1)->mutable_grid(0)->set_colors(1, education::v1::COLOR_NONE);
  const v1::Placement placement = PlacementOf(source, kCounty);
  EXPECT_EQ(ColorAt(placement, 5, 5), education::v1::COLOR_BLUE);
  EXPECT_EQ(ColorAt(placement, 5, 1), education::v1::COLOR_NONE) << "the tables differ";
  EXPECT_EQ(ColorAt(placement, 5, 2), education::v1::COLOR_BLUE) << "one table does not use it";
  EXPECT_EQ(ColorAt(placement, 3, 2), education::v1::COLOR_ORANGE) << "the members tell it";
}

}  // namespace
}  // namespace sos::reporting
