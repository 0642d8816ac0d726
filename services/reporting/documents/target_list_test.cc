// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/render/render.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;
using indicator::v1::ResultCrossings;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kLea[] = "99600020000000";
constexpr char kSchool[] = "99600026000021";
constexpr int kYear = 2024;

// A suspension rate of 7.2 % that is Orange, to be set apart by what a test is about.
struct TargetCase {
  std::string cds = kLea;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  education::v1::Color color = education::v1::COLOR_ORANGE;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
  // To Yellow this year; to Orange from Red the next.
  int64_t students = -12;
};

education::v1::Entity EntityOf(const std::string& cds) {
  education::v1::Entity entity;
  entity.set_name(EntityName(cds));
  entity.set_display_name("Entity " + cds);
  entity.set_county_name("Synthetic");
  entity.set_type(cds == kSchool ? education::v1::ENTITY_TYPE_SCHOOL
                                 : education::v1::ENTITY_TYPE_DISTRICT);
  return entity;
}

ResultCrossings CrossingsTo(const TargetCase& one, int year, education::v1::Color from,
                            education::v1::Color to) {
  ResultCrossings result;
  *result.mutable_entity() = EntityOf(one.cds);
  result.set_dashboard_year(year);
  result.set_indicator(education::v1::INDICATOR_SUSPENSION);
  result.set_student_group(one.group);
  result.set_color(from);
  result.set_disclosure(one.disclosure);
  // A worse color that is nearer is no target.
  auto& worse = *result.add_crossings();
  worse.set_color(education::v1::COLOR_NONE);
  worse.set_student_count(1);
  auto& crossing = *result.add_crossings();
  crossing.set_color(to);
  crossing.set_status_level(3);
  crossing.set_student_count(one.students);
  return result;
}

indicator::v1::Band BandOf(int level, const char* minimum, const char* maximum) {
  indicator::v1::Band band;
  band.set_level(level);
  if (*minimum != '\0') band.mutable_minimum()->set_value(minimum);
  if (*maximum != '\0') band.mutable_maximum()->set_value(maximum);
  return band;
}

indicator::v1::Rulebook RulesOfSuspension() {
  indicator::v1::Rulebook rules;
  auto& of_indicator = *rules.add_indicators();
  of_indicator.set_indicator(education::v1::INDICATOR_SUSPENSION);
  auto& table = *of_indicator.add_tables();
  table.mutable_selector()->add_school_types("UD");
  *table.add_status_bands() = BandOf(1, "8.1", "");
  *table.add_status_bands() = BandOf(2, "4.6", "8.0");
  *table.add_status_bands() = BandOf(3, "2.6", "4.5");
  *table.add_status_bands() = BandOf(4, "1.1", "2.5");
  *table.add_status_bands() = BandOf(5, "", "1.0");
  *table.add_change_bands() = BandOf(1, "2.0", "");
  *table.add_change_bands() = BandOf(2, "0.3", "1.9");
  *table.add_change_bands() = BandOf(3, "-0.2", "0.2");
  *table.add_change_bands() = BandOf(4, "-1.9", "-0.3");
  *table.add_change_bands() = BandOf(5, "", "-2.0");
  for (int level = 5; level >= 1; --level) {
    auto& row = *table.add_grid();
    row.set_status_level(level);
    for (int change = 1; change <= 5; ++change) row.add_colors(education::v1::COLOR_ORANGE);
  }
  return rules;
}

FakeReportSource SourceWith(const std::vector<TargetCase>& cases) {
  FakeReportSource source;
  for (const char* const cds : {kLea, kSchool}) {
    source.entities[*CdsCode::Parse(cds)] = EntityOf(cds);
  }
  source.dashboard_rules = RulesOfSuspension();
  ResultBlock& block = source.results.emplace_back();
  block.set_dashboard_year(kYear);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  block.set_publication(indicator::v1::IndicatorRules::PUBLICATION_COLOR);
  for (const TargetCase& one : cases) {
    block.add_entity_indexes(block.entities_size());
    *block.add_entities() = EntityOf(one.cds);
    block.add_school_types("UD");
    block.add_student_groups(one.group);
    block.add_current_numerators(72);
    block.add_current_denominators(1000);
    block.add_status_tenths(72);
    block.add_change_tenths(5);
    block.add_status_levels(2);
    block.add_change_levels(2);
    block.add_colors(one.color);
    block.add_boxes(170);
    block.add_current_size_met(true);
    block.add_disclosures(one.disclosure);
    source.crossings.push_back(
        CrossingsTo(one, kYear, education::v1::COLOR_ORANGE, education::v1::COLOR_YELLOW));
    source.next_year_crossings.push_back(
        CrossingsTo(one, kYear + 1, education::v1::COLOR_RED, education::v1::COLOR_ORANGE));
  }
  return source;
}

DocumentKey KeyFor(const char* cds, const char* language = "en") {
  return {.kind = DocumentKey::Kind::kTargetList,
          .cds = *CdsCode::Parse(cds),
          .dashboard_year = kYear,
          .language_code = language};
}

v1::TargetList TargetsOf(FakeReportSource source, const char* cds = kLea,
                         const char* language = "en") {
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const auto list = ComposeTargetList(source, KeyFor(cds, language), Revision(), call);
  EXPECT_TRUE(list.ok()) << list.status();
  return list.ok() ? *list : v1::TargetList();
}

TEST(TargetListTest, TellsTheLeastChangeToABetterColorThisYearAndTheNext) {
  const v1::TargetList list = TargetsOf(SourceWith({{}}));
  ASSERT_THAT(list.targets(), SizeIs(1));
  const v1::Target& target = list.targets(0);
  EXPECT_EQ(target.next_color().color(), education::v1::COLOR_YELLOW);
  EXPECT_EQ(target.next_color().student_count(), -12);
  EXPECT_EQ(target.sentence(), "12 fewer students would make it Yellow.");
  EXPECT_EQ(target.next_year_color_if_unchanged(), education::v1::COLOR_RED);
  EXPECT_EQ(target.next_year_color().color(), education::v1::COLOR_ORANGE);
  EXPECT_EQ(target.next_year_sentence(),
            "With the same numbers it would be Red in 2025. 12 fewer students would make it "
            "Orange.");
}

TEST(TargetListTest, SaysItInSpanish) {
  const v1::TargetList list = TargetsOf(SourceWith({{}}), kLea, "es");
  EXPECT_EQ(list.targets(0).sentence(), "Con 12 estudiantes menos sería Amarillo.");
  EXPECT_THAT(list.targets(0).next_year_sentence(),
              HasSubstr("Con los mismos números sería Rojo en 2025."));
}

TEST(TargetListTest, OfAWithheldResultHasNothingButItsCount) {
  const v1::TargetList list =
      TargetsOf(SourceWith({{},
                            {.group = education::v1::STUDENT_GROUP_HOMELESS,
                             .disclosure = education::v1::DISCLOSURE_WITHHELD}}));
  EXPECT_THAT(list.targets(), SizeIs(1));
  EXPECT_EQ(list.withheld_count(), 1);
  for (const auto format : {v1::DOCUMENT_FORMAT_JSON, v1::DOCUMENT_FORMAT_TEXT,
                            v1::DOCUMENT_FORMAT_CSV, v1::DOCUMENT_FORMAT_SVG}) {
    const std::string text = *Render(list, format, KeyFor(kLea).Words());
    EXPECT_THAT(text, Not(HasSubstr("Homeless")));
    EXPECT_THAT(text, Not(HasSubstr("HOMELESS")));
  }
}

TEST(TargetListTest, OfAResultWhoseChangeIsWithheldTellsTheColorAndNoCrossing) {
  FakeReportSource source = SourceWith({{.disclosure = education::v1::DISCLOSURE_CHANGE_WITHHELD}});
  // Whatever the crossings say of themselves.
  source.crossings[0].set_disclosure(education::v1::DISCLOSURE_SHOWN);
  source.next_year_crossings[0].set_disclosure(education::v1::DISCLOSURE_SHOWN);
  const v1::TargetList list = TargetsOf(source);
  ASSERT_THAT(list.targets(), SizeIs(1));
  const v1::Target& target = list.targets(0);
  EXPECT_EQ(target.cell().color(), education::v1::COLOR_ORANGE);
  EXPECT_FALSE(target.has_next_color());
  EXPECT_FALSE(target.has_next_year_color());
  EXPECT_EQ(target.next_year_color_if_unchanged(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_FALSE(target.has_change_border());
  EXPECT_THAT(target.sentence(), HasSubstr("not shown"));
  EXPECT_EQ(target.next_year_sentence(), "");
}

TEST(TargetListTest, CrossingsThatDoNotSayThatTheyAreShownAreNotShown) {
  FakeReportSource source = SourceWith({{}});
  source.crossings[0].clear_disclosure();
  source.next_year_crossings[0].set_disclosure(education::v1::DISCLOSURE_WITHHELD);
  const v1::TargetList list = TargetsOf(source);
  EXPECT_FALSE(list.targets(0).has_next_color());
  EXPECT_FALSE(list.targets(0).has_next_year_color());
  EXPECT_EQ(list.targets(0).sentence(), "");
}

TEST(TargetListTest, WithoutRulesOfTheNextYearSaysNothingOfIt) {
  FakeReportSource source = SourceWith({{}});
  source.next_year_crossings.clear();
  const v1::TargetList list = TargetsOf(source);
  EXPECT_FALSE(list.targets(0).has_next_year_color());
  EXPECT_EQ(list.targets(0).next_year_color_if_unchanged(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(list.targets(0).next_year_sentence(), "");
}

TEST(TargetListTest, TellsTheBordersOfTheNextLevels) {
  FakeReportSource source = SourceWith({{.students = -27}});
  const v1::TargetList list = TargetsOf(source);
  const v1::Target& target = list.targets(0);
  EXPECT_EQ(target.status_border().level(), 3);
  EXPECT_EQ(target.status_border().threshold().value(), "4.5");
  EXPECT_EQ(target.status_border().distance().value(), "-2.7");
  EXPECT_EQ(target.change_border().level(), 3);
  EXPECT_EQ(target.change_border().threshold().value(), "0.2");
  EXPECT_EQ(target.change_border().distance().value(), "-0.3");
}

TEST(TargetListTest, TellsNoBorderWhereTablesThatMayApplyDisagree) {
  FakeReportSource source = SourceWith({{.students = -27}});
  auto& tables = *source.dashboard_rules->mutable_indicators(0)->mutable_tables();
  auto other = tables.Get(0);
  other.mutable_selector()->set_high_school_cuts(true);
  other.mutable_change_bands(2)->mutable_maximum()->set_value("0.1");
  other.mutable_change_bands(1)->mutable_minimum()->set_value("0.2");
  auto first = tables.Get(0);
  tables.Clear();
  *tables.Add() = other;
  *tables.Add() = first;
  const v1::TargetList list = TargetsOf(source);
  EXPECT_TRUE(list.targets(0).has_status_border());
  EXPECT_FALSE(list.targets(0).has_change_border());
}

TEST(TargetListTest, TellsNoBorderWhereTheStatusIsSetByRule) {
  FakeReportSource source = SourceWith({{}});
  source.results[0].set_status_levels(0, 1);
  const v1::TargetList list = TargetsOf(source);
  EXPECT_FALSE(list.targets(0).has_status_border());
  EXPECT_FALSE(list.targets(0).has_change_border());
}

TEST(TargetListTest, OfTheBestColorHasNoNextOne) {
  const v1::TargetList list = TargetsOf(SourceWith({{.color = education::v1::COLOR_BLUE}}));
  ASSERT_THAT(list.targets(), SizeIs(1));
  EXPECT_FALSE(list.targets(0).has_next_color());
  EXPECT_EQ(list.targets(0).sentence(), "It has the best color.");
}

TEST(TargetListTest, AnLeaComesBeforeItsSchoolsAndACountyHasLeasOnly) {
  const v1::TargetList list = TargetsOf(SourceWith({{.cds = kSchool}, {}}));
  ASSERT_THAT(list.targets(), SizeIs(2));
  EXPECT_EQ(list.targets(0).entity().name(), EntityName(kLea));
  const v1::TargetList county = TargetsOf(SourceWith({{.cds = kSchool}, {}}), "99000000000000");
  ASSERT_THAT(county.targets(), SizeIs(1));
  EXPECT_EQ(county.targets(0).entity().name(), EntityName(kLea));
}

TEST(TargetListTest, ACountyThatIsNoneOfTheStatesIsNamedByItsLeas) {
  EXPECT_EQ(TargetsOf(SourceWith({{}}), "99000000000000").entity().display_name(), "Synthetic");
}

TEST(TargetListTest, OfAYearWithoutResultsIsNotFound) {
  FakeReportSource source = SourceWith({{}});
  source.results.clear();
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const auto list = ComposeTargetList(source, KeyFor(kLea), Revision(), call);
  EXPECT_EQ(list.status().code(), absl::StatusCode::kNotFound) << list.status();
}

eligibility::v1::ProposedChange ChangeOf(education::v1::StudentGroup group,
                                         education::v1::Disclosure disclosure) {
  eligibility::v1::ProposedChange change;
  change.set_indicator(education::v1::INDICATOR_SUSPENSION);
  change.set_student_group(group);
  change.set_from_color(education::v1::COLOR_RED);
  change.set_to_color(education::v1::COLOR_ORANGE);
  change.set_student_count(-3);
  change.set_disclosure(disclosure);
  return change;
}

FakeReportSource SourceWithExit() {
  FakeReportSource source = SourceWith({{}});
  source.programs = {eligibility::v1::PROGRAM_LCFF};
  auto& nearest = source.nearest.emplace_back();
  *nearest.mutable_entity() = EntityOf(kLea);
  nearest.set_program(eligibility::v1::PROGRAM_LCFF);
  nearest.set_direction(eligibility::v1::Nearest::DIRECTION_LEAVE);
  *nearest.add_changes() =
      ChangeOf(education::v1::STUDENT_GROUP_HOMELESS, education::v1::DISCLOSURE_SHOWN);
  auto& determination = source.determinations.emplace_back();
  *determination.mutable_entity() = EntityOf(kLea);
  determination.set_program(eligibility::v1::PROGRAM_LCFF);
  for (const auto group :
       {education::v1::STUDENT_GROUP_HOMELESS, education::v1::STUDENT_GROUP_ASIAN}) {
    auto& answer = *determination.add_groups();
    answer.set_student_group(group);
    answer.set_outcome(group == education::v1::STUDENT_GROUP_HOMELESS
                           ? eligibility::v1::OUTCOME_MET
                           : eligibility::v1::OUTCOME_NOT_MET);
  }
  return source;
}

TEST(TargetListTest, TellsWhatEndsTheEligibilityOfEachGroup) {
  const v1::TargetList list = TargetsOf(SourceWithExit());
  ASSERT_THAT(list.exits(), SizeIs(1));
  EXPECT_THAT(list.exits(0).student_groups(), ElementsAre(education::v1::STUDENT_GROUP_HOMELESS));
  EXPECT_THAT(list.exits(0).sentences(),
              ElementsAre("Entity 99600020000000: for Homeless it ends with 3 fewer students in "
                          "Suspension Rate (from Red to Orange)."));
}

TEST(TargetListTest, AWithheldExitTellsNoNumber) {
  FakeReportSource source = SourceWithExit();
  auto& change = *source.nearest[0].mutable_changes(0);
  change = ChangeOf(education::v1::STUDENT_GROUP_HOMELESS, education::v1::DISCLOSURE_WITHHELD);
  const v1::TargetList list = TargetsOf(source);
  ASSERT_THAT(list.exits(), SizeIs(1));
  EXPECT_EQ(list.exits(0).nearest().changes(0).student_count(), -1);
  EXPECT_THAT(list.exits(0).sentences(),
              ElementsAre(AllOf(HasSubstr("not shown"), Not(HasSubstr("3 fewer")))));
}

TEST(TargetListTest, TheWayIntoEligibilityIsNoExit) {
  FakeReportSource source = SourceWithExit();
  source.nearest[0].set_direction(eligibility::v1::Nearest::DIRECTION_ENTER);
  EXPECT_THAT(TargetsOf(source).exits(), IsEmpty());
}

TEST(TargetListTest, TheTextHasALineAResultInEightyColumnsTheNearestFirst) {
  const v1::TargetList list =
      TargetsOf(SourceWith({{.students = -12}, {.cds = kSchool, .students = -2}}));
  const std::string text = *Render(list, v1::DOCUMENT_FORMAT_TEXT, KeyFor(kLea).Words());
  EXPECT_LT(text.find("2 fewer students -> Yellow"), text.find("12 fewer students -> Yellow"));
  size_t begin = 0;
  for (size_t end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    const std::string line = text.substr(begin, end - begin);
    const auto letters = std::count_if(line.begin(), line.end(), [](char c) {
      return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    });
    EXPECT_LE(letters, 80) << line;
  }
}

}  // namespace
}  // namespace sos::reporting
