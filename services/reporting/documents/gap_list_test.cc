// SPDX-License-Identifier: Apache-2.0

#include <limits>
#include <string>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using education::v1::StudentGroup;
using indicator::v1::ResultBlock;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kUnified[] = "99600020000000";
constexpr char kNorth[] = "99600020000001";
constexpr char kSouth[] = "99600020000002";
constexpr char kCharter[] = "99600020000003";
constexpr auto kAll = education::v1::STUDENT_GROUP_ALL;
constexpr auto kLearners = education::v1::STUDENT_GROUP_ENGLISH_LEARNERS;
constexpr auto kFoster = education::v1::STUDENT_GROUP_FOSTER_YOUTH;
constexpr int kYear = 2024;

struct Row {
  std::string cds;
  StudentGroup group;
  int64_t numerator;
  int64_t denominator;
  int32_t status;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
};

ResultBlock BlockOf(
    int year, const std::vector<Row>& rows,
    education::v1::Indicator indicator = education::v1::INDICATOR_CHRONIC_ABSENTEEISM) {
  ResultBlock block;
  block.set_dashboard_year(year);
  block.set_indicator(indicator);
  block.set_publication(indicator::v1::IndicatorRules::PUBLICATION_COLOR);
  for (const Row& row : rows) {
    block.add_entity_indexes(block.entities_size());
    education::v1::Entity& entity = *block.add_entities();
    entity.set_name(EntityName(row.cds));
    entity.set_display_name("Entity " + row.cds);
    entity.set_type(row.cds == kCharter   ? education::v1::ENTITY_TYPE_CHARTER_SCHOOL
                    : row.cds == kUnified ? education::v1::ENTITY_TYPE_DISTRICT
                                          : education::v1::ENTITY_TYPE_SCHOOL);
    block.add_student_groups(row.group);
    block.add_current_numerators(row.numerator);
    block.add_current_denominators(row.denominator);
    block.add_status_tenths(row.status);
    block.add_change_tenths(0);
    block.add_status_levels(1);
    block.add_change_levels(3);
    block.add_colors(education::v1::COLOR_RED);
    block.add_boxes(200);
    block.add_current_size_met(true);
    block.add_disclosures(row.disclosure);
  }
  return block;
}

// 18 % of English learners and 12.5 % of all; most of them are at the school in the north.
std::vector<Row> Rows() {
  return {{kUnified, kAll, 25, 200, 125}, {kUnified, kLearners, 18, 100, 180},
          {kNorth, kAll, 20, 100, 200},   {kNorth, kLearners, 16, 80, 200},
          {kSouth, kAll, 5, 100, 50},     {kSouth, kLearners, 2, 20, 100},
          {kCharter, kAll, 50, 100, 500}, {kCharter, kLearners, 40, 50, 800}};
}

class GapListTest : public ::testing::Test {
 protected:
  GapListTest() {
    education::v1::Entity& entity = source_.entities[*CdsCode::Parse(kUnified)];
    entity.set_name(EntityName(kUnified));
    entity.set_display_name("Valley Unified");
    entity.set_type(education::v1::ENTITY_TYPE_DISTRICT);
    source_.results = {BlockOf(kYear, Rows())};
  }

  absl::StatusOr<v1::GapList> TryCompose(const std::string& indicator = "chro") {
    const auto key =
        ParseDocumentName(std::string("entities/") + kUnified + "/gapLists/2024-" + indicator);
    return ComposeGapList(source_, *key, {.number = 1},
                          rpc::CallContext(absl::InfiniteDuration(), "test"));
  }
  v1::GapList Compose(const std::string& indicator = "chro") { return *TryCompose(indicator); }

  FakeReportSource source_;
};

TEST_F(GapListTest, TellsInWhichSchoolsAGapLies) {
  const v1::GapList list = Compose();
  ASSERT_THAT(list.groups(), SizeIs(1));
  const v1::GroupGap& gap = list.groups(0);
  EXPECT_EQ(gap.gap().value(), "5.50");
  EXPECT_EQ(gap.gap_to_rest().value(), "11.00");
  EXPECT_EQ(gap.within().value(), "1.00");
  EXPECT_EQ(gap.between().value(), "4.50");
  EXPECT_EQ(gap.in_no_school_row().value(), "0.00");
  EXPECT_FALSE(gap.has_bound());
  ASSERT_THAT(gap.schools(), SizeIs(2)) << "charter schools are no part of it";
  EXPECT_EQ(gap.schools(0).entity().name(), EntityName(kNorth)) << "the larger part first";
  EXPECT_EQ(gap.schools(0).part().value(), "6.00");
  EXPECT_EQ(gap.schools(1).part().value(), "-0.50");
  EXPECT_THAT(gap.sentences(),
              Contains(HasSubstr("18.0, worse than 12.5 of all students by 5.50")));
  EXPECT_THAT(list.sentences(0), HasSubstr("1 group fares worse"));
}

TEST_F(GapListTest, WhatIsWithheldIsInNoSchoolRow) {
  std::vector<Row> rows = Rows();
  rows[5].disclosure = education::v1::DISCLOSURE_WITHHELD;
  source_.results = {BlockOf(kYear, rows)};
  const v1::GroupGap gap = Compose().groups(0);
  EXPECT_THAT(gap.schools(), SizeIs(1));
  EXPECT_EQ(gap.in_no_school_row().value(), "-0.50");

  rows[1].disclosure = education::v1::DISCLOSURE_WITHHELD;
  source_.results = {BlockOf(kYear, rows)};
  EXPECT_THAT(Compose().groups(), IsEmpty()) << "the group of the LEA itself";
  EXPECT_THAT(Compose().sentences(0), HasSubstr("no gap can be told"));
}

TEST_F(GapListTest, OfMeansSaysHowFarPartsMayBeOff) {
  const auto ela = education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS;
  source_.results = {BlockOf(kYear,
                             {{kUnified, kAll, -1, 400, -100},
                              {kUnified, kLearners, -1, 100, -300},
                              {kNorth, kAll, -1, 100, -200},
                              {kNorth, kLearners, -1, 60, -400}},
                             ela)};
  const v1::GroupGap gap = Compose("ela").groups(0);
  EXPECT_EQ(gap.gap().value(), "-20.00");
  EXPECT_EQ(gap.schools(0).part().value(), "-19.00");
  EXPECT_EQ(gap.in_no_school_row().value(), "-1.00");
  EXPECT_EQ(gap.bound().value(), "0.20");
  EXPECT_FALSE(gap.has_gap_to_rest());
  EXPECT_THAT(gap.sentences(), Contains(HasSubstr("worse than")));
}

TEST_F(GapListTest, TellsTheGapOfEveryYearWithBothStatuses) {
  source_.results = {
      BlockOf(2022, {{kUnified, kAll, 10, 200, 50}, {kUnified, kLearners, 9, 100, 90}}),
      BlockOf(2023, {{kUnified, kAll, 10, 200, 50}}), BlockOf(kYear, Rows())};
  const v1::GroupGap gap = Compose().groups(0);
  ASSERT_THAT(gap.years(), SizeIs(2));
  EXPECT_EQ(gap.years(0).dashboard_year(), 2022);
  EXPECT_EQ(gap.years(0).gap().value(), "4.00");
  EXPECT_EQ(gap.years(1).gap().value(), "5.50");
  EXPECT_THAT(gap.sentences(), Contains(HasSubstr("it is larger")));
}

TEST_F(GapListTest, TellsWhetherALowColorIsForTheStatusOrTheChange) {
  const auto with_row = [&](std::vector<education::v1::Color> colors) {
    indicator::v1::ScoreTable table;
    indicator::v1::GridRow& row = *table.add_grid();
    row.set_status_level(1);
    for (const education::v1::Color color : colors) row.add_colors(color);
    source_.table = table;
    return Compose().groups(0);
  };
  using namespace education::v1;  // NOLINT(google-build-using-namespace): the names of colors
  EXPECT_THAT(with_row({COLOR_RED, COLOR_RED, COLOR_RED, COLOR_RED, COLOR_RED}).sentences(),
              Contains(HasSubstr("Red for where it stands:")));
  EXPECT_THAT(with_row({COLOR_RED, COLOR_RED, COLOR_RED, COLOR_ORANGE, COLOR_YELLOW}).sentences(),
              Contains(HasSubstr("the best change would have given Yellow")));
  // The row is at change level 3, so that a grid that gives another color did not decide.
  EXPECT_THAT(
      with_row({COLOR_RED, COLOR_RED, COLOR_ORANGE, COLOR_ORANGE, COLOR_YELLOW}).sentences(),
      Not(Contains(HasSubstr("It is Red"))));
}

TEST_F(GapListTest, BoundsHowManyAreInTwoGroups) {
  std::vector<Row> rows = Rows();
  rows.push_back(
      {kUnified, education::v1::STUDENT_GROUP_SOCIOECONOMICALLY_DISADVANTAGED, 20, 150, 133});
  rows.push_back({kUnified, kFoster, 12, 12, 1000});
  source_.results = {BlockOf(kYear, rows)};
  const v1::GroupGap gap = Compose().groups(0);
  ASSERT_THAT(gap.overlaps(), SizeIs(1))
      << "at least 5 foster youth are in both, so that at most 7 are not";
  EXPECT_EQ(gap.overlaps(0).least_student_count(), 50);
  EXPECT_EQ(gap.overlaps(0).most_student_count(), 100);
}

TEST_F(GapListTest, OfAYearOfWhichNothingIsKnownThereIsNone) {
  source_.results = {};
  EXPECT_EQ(TryCompose().status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace sos::reporting
