// SPDX-License-Identifier: Apache-2.0

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using education::v1::Color;
using education::v1::Indicator;
using education::v1::StudentGroup;
using indicator::v1::IndicatorReadiness;
using indicator::v1::ResultBlock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLea[] = "99600020000000";
constexpr char kSchool[] = "99600026000021";
constexpr int kYear = 2025;
constexpr int kNone = std::numeric_limits<int32_t>::min();
const Revision kRevision{.number = 7, .identity = ""};

education::v1::Entity EntityOf(const std::string& cds) {
  education::v1::Entity entity;
  entity.set_name(EntityName(cds));
  entity.set_display_name("Entity " + cds);
  entity.set_type(cds == kSchool ? education::v1::ENTITY_TYPE_SCHOOL
                                 : education::v1::ENTITY_TYPE_DISTRICT);
  return entity;
}

// A mean of 100 students, ten of whose like are left out.
struct Row {
  std::string cds = kLea;
  StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  int status = -200;
  Color color = education::v1::COLOR_ORANGE;
  int left_out = 10;
  int lowest = -450;
  int highest = 50;
};

ResultBlock Block(Indicator indicator, int year, bool from_records, const std::vector<Row>& rows) {
  ResultBlock block;
  block.set_indicator(indicator);
  block.set_dashboard_year(year);
  block.set_from_student_records(from_records);
  for (const Row& row : rows) {
    *block.add_entities() = EntityOf(row.cds);
    block.add_entity_indexes(block.entities_size() - 1);
    block.add_student_groups(row.group);
    block.add_current_numerators(-1);
    block.add_current_denominators(100);
    block.add_prior_numerators(-1);
    block.add_prior_denominators(-1);
    block.add_status_tenths(row.status);
    block.add_change_tenths(kNone);
    block.add_status_levels(2);
    block.add_colors(row.color);
    if (!from_records) continue;
    block.add_left_out_counts(row.left_out);
    block.add_lowest_status_tenths(row.left_out == 0 ? kNone : row.lowest);
    block.add_highest_status_tenths(row.left_out == 0 ? kNone : row.highest);
    block.add_lowest_change_tenths(kNone);
    block.add_highest_change_tenths(kNone);
    block.add_stand_in_status_tenths(kNone);
    block.add_held_status_tenths(kNone);
    block.add_prior_left_out_counts(0);
  }
  return block;
}

eligibility::v1::Determination Decided(eligibility::v1::Outcome outcome,
                                       const std::vector<StudentGroup>& groups) {
  eligibility::v1::Determination determination;
  determination.set_program(eligibility::v1::PROGRAM_LCFF);
  determination.set_eligibility(outcome);
  for (const StudentGroup group : groups) {
    auto& answer = *determination.add_groups();
    answer.set_student_group(group);
    answer.set_outcome(eligibility::v1::OUTCOME_MET);
  }
  return determination;
}

eligibility::v1::EvaluateChangesResponse Becomes(eligibility::v1::Determination after) {
  eligibility::v1::EvaluateChangesResponse response;
  *response.add_after() = std::move(after);
  return response;
}

// The mean of all students with another color.
std::vector<ResultBlock> Colored(Color color) {
  Row row;
  row.color = color;
  return {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true, {row})};
}

class EstimateTest : public ::testing::Test {
 protected:
  EstimateTest() {
    source_.entities[*CdsCode::Parse(kLea)] = EntityOf(kLea);
    source_.results = {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true, {Row()})};
    source_.determinations = {Decided(eligibility::v1::OUTCOME_NOT_MET, {})};
    source_.changed_results = {Colored(education::v1::COLOR_RED),
                               Colored(education::v1::COLOR_ORANGE)};
    source_.evaluated = {
        Becomes(Decided(eligibility::v1::OUTCOME_MET, {education::v1::STUDENT_GROUP_HOMELESS})),
        Becomes(Decided(eligibility::v1::OUTCOME_NOT_MET, {}))};
    source_.readiness.emplace();
    IndicatorReadiness& ela = *source_.readiness->add_indicators();
    ela.set_indicator(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS);
    ela.add_error_sources(IndicatorReadiness::ERROR_SOURCE_ALTERNATE_ASSESSMENT);
    IndicatorReadiness& chronic = *source_.readiness->add_indicators();
    chronic.set_indicator(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
    chronic.add_awaited_collections("absence-summary");
  }

  absl::StatusOr<v1::Estimate> Compose(const char* language = "en") {
    DocumentKey key{.kind = DocumentKey::Kind::kEstimate,
                    .cds = *CdsCode::Parse(kLea),
                    .dashboard_year = kYear,
                    .language_code = language};
    const rpc::CallContext context(absl::InfiniteDuration(), "test");
    return ComposeEstimate(source_, key, kRevision, context);
  }

  FakeReportSource source_;
};

TEST_F(EstimateTest, AColorThatDependsOnWhatIsNotKnownIsToldWithBothEndsAndTheReason) {
  const auto estimate = Compose();
  ASSERT_TRUE(estimate.ok()) << estimate.status();
  ASSERT_THAT(estimate->results(), SizeIs(1));
  const v1::ResultEstimate& result = estimate->results(0);
  EXPECT_EQ(result.color(), education::v1::COLOR_ORANGE);
  EXPECT_EQ(result.worst_color(), education::v1::COLOR_RED);
  EXPECT_EQ(result.best_color(), education::v1::COLOR_ORANGE);
  EXPECT_EQ(result.range().lowest_status().value(), "-45.0");
  EXPECT_EQ(result.range().highest_status().value(), "5.0");
  EXPECT_EQ(result.sentence(),
            "Red or Orange: it depends on the alternate assessments of 10 students.");
}

TEST_F(EstimateTest, AColorThatHoldsOverTheWholeRangeIsToldAsSuch) {
  source_.changed_results[0] = Colored(education::v1::COLOR_ORANGE);
  EXPECT_EQ(Compose()->results(0).sentence(), "Orange in every case.");
  source_.result_changes.clear();
  EXPECT_EQ(Compose("es")->results(0).sentence(), "Anaranjado en todo caso.");
}

TEST_F(EstimateTest, NoColorInAnyCaseIsNotTheSameAsAColorThatIsNotKnown) {
  source_.changed_results = {Colored(education::v1::COLOR_NONE),
                             Colored(education::v1::COLOR_NONE)};
  EXPECT_EQ(Compose()->results(0).sentence(), "No color in any case.");
  source_.result_changes.clear();
  source_.changed_results = {{}, {}};
  EXPECT_EQ(Compose()->results(0).sentence(), "The color is not known over the whole range.");
}

TEST_F(EstimateTest, AProgramThatDoesNotAnswerMakesNothingCertain) {
  source_.evaluated.clear();
  EXPECT_EQ(Compose()->support(0).sentence(), "Not decided by what is loaded.");
  source_.determinations.clear();
  source_.result_changes.clear();
  const auto estimate = Compose();
  EXPECT_THAT(estimate->support(), IsEmpty());
  EXPECT_EQ(estimate->results(0).worst_color(), education::v1::COLOR_RED)
      << "colors are found without a program";
}

TEST_F(EstimateTest, SupportThatRestsOnNoGroupIsOfTheWhole) {
  source_.evaluated[0] = Becomes(Decided(eligibility::v1::OUTCOME_MET, {}));
  EXPECT_EQ(
      Compose()->support(0).sentence(),
      "It depends on what is not known: in the worst case eligible for the LEA as a whole, in "
      "the best not eligible.");
}

TEST_F(EstimateTest, SchoolsHaveColorsAtBothEndsAndNoPartInTheSupport) {
  source_.results = {
      Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true, {{.cds = kSchool}})};
  source_.changed_results = {{Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true,
                                    {{.cds = kSchool, .color = education::v1::COLOR_RED}})},
                             {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true,
                                    {{.cds = kSchool, .color = education::v1::COLOR_YELLOW}})}};
  const auto estimate = Compose();
  EXPECT_EQ(estimate->results(0).sentence(),
            "Red to Yellow: it depends on the alternate assessments of 10 students.");
  EXPECT_THAT(source_.changes, IsEmpty());
  EXPECT_EQ(estimate->support(0).sentence(), "Not eligible in any case.");
}

TEST_F(EstimateTest, ALowerBoundIsToldAsOneAndHasNoColor) {
  Row row;
  row.left_out = 0;
  row.color = education::v1::COLOR_NONE;
  ResultBlock block = Block(education::v1::INDICATOR_COLLEGE_CAREER, kYear, true, {row});
  (*block.mutable_undetermined_reasons())[0] = "LOWER_BOUND";
  source_.results = {block};
  const auto estimate = Compose();
  EXPECT_TRUE(estimate->results(0).lower_bound());
  EXPECT_EQ(estimate->results(0).sentence(), "At least so high, and without a color.");
}

TEST_F(EstimateTest, ResultsOfWhichNothingIsLeftOutHaveNoRange) {
  Row whole;
  whole.left_out = 0;
  source_.results = {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true, {whole})};
  const auto estimate = Compose();
  EXPECT_FALSE(estimate->results(0).has_range());
  EXPECT_EQ(estimate->results(0).worst_color(), education::v1::COLOR_ORANGE);
  EXPECT_EQ(estimate->results(0).sentence(), "");
  EXPECT_THAT(source_.changes, IsEmpty()) << "nothing could be another";
  EXPECT_THAT(source_.result_changes, IsEmpty());
}

TEST_F(EstimateTest, SupportIsToldOverTheWholeRangeOfAllResults) {
  EXPECT_EQ(Compose()->support(0).sentence(),
            "It depends on what is not known: in the worst case eligible for Homeless, in the best "
            "not eligible.");
}

TEST_F(EstimateTest, SupportThatNothingCanChangeIsToldAsCertain) {
  source_.evaluated[0] = Becomes(Decided(eligibility::v1::OUTCOME_NOT_MET, {}));
  EXPECT_EQ(Compose()->support(0).sentence(), "Not eligible in any case.");
}

TEST_F(EstimateTest, AMeanIsChangedToBothEndsOfItsRangeAndARateByItsStudents) {
  ResultBlock rate = Block(education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS, kYear, true,
                           {{.group = education::v1::STUDENT_GROUP_ENGLISH_LEARNERS}});
  rate.set_current_numerators(0, 45);
  rate.set_prior_numerators(0, 30);
  rate.set_prior_denominators(0, 60);
  rate.set_prior_left_out_counts(0, 4);
  source_.results.push_back(rate);
  ASSERT_TRUE(Compose().ok());
  ASSERT_THAT(source_.result_changes, SizeIs(2));
  ASSERT_THAT(source_.result_changes[0], SizeIs(2));
  // By indicator: English learner progress first. The year before is at the other end.
  const auto& worst_rate = source_.result_changes[0][0];
  EXPECT_EQ(worst_rate.current_numerator(), 45);
  EXPECT_EQ(worst_rate.current_denominator(), 110);
  EXPECT_EQ(worst_rate.prior_numerator(), 34);
  EXPECT_EQ(worst_rate.prior_denominator(), 64);
  const auto& best_rate = source_.result_changes[1][0];
  EXPECT_EQ(best_rate.current_numerator(), 55);
  EXPECT_EQ(best_rate.prior_numerator(), 30);
  const auto& worst_mean = source_.result_changes[0][1];
  EXPECT_EQ(worst_mean.status().value(), "-45.0");
  EXPECT_EQ(worst_mean.current_denominator(), 110) << "all of them make the color's size";
  EXPECT_EQ(source_.result_changes[1][1].status().value(), "5.0");
}

TEST_F(EstimateTest, WhatAnIndicatorWaitsForAndWhyItMayDifferIsSaidOfThatIndicator) {
  const auto estimate = Compose();
  ASSERT_THAT(estimate->indicators(), SizeIs(2));
  const v1::IndicatorEstimate& ela = estimate->indicators(0);
  EXPECT_EQ(ela.basis(), v1::IndicatorEstimate::BASIS_ESTIMATE);
  EXPECT_THAT(ela.error_sources(), ElementsAre(HasSubstr("alternate assessments")));
  EXPECT_EQ(ela.missing(), "");
  const v1::IndicatorEstimate& chronic = estimate->indicators(1);
  EXPECT_EQ(chronic.basis(), v1::IndicatorEstimate::BASIS_NOT_MADE);
  EXPECT_EQ(chronic.missing(), "It waits for CALPADS report 14.2 (or STAS).");
  EXPECT_FALSE(chronic.has_result());
}

TEST_F(EstimateTest, WithoutTheFifthYearARateIsALowerBound) {
  source_.readiness->mutable_indicators(0)->add_error_sources(
      IndicatorReadiness::ERROR_SOURCE_FIFTH_YEAR_GRADUATES);
  EXPECT_EQ(Compose()->indicators(0).basis(), v1::IndicatorEstimate::BASIS_LOWER_BOUND);
}

TEST_F(EstimateTest, LastYearIsWhatTheStatePublishedAndNoEstimate) {
  source_.results.push_back(
      Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear - 1, true, {{.status = 990}}));
  EXPECT_FALSE(Compose()->indicators(0).has_before());
  source_.result_changes.clear();
  source_.results.push_back(
      Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear - 1, false, {{.status = -123}}));
  EXPECT_EQ(Compose()->indicators(0).before().status().value(), "-12.3");
}

TEST_F(EstimateTest, TheLeaComesBeforeItsSchools) {
  source_.results = {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true,
                           {{.cds = kSchool}, {.cds = kLea}})};
  const auto estimate = Compose();
  EXPECT_EQ(estimate->results(0).entity().name(), EntityName(kLea));
  EXPECT_EQ(estimate->results(1).entity().name(), EntityName(kSchool));
}

TEST_F(EstimateTest, OfAVeryLargeLeaResultsOfSchoolsAreLeftOutAndCounted) {
  constexpr int kSchools = 60'000;
  std::vector<Row> rows = {{.cds = kLea}};
  for (int i = 0; i < kSchools; ++i) rows.push_back({.cds = kSchool, .left_out = 0});
  source_.results = {Block(education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS, kYear, true, rows)};
  const auto estimate = Compose();
  EXPECT_EQ(estimate->results(0).entity().name(), EntityName(kLea));
  EXPECT_GT(estimate->omitted_result_count(), 0);
  EXPECT_EQ(estimate->results_size() + estimate->omitted_result_count(), kSchools + 1);
  EXPECT_LT(estimate->ByteSizeLong(), size_t{4} << 20);
}

TEST_F(EstimateTest, WhatWasReadIsNamedAsThoseWhoSendItNameIt) {
  ingestion::v1::Partition scores;
  scores.set_collection(ingestion::v1::COLLECTION_ACADEMIC_TEST);
  scores.set_revision(5);
  ingestion::v1::Partition published;
  published.set_collection(ingestion::v1::COLLECTION_GRADUATION);
  source_.stored = {scores, published};
  auto& file = *source_.snapshot.add_coverages()->add_files();
  file.set_revision(5);
  file.set_display_name("scores.csv");
  const auto estimate = Compose();
  ASSERT_THAT(estimate->files(), SizeIs(1)) << "a file of the state is none of the LEA's";
  EXPECT_EQ(estimate->files(0).collection_name(), "TOMS: CAASPP scores");
  EXPECT_EQ(estimate->files(0).display_name(), "scores.csv");
}

TEST_F(EstimateTest, AYearWithoutRulesHasNoEstimate) {
  source_.readiness = std::nullopt;
  EXPECT_EQ(ErrorReason(Compose().status()), "REPORT_NOT_FOUND");
}

}  // namespace
}  // namespace sos::reporting
