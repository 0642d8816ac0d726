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
using ingestion::v1::LocalRating;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kPlanDistrict[] = "99600020000000";
constexpr char kPlanSchool[] = "99600020100001";
constexpr char kPlanCharter[] = "99600020100003";

constexpr auto kLoaded = v1::LcapMetric::AVAILABILITY_LOADED;
constexpr auto kWithheld = v1::LcapMetric::AVAILABILITY_WITHHELD;

// One result of suspension, to be set apart by what a test is about.
struct PlanRow {
  std::string cds = kPlanDistrict;
  education::v1::EntityType type = education::v1::ENTITY_TYPE_DISTRICT;
  education::v1::StudentGroup group = education::v1::STUDENT_GROUP_ALL;
  int64_t denominator = 1000;
  education::v1::Color color = education::v1::COLOR_YELLOW;
  int32_t status = 43;
  education::v1::Disclosure disclosure = education::v1::DISCLOSURE_SHOWN;
};

ResultBlock SuspensionOf(int year, const std::vector<PlanRow>& rows) {
  ResultBlock block;
  block.set_dashboard_year(year);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  block.set_publication(indicator::v1::IndicatorRules::PUBLICATION_COLOR);
  for (const PlanRow& row : rows) {
    block.add_entity_indexes(block.entities_size());
    education::v1::Entity& entity = *block.add_entities();
    entity.set_name(EntityName(row.cds));
    entity.set_type(row.type);
    entity.set_display_name("Entity " + row.cds);
    block.add_student_groups(row.group);
    block.add_current_denominators(row.denominator);
    block.add_status_tenths(row.status);
    block.add_change_tenths(2);
    block.add_status_levels(row.color == education::v1::COLOR_RED ? 1 : 3);
    block.add_change_levels(3);
    block.add_colors(row.color);
    block.add_current_size_met(true);
    block.add_disclosures(row.disclosure);
  }
  return block;
}

FakeReportSource PlanSource(std::vector<ResultBlock> results, const char* cds = kPlanDistrict,
                            education::v1::EntityType type = education::v1::ENTITY_TYPE_DISTRICT) {
  FakeReportSource source;
  education::v1::Entity& entity = source.entities[*CdsCode::Parse(cds)];
  entity.set_name(EntityName(cds));
  entity.set_display_name("Synthetic Unified");
  entity.set_type(type);
  source.results = std::move(results);
  return source;
}

absl::StatusOr<v1::LcapPack> TryPack(FakeReportSource source, const char* cds = kPlanDistrict,
                                     const char* language = "en") {
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kLcapPack,
                           .cds = *CdsCode::Parse(cds),
                           .dashboard_year = 2024,
                           .language_code = language};
  return ComposeLcapPack(source, key, Revision(), call);
}

v1::LcapPack PackOf(FakeReportSource source, const char* cds = kPlanDistrict,
                    const char* language = "en") {
  const auto pack = TryPack(std::move(source), cds, language);
  EXPECT_TRUE(pack.ok()) << pack.status();
  return pack.ok() ? *pack : v1::LcapPack();
}

std::vector<v1::LcapMetric> MetricsOf(const v1::LcapPack& pack, const std::string& code) {
  std::vector<v1::LcapMetric> metrics;
  for (const auto& metric : pack.metrics()) {
    if (metric.code() == code) metrics.push_back(metric);
  }
  return metrics;
}

std::string FactsOfPrompt(const v1::LcapPack& pack, const std::string& code) {
  std::string facts;
  for (const auto& prompt : pack.prompts()) {
    if (prompt.code() != code) continue;
    for (const std::string& fact : prompt.facts()) facts += fact + "\n";
  }
  return facts;
}

// A rulebook with a duty for each lowest result of 2023, and a determination that the LEA has it.
void AddDutyOf(FakeReportSource& source, const std::vector<const char*>& subjects) {
  source.programs.push_back(eligibility::v1::PROGRAM_LCAP);
  auto& rules = source.support_rules.emplace_back();
  rules.set_program(eligibility::v1::PROGRAM_LCAP);
  auto& duty = *rules.add_duties();
  duty.set_name("lowest-performance");
  duty.set_kind(eligibility::v1::DutyRule::KIND_LOWEST_PERFORMANCE);
  duty.set_dashboard_year(2023);
  auto& determination = source.determinations.emplace_back();
  determination.set_program(eligibility::v1::PROGRAM_LCAP);
  determination.set_dashboard_year(2024);
  determination.mutable_entity()->set_name(EntityName(kPlanDistrict));
  auto& answer = *determination.add_duties();
  answer.set_duty("lowest-performance");
  answer.set_outcome(eligibility::v1::OUTCOME_MET);
  for (const char* const cds : subjects) {
    auto& subject = *answer.add_subjects();
    subject.mutable_entity()->set_name(EntityName(cds));
    subject.mutable_entity()->set_type(CdsCode::Parse(cds)->IsSchool()
                                           ? education::v1::ENTITY_TYPE_SCHOOL
                                           : education::v1::ENTITY_TYPE_DISTRICT);
    subject.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
    subject.add_indicators(education::v1::INDICATOR_SUSPENSION);
  }
}

TEST(LcapPackTest, AnswersAMetricForAllStudentsFirstWithTheYearBefore) {
  const auto metrics =
      MetricsOf(PackOf(PlanSource({SuspensionOf(
                    2024, {{.group = education::v1::STUDENT_GROUP_HOMELESS, .status = 77}, {}})})),
                "suspension");
  ASSERT_THAT(metrics, SizeIs(2));
  EXPECT_EQ(metrics[0].student_group(), education::v1::STUDENT_GROUP_ALL);
  EXPECT_EQ(metrics[0].availability(), kLoaded);
  EXPECT_EQ(metrics[0].value(), "4.3");
  EXPECT_EQ(metrics[0].prior_value(), "4.1");
  EXPECT_EQ(metrics[0].unit(), "percent");
  EXPECT_EQ(metrics[0].dashboard_year(), 2024);
  EXPECT_EQ(metrics[1].value(), "7.7");
}

TEST(LcapPackTest, AWithheldResultHasNoNumberAndIsNoRed) {
  const auto pack = PackOf(
      PlanSource({SuspensionOf(2024, {{},
                                      {.group = education::v1::STUDENT_GROUP_HOMELESS,
                                       .denominator = 7,
                                       .color = education::v1::COLOR_RED,
                                       .status = 777,
                                       .disclosure = education::v1::DISCLOSURE_WITHHELD}})}));
  const auto metrics = MetricsOf(pack, "suspension");
  ASSERT_THAT(metrics, SizeIs(2));
  EXPECT_EQ(metrics[1].availability(), kWithheld);
  EXPECT_EQ(metrics[1].value(), "");
  EXPECT_EQ(metrics[1].prior_value(), "");
  EXPECT_THAT(pack.reds(), IsEmpty());
  EXPECT_THAT(pack.DebugString(), Not(HasSubstr("77.7")));
}

TEST(LcapPackTest, WhatIsNotLoadedNamesTheFileAndWhatIsElsewhereTheReport) {
  const auto pack = PackOf(PlanSource({SuspensionOf(2024, {{}})}));
  const auto graduation = MetricsOf(pack, "graduation");
  ASSERT_THAT(graduation, SizeIs(1));
  EXPECT_EQ(graduation[0].availability(), v1::LcapMetric::AVAILABILITY_NOT_LOADED);
  EXPECT_EQ(graduation[0].source(), "graddownload2024.txt");
  EXPECT_EQ(MetricsOf(pack, "climate-rating")[0].source(), "Pr62024.txt");
  const auto attendance = MetricsOf(pack, "attendance");
  EXPECT_EQ(attendance[0].availability(), v1::LcapMetric::AVAILABILITY_ELSEWHERE);
  EXPECT_THAT(attendance[0].source(), HasSubstr("CALPADS 14.2"));
  EXPECT_THAT(MetricsOf(pack, "foster-youth-rating"), IsEmpty()) << "of county offices only";
}

TEST(LcapPackTest, HasTheRatingsOfLocalIndicators) {
  auto source = PlanSource({});
  source.plan_records.ratings[2024][3] = LocalRating::PERFORMANCE_NOT_MET;
  source.plan_records.ratings[2023][3] = LocalRating::PERFORMANCE_MET;
  const auto rating = MetricsOf(PackOf(source), "parents-rating");
  ASSERT_THAT(rating, SizeIs(1));
  EXPECT_EQ(rating[0].value(), "Not Met");
  EXPECT_EQ(rating[0].prior_value(), "Met");
  EXPECT_EQ(MetricsOf(PackOf(source, kPlanDistrict, "es"), "parents-rating")[0].value(),
            "No cumplido");
}

TEST(LcapPackTest, RedsAreOfGroupsOfTheLeaAndOfSchoolsThatHaveNoPlanOfTheirOwn) {
  constexpr auto kRed = education::v1::COLOR_RED;
  const auto pack = PackOf(PlanSource({SuspensionOf(
      2024,
      {{.color = kRed},
       {.group = education::v1::STUDENT_GROUP_HOMELESS, .color = kRed},
       {.cds = kPlanSchool, .type = education::v1::ENTITY_TYPE_SCHOOL, .color = kRed},
       {.cds = kPlanCharter, .type = education::v1::ENTITY_TYPE_CHARTER_SCHOOL, .color = kRed}})}));
  ASSERT_THAT(pack.reds(), SizeIs(2));
  EXPECT_EQ(pack.reds(0).level(), v1::RedResult::LEVEL_LEA_GROUP);
  EXPECT_EQ(pack.reds(1).level(), v1::RedResult::LEVEL_SCHOOL);
  EXPECT_EQ(pack.reds(1).entity().name(), EntityName(kPlanSchool));
}

TEST(LcapPackTest, ARequiredActionHasTheResultOfItsYearAndWhatBecameOfIt) {
  constexpr auto kHomeless = education::v1::STUDENT_GROUP_HOMELESS;
  auto source = PlanSource(
      {SuspensionOf(2023, {{.group = kHomeless, .color = education::v1::COLOR_RED, .status = 84}}),
       SuspensionOf(2024,
                    {{.group = kHomeless, .color = education::v1::COLOR_ORANGE, .status = 77}})});
  AddDutyOf(source, {kPlanDistrict});
  const auto pack = PackOf(source);
  ASSERT_THAT(pack.required_actions(), SizeIs(1));
  EXPECT_EQ(pack.required_actions(0).cell().status().value(), "8.4");
  EXPECT_EQ(pack.required_actions(0).dashboard_year(), 2023);
  EXPECT_THAT(FactsOfPrompt(pack, "annual-performance"),
              AllOf(HasSubstr("Homeless, Suspension Rate: 8.4 in 2023, 7.7 in 2024 (Orange)."),
                    HasSubstr("Of 1 lowest result of 2023")));
}

TEST(LcapPackTest, AWithheldResultLeavesTheDutyAlone) {
  constexpr auto kHomeless = education::v1::STUDENT_GROUP_HOMELESS;
  auto source =
      PlanSource({SuspensionOf(2023, {{.group = kHomeless,
                                       .color = education::v1::COLOR_RED,
                                       .disclosure = education::v1::DISCLOSURE_WITHHELD}}),
                  SuspensionOf(2024, {{}})});
  AddDutyOf(source, {kPlanDistrict});
  const auto pack = PackOf(source);
  ASSERT_THAT(pack.required_actions(), SizeIs(1)) << "that a plan has a duty is no secret";
  EXPECT_FALSE(pack.required_actions(0).has_cell());
  EXPECT_EQ(pack.required_actions(0).student_group(), education::v1::STUDENT_GROUP_UNSPECIFIED);
}

TEST(LcapPackTest, AnActionThatOnlyAListOfTheStateHasSaysSoAndNotThatThereIsNoResult) {
  auto source = PlanSource({SuspensionOf(2024, {{}})});
  AddDutyOf(source, {kPlanSchool});
  const auto pack = PackOf(source);
  ASSERT_THAT(pack.required_actions(), SizeIs(1));
  EXPECT_EQ(pack.required_actions(0).cell().state(), v1::Cell::STATE_ABSENT);
  EXPECT_THAT(pack.required_actions(0).cell().sentence(), HasSubstr("A list of the state has it"));
}

TEST(LcapPackTest, CountsEnglishLearnersAndConcludesNoDuty) {
  auto source = PlanSource({SuspensionOf(2024, {{}})});
  EXPECT_THAT(FactsOfPrompt(PackOf(source), "english-learners"),
              HasSubstr("Load censusenrollratesdownload2024.txt"));
  Enrollment& enrollment = source.plan_records.enrollments[2024];
  enrollment.total = 1000;
  enrollment.groups[education::v1::STUDENT_GROUP_ENGLISH_LEARNERS] = 60;
  const std::string facts = FactsOfPrompt(PackOf(source), "english-learners");
  EXPECT_THAT(facts, HasSubstr("60 of 1,000 students (6.0 %) were English learners"));
  EXPECT_THAT(facts, HasSubstr("15 % or 50 English learners: reached."));
  EXPECT_THAT(facts, HasSubstr("How many long-term English learners there are is not known"));
  EXPECT_THAT(facts, HasSubstr("is not concluded"));
}

TEST(LcapPackTest, TellsNoSmallNumberOfEnglishLearnersAndNoneThatGivesOneAway) {
  auto source = PlanSource({SuspensionOf(2024, {{}})});
  Enrollment& enrollment = source.plan_records.enrollments[2024];
  enrollment.total = 1000;
  enrollment.groups[education::v1::STUDENT_GROUP_ENGLISH_LEARNERS] = 60;
  enrollment.groups[education::v1::STUDENT_GROUP_LONG_TERM_ENGLISH_LEARNERS] = 53;
  EXPECT_THAT(FactsOfPrompt(PackOf(source), "english-learners"),
              AllOf(HasSubstr("long-term English learners is not shown"), Not(HasSubstr("53"))))
      << "60 less 53 would be 7";
  enrollment.groups[education::v1::STUDENT_GROUP_ENGLISH_LEARNERS] = 7;
  EXPECT_THAT(FactsOfPrompt(PackOf(source), "english-learners"),
              HasSubstr("The number of English learners is not shown"));
}

TEST(LcapPackTest, SaysThatNoSchoolsAreLoadedInsteadOfNone) {
  const PlanRow group = {.group = education::v1::STUDENT_GROUP_HOMELESS};
  EXPECT_THAT(FactsOfPrompt(PackOf(PlanSource({SuspensionOf(2024, {{}})})), "annual-performance"),
              AllOf(HasSubstr("No results of student groups of the LEA are loaded"),
                    HasSubstr("No results of schools are loaded")));
  const PlanRow school = {.cds = kPlanSchool, .type = education::v1::ENTITY_TYPE_SCHOOL};
  EXPECT_THAT(FactsOfPrompt(PackOf(PlanSource({SuspensionOf(2024, {group, school})})),
                            "annual-performance"),
              AllOf(HasSubstr("No student group of the LEA has a shown result"),
                    HasSubstr("No shown result of all students of schools is")));
}

TEST(LcapPackTest, SaysWhichProgramsHaveNoRulesInsteadOfNo) {
  const auto pack = PackOf(PlanSource({SuspensionOf(2024, {{}})}));
  for (const char* const code :
       {"technical-assistance", "csi-schools", "equity-multiplier", "required-contents"}) {
    EXPECT_THAT(FactsOfPrompt(pack, code), HasSubstr("No rules are known")) << code;
  }
}

TEST(LcapPackTest, OfASchoolThatIsNoCharterSchoolThereIsNone) {
  const auto school = PlanSource({}, kPlanSchool, education::v1::ENTITY_TYPE_SCHOOL);
  EXPECT_TRUE(absl::IsInvalidArgument(TryPack(school, kPlanSchool).status()));
  const auto charter = PlanSource(
      {SuspensionOf(2024,
                    {{.cds = kPlanCharter, .type = education::v1::ENTITY_TYPE_CHARTER_SCHOOL}})},
      kPlanCharter, education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  EXPECT_THAT(MetricsOf(PackOf(charter, kPlanCharter), "suspension"), SizeIs(1));
  EXPECT_TRUE(absl::IsNotFound(TryPack(PlanSource({})).status())) << "nothing is known of the year";
}

TEST(LcapPackTest, SaysInSpanishWhatItSaysInEnglish) {
  const auto source = PlanSource({SuspensionOf(2024, {{}})});
  const auto english = PackOf(source);
  const auto spanish = PackOf(source, kPlanDistrict, "es");
  ASSERT_EQ(english.metrics_size(), spanish.metrics_size());
  EXPECT_EQ(spanish.metrics(1).label(), "Maestros con la asignación adecuada");
  for (int i = 0; i < english.prompts_size(); ++i) {
    EXPECT_EQ(english.prompts(i).facts_size(), spanish.prompts(i).facts_size());
    EXPECT_NE(english.prompts(i).label(), spanish.prompts(i).label());
  }
}

}  // namespace
}  // namespace sos::reporting
