// SPDX-License-Identifier: Apache-2.0

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kUnified[] = "99600020000000";
constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();

// One result of chronic absenteeism, to be set apart by what a test is about.
struct Row {
  std::string cds = kUnified;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  int64_t numerator = 181;
  int64_t denominator = 1020;
  int32_t status = 177;
  int32_t change = -48;
  int64_t prior_numerator = 225;
  int64_t prior_denominator = 1000;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
};

ResultBlock BlockOf(int year, const std::vector<Row>& rows) {
  ResultBlock block;
  block.set_dashboard_year(year);
  block.set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  block.set_publication(indicator::v1::IndicatorRules::PUBLICATION_COLOR);
  for (const Row& row : rows) {
    block.add_entity_indexes(block.entities_size());
    education::v1::Entity& entity = *block.add_entities();
    entity.set_name(EntityName(row.cds));
    entity.set_display_name("Entity " + row.cds);
    block.add_student_groups(row.group);
    block.add_current_numerators(row.numerator);
    block.add_current_denominators(row.denominator);
    block.add_prior_numerators(row.prior_numerator);
    block.add_prior_denominators(row.prior_denominator);
    block.add_status_tenths(row.status);
    block.add_change_tenths(row.change);
    block.add_status_levels(2);
    block.add_change_levels(5);
    block.add_colors(education::v1::COLOR_YELLOW);
    block.add_boxes(200);
    block.add_current_size_met(true);
    block.add_disclosures(row.disclosure);
  }
  return block;
}

indicator::v1::ResultCrossings CrossingsOf(education::v1::StudentGroup group,
                                           education::v1::Disclosure disclosure) {
  indicator::v1::ResultCrossings crossings;
  crossings.set_student_group(group);
  crossings.set_disclosure(disclosure);
  auto& crossing = *crossings.add_crossings();
  crossing.set_color(education::v1::COLOR_GREEN);
  crossing.set_student_count(-12);
  return crossings;
}

FakeReportSource SourceOf(std::vector<ResultBlock> results, const char* cds = kUnified) {
  FakeReportSource source;
  education::v1::Entity& entity = source.entities[*CdsCode::Parse(cds)];
  entity.set_name(EntityName(cds));
  entity.set_display_name("Synthetic Unified");
  source.results = std::move(results);
  return source;
}

absl::StatusOr<v1::IndicatorView> TryView(FakeReportSource source, const char* cds = kUnified,
                                          const char* language = "en") {
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kIndicatorView,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = 2024,
                           .indicator = education::v1::INDICATOR_CHRONIC_ABSENTEEISM,
                           .language_code = language};
  return ComposeIndicatorView(source, key, Revision(), call);
}

v1::IndicatorView ViewOf(FakeReportSource source, const char* cds = kUnified,
                         const char* language = "en") {
  const auto view = TryView(std::move(source), cds, language);
  EXPECT_TRUE(view.ok()) << view.status();
  return view.ok() ? *view : v1::IndicatorView();
}

TEST(IndicatorViewTest, OfAWithheldGroupHasNoNumberAndNoCrossing) {
  auto source = SourceOf({BlockOf(2024, {{},
                                         {.group = education::v1::STUDENT_GROUP_ASIAN,
                                          .denominator = 7,
                                          .disclosure = education::v1::DISCLOSURE_WITHHELD}})});
  source.crossings = {
      CrossingsOf(education::v1::STUDENT_GROUP_ASIAN, education::v1::DISCLOSURE_SHOWN)};
  const v1::IndicatorView view = ViewOf(source);
  ASSERT_THAT(view.groups(), SizeIs(2));
  const v1::GroupResult& masked = view.groups(1);
  EXPECT_EQ(masked.cell().state(), v1::Cell::STATE_MASKED);
  EXPECT_EQ(masked.cell().student_count(), -1);
  EXPECT_FALSE(masked.cell().has_status());
  EXPECT_EQ(masked.cell().color(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(masked.numerator(), -1);
  EXPECT_THAT(masked.crossings(), IsEmpty());
  EXPECT_EQ(masked.next_color(), "");
  EXPECT_THAT(masked.cell().sentence(), HasSubstr("not shown"));
}

TEST(IndicatorViewTest, OfAResultWhoseChangeIsWithheldTellsNeitherChangeNorItsLevel) {
  const v1::IndicatorView view = ViewOf(
      SourceOf({BlockOf(2024, {{.disclosure = education::v1::DISCLOSURE_CHANGE_WITHHELD}})}));
  ASSERT_THAT(view.groups(), SizeIs(1));
  EXPECT_FALSE(view.groups(0).cell().has_change());
  EXPECT_EQ(view.groups(0).cell().change_level(), 0);
  EXPECT_EQ(view.groups(0).cell().status().value(), "17.7");
  ASSERT_THAT(view.trend(), SizeIs(1)) << "last year's status would follow from the change";
  EXPECT_EQ(view.trend(0).dashboard_year(), 2024);
}

TEST(IndicatorViewTest, TakesCrossingsThatDoNotSayThatTheyAreShownForWithheld) {
  for (const auto disclosure :
       {education::v1::DISCLOSURE_UNSPECIFIED, education::v1::DISCLOSURE_CHANGE_WITHHELD,
        education::v1::DISCLOSURE_WITHHELD}) {
    auto source = SourceOf({BlockOf(2024, {{}})});
    source.crossings = {CrossingsOf(education::v1::STUDENT_GROUP_ALL, disclosure)};
    const v1::IndicatorView view = ViewOf(source);
    EXPECT_THAT(view.groups(0).crossings(), IsEmpty());
    EXPECT_EQ(view.groups(0).next_color(), "");
  }
}

TEST(IndicatorViewTest, TellsTheNextColorOfAShownResultInTheLanguage) {
  auto source = SourceOf({BlockOf(2024, {{}})});
  source.crossings = {
      CrossingsOf(education::v1::STUDENT_GROUP_ALL, education::v1::DISCLOSURE_SHOWN)};
  EXPECT_EQ(ViewOf(source).groups(0).next_color(), "12 fewer students would make it Green.");
  EXPECT_THAT(ViewOf(source).groups(0).crossings(), SizeIs(1));
  EXPECT_EQ(ViewOf(source, kUnified, "es").groups(0).next_color(),
            "Con 12 estudiantes menos sería Verde.");
  EXPECT_EQ(
      ViewOf(source).groups(0).cell().sentence(),
      "181 of 1,020 students (17.7 %) were chronically absent, 4.8 points fewer than the year "
      "before. Color: Yellow.");
}

TEST(IndicatorViewTest, TheTrendHasAllYearsTheBrokenOnesMarkedAndTheYearBeforeAFile) {
  const v1::IndicatorView view =
      ViewOf(SourceOf({BlockOf(2019, {{.prior_numerator = -1, .prior_denominator = -1}}),
                       BlockOf(2023, {{}}), BlockOf(2024, {{}})}));
  std::vector<std::string> points;
  for (const v1::TrendPoint& point : view.trend()) {
    points.push_back(std::to_string(point.dashboard_year()) + " " +
                     v1::TrendPoint::Kind_Name(point.kind()).substr(5) + " " +
                     point.status().value());
  }
  // 2018 is status minus change; 2022 is 225 of 1,000, as the file of 2023 has it.
  EXPECT_THAT(points,
              ElementsAre("2018 COLOR 22.5", "2019 COLOR 17.7", "2020 BROKEN ", "2021 BROKEN ",
                          "2022 COLOR 22.5", "2023 COLOR 17.7", "2024 COLOR 17.7"));
  EXPECT_EQ(view.trend(4).color(), education::v1::COLOR_NONE);
}

TEST(IndicatorViewTest, TheYearBeforeAFileIsNotToldOfAGroupThatWasSmallThen) {
  const v1::IndicatorView small =
      ViewOf(SourceOf({BlockOf(2024, {{.prior_numerator = 3, .prior_denominator = 10}})}));
  EXPECT_THAT(small.trend(), SizeIs(1));
  const v1::IndicatorView withheld = ViewOf(SourceOf(
      {BlockOf(2023, {{.disclosure = education::v1::DISCLOSURE_WITHHELD}}), BlockOf(2024, {{}})}));
  ASSERT_THAT(withheld.trend(), SizeIs(1)) << "the year has a row, which is withheld";
  const v1::IndicatorView none = ViewOf(SourceOf(
      {BlockOf(2024, {{.status = kNoTenths, .change = kNoTenths, .prior_numerator = -1}})}));
  EXPECT_THAT(none.trend(), IsEmpty());
}

TEST(IndicatorViewTest, ListsMembersByNameAndCountsTheWithheldOnes) {
  const v1::IndicatorView view = ViewOf(SourceOf({BlockOf(
      2024, {{},
             {.cds = "99600020130302"},
             {.cds = "99600020130229"},
             {.cds = "99600020130310", .disclosure = education::v1::DISCLOSURE_WITHHELD}})}));
  ASSERT_THAT(view.members(), SizeIs(2));
  EXPECT_EQ(view.members(0).entity().name(), "entities/99600020130229");
  EXPECT_EQ(view.members(1).entity().name(), "entities/99600020130302");
  EXPECT_EQ(view.withheld_count(), 1);
}

TEST(IndicatorViewTest, OfACountyWithoutRowsOfItsOwnListsItsLeas) {
  constexpr char kMonterey[] = "27000000000000";
  FakeReportSource source;
  source.results = {BlockOf(2024, {{.cds = "27102720000000"}, {.cds = "27102720112177"}})};
  const v1::IndicatorView view = ViewOf(source, kMonterey);
  EXPECT_EQ(view.entity().display_name(), "Monterey");
  ASSERT_THAT(view.members(), SizeIs(1)) << "a school is no LEA";
  EXPECT_EQ(view.members(0).entity().name(), "entities/27102720000000");
}

TEST(IndicatorViewTest, IsNotFoundWhereNothingIsKnownOfTheYear) {
  EXPECT_TRUE(absl::IsNotFound(TryView(SourceOf({})).status()));
  EXPECT_TRUE(absl::IsNotFound(TryView(SourceOf({BlockOf(2023, {{}})})).status()));
}

TEST(IndicatorViewTest, NamesTheFilesOfItsIndicatorAndCountyWithTheirDigests) {
  auto source = SourceOf({BlockOf(2024, {{}})});
  const auto add = [&source](ingestion::v1::Collection collection, int year, const char* name,
                             const char* county, bool statewide) {
    auto& coverage = *source.snapshot.add_coverages();
    coverage.set_collection(collection);
    coverage.set_dashboard_year(year);
    auto& file = *coverage.add_files();
    file.set_display_name(name);
    file.set_content_digest("ab12");
    file.mutable_coverage()->set_statewide(statewide);
    file.mutable_coverage()->add_areas()->add_county_codes(county);
  };
  add(ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM, 2023, "chronic2023.txt", "99", true);
  add(ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM, 2024, "chronic2024.txt", "99", false);
  add(ingestion::v1::COLLECTION_CHRONIC_ABSENTEEISM, 2024, "other-county.txt", "27", false);
  add(ingestion::v1::COLLECTION_SUSPENSION, 2024, "susp2024.txt", "99", true);
  add(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT, 2024, "students.txt", "99", true);
  const v1::IndicatorView view = ViewOf(source);
  ASSERT_THAT(view.files(), SizeIs(2));
  EXPECT_EQ(view.files(0).display_name(), "chronic2024.txt");
  EXPECT_TRUE(view.files(0).partial());
  EXPECT_EQ(view.files(0).content_digest(), "ab12");
  EXPECT_EQ(view.files(1).display_name(), "chronic2023.txt");
  EXPECT_FALSE(view.files(1).partial());
}

}  // namespace
}  // namespace sos::reporting
