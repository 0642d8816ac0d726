// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/evidence_collector.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

constexpr char kSchool[] = "entities/01611190130229";
constexpr char kCharter[] = "entities/01611190130302";
const CdsCode kSchoolCode = *CdsCode::Parse("01611190130229");
const CdsCode kCharterCode = *CdsCode::Parse("01611190130302");
constexpr auto kProgress = static_cast<size_t>(Indicator::kEnglishLearnerProgress);
constexpr Mask kRed = Bit(1);

education::v1::Entity EntityOf(const std::string& name, education::v1::EntityType type) {
  education::v1::Entity entity;
  entity.set_name(name);
  entity.set_type(type);
  return entity;
}

// One county has submitted `collections` of 2023.
ingestion::v1::Snapshot SnapshotOf(const std::vector<ingestion::v1::Collection>& collections) {
  ingestion::v1::Snapshot snapshot;
  for (const auto collection : collections) {
    auto& coverage = *snapshot.add_coverages();
    coverage.set_collection(collection);
    coverage.set_dashboard_year(2023);
    coverage.add_county_codes("01");
    auto& file = *coverage.add_files()->mutable_coverage();
    auto& area = *file.add_areas();
    area.add_county_codes("01");
    for (const auto type :
         {ingestion::v1::RECORD_TYPE_LEA, ingestion::v1::RECORD_TYPE_CHARTER_SCHOOL,
          ingestion::v1::RECORD_TYPE_SCHOOL}) {
      area.add_record_types(type);
    }
    for (const auto indicator :
         {education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS, education::v1::INDICATOR_SUSPENSION}) {
      file.add_indicators(indicator);
    }
  }
  return snapshot;
}

EvidenceQuery QueryOf(Program program) {
  return {.program = program, .years = {2022, 2023}, .dashboard_year = 2023};
}

void AddRed(education::v1::StudentGroup group, education::v1::Indicator indicator,
            ingestion::v1::Partition& partition) {
  auto& entry = *partition.mutable_lowest_performance()->add_entries();
  *entry.mutable_entity() = EntityOf(kSchool, education::v1::ENTITY_TYPE_SCHOOL);
  entry.set_student_group(group);
  entry.add_indicators(indicator);
}

TEST(EvidenceCollectorTest, TakesEnglishLearnerProgressOfResultsForTheWholeSchool) {
  const EvidenceQuery query = QueryOf(Program::kEssa);
  EvidenceCollector collector(query,
                              SnapshotOf({ingestion::v1::COLLECTION_ENGLISH_LEARNER_PROGRESS}));
  indicator::v1::ResultBlock block;
  block.set_dashboard_year(2023);
  block.set_indicator(education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS);
  *block.add_entities() = EntityOf(kSchool, education::v1::ENTITY_TYPE_SCHOOL);
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ENGLISH_LEARNERS);
  block.add_status_tenths(204);
  block.add_change_tenths(-346);
  block.add_current_numerators(11);
  block.add_current_denominators(54);
  block.add_prior_numerators(22);
  block.add_prior_denominators(40);
  block.add_colors(education::v1::COLOR_RED);
  block.add_status_levels(1);
  block.add_current_size_met(true);
  collector.AddResults(block);

  const Evidence evidence = collector.Finish();

  const EntityYear& year = evidence.histories.at(kSchoolCode).YearOf(2023);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kAll)[kProgress].colors, kRed);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kEnglishLearners)[kProgress].colors, kRed);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kWhite)[kProgress].colors, Bit(0));
}

// Suspensions of all students and of one group, whose row is undetermined for `reason` (empty: it
// is not) or not there (null).
Performance SuspensionWith(const char* reason) {
  const EvidenceQuery query = QueryOf(Program::kEssa);
  EvidenceCollector collector(query, SnapshotOf({ingestion::v1::COLLECTION_SUSPENSION}));
  indicator::v1::ResultBlock block;
  block.set_dashboard_year(2023);
  block.set_indicator(education::v1::INDICATOR_SUSPENSION);
  *block.add_entities() = EntityOf(kSchool, education::v1::ENTITY_TYPE_SCHOOL);
  std::vector<education::v1::StudentGroup> groups = {education::v1::STUDENT_GROUP_ALL};
  if (reason != nullptr) groups.push_back(education::v1::STUDENT_GROUP_WHITE);
  for (const auto group : groups) {
    block.add_entity_indexes(0);
    block.add_student_groups(group);
    block.add_status_tenths(20);
    block.add_change_tenths(0);
    block.add_current_numerators(2);
    block.add_current_denominators(100);
    block.add_prior_numerators(2);
    block.add_prior_denominators(100);
    block.add_colors(education::v1::COLOR_RED);
    block.add_status_levels(1);
    block.add_current_size_met(true);
  }
  if (reason != nullptr && *reason != '\0') (*block.mutable_undetermined_reasons())[1] = reason;
  collector.AddResults(block);
  const Evidence evidence = collector.Finish();
  constexpr auto kSuspension = static_cast<size_t>(Indicator::kSuspension);
  return evidence.histories.at(kSchoolCode)
      .YearOf(2023)
      .EvidenceOf(StudentGroup::kWhite)[kSuspension];
}

TEST(EvidenceCollectorTest, NoDecisionRestsOnAResultThatIsNoMoreThanABound) {
  EXPECT_EQ(SuspensionWith("").origin, Origin::kResult);
  EXPECT_TRUE(SuspensionWith("CERTIFICATION_EFFECT_UNKNOWN").undetermined);
  const Performance bound = SuspensionWith("LOWER_BOUND");
  const Performance absent = SuspensionWith(nullptr);
  EXPECT_NE(bound.origin, Origin::kResult);
  EXPECT_EQ(bound.origin, absent.origin) << "as if it were not there";
  EXPECT_EQ(bound.colors, absent.colors);
}

TEST(EvidenceCollectorTest, TakesEnglishLearnerProgressOfListsForEnglishLearners) {
  const EvidenceQuery query = QueryOf(Program::kEssa);
  EvidenceCollector collector(
      query, SnapshotOf({ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS,
                         ingestion::v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOL_GROUPS}));
  ingestion::v1::Partition schools;
  schools.set_dashboard_year(2023);
  AddRed(education::v1::STUDENT_GROUP_ALL, education::v1::INDICATOR_ENGLISH_LEARNER_PROGRESS,
         schools);
  collector.AddPartition(schools);

  const Evidence evidence = collector.Finish();

  const EntityYear& year = evidence.histories.at(kSchoolCode).YearOf(2023);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kEnglishLearners)[kProgress].colors, kRed);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kWhite)[kProgress].colors, Bit(0));
}

TEST(EvidenceCollectorTest, DoesNotMakeAnLeaOfTheYearOutOfARating) {
  const EvidenceQuery query = QueryOf(Program::kLcff);
  EvidenceCollector collector(query, SnapshotOf({}));
  ingestion::v1::Partition ratings;
  ratings.set_dashboard_year(2023);
  auto& rating = *ratings.mutable_local_ratings()->add_ratings();
  *rating.mutable_entity() =
      EntityOf("entities/01316090000000", education::v1::ENTITY_TYPE_DISTRICT);
  rating.set_priority(1);
  rating.set_performance(ingestion::v1::LocalRating::PERFORMANCE_NOT_MET_TWO_OR_MORE_YEARS);
  collector.AddPartition(ratings);

  EXPECT_THAT(collector.Finish().entities_of_year, testing::IsEmpty());
}

TEST(EvidenceCollectorTest, TakesTheCountyFromWhicheverFileNamesIt) {
  const EvidenceQuery query = QueryOf(Program::kLcff);
  EvidenceCollector collector(query, SnapshotOf({}));
  const auto add = [&collector](int year, const char* county) {
    ingestion::v1::Partition partition;
    partition.set_dashboard_year(year);
    partition.set_collection(ingestion::v1::COLLECTION_LCFF_ASSISTANCE);
    auto& entity = *partition.mutable_assistance()->add_records()->mutable_entity();
    entity = EntityOf("entities/01316090000000", education::v1::ENTITY_TYPE_DISTRICT);
    entity.set_county_name(county);
    collector.AddPartition(partition);
  };
  add(2022, "");
  add(2023, "Alameda");
  add(2023, "");

  const Evidence evidence = collector.Finish();

  EXPECT_EQ(evidence.entities.begin()->second.county_name(), "Alameda");
}

TEST(EvidenceCollectorTest, WhatAnyListKnowsToBeACharterSchoolIsOneInEveryList) {
  const EvidenceQuery query = QueryOf(Program::kCharter);
  EvidenceCollector collector(query, SnapshotOf({}));
  ingestion::v1::Partition ratings;  // Without a column for charter schools.
  ratings.set_dashboard_year(2023);
  auto& rating = *ratings.mutable_local_ratings()->add_ratings();
  *rating.mutable_entity() = EntityOf(kCharter, education::v1::ENTITY_TYPE_SCHOOL);
  rating.set_priority(1);
  rating.set_performance(ingestion::v1::LocalRating::PERFORMANCE_MET);
  ingestion::v1::Partition reds;
  reds.set_dashboard_year(2023);
  auto& entry = *reds.mutable_lowest_performance()->add_entries();
  *entry.mutable_entity() = EntityOf(kCharter, education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  entry.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  entry.add_indicators(education::v1::INDICATOR_SUSPENSION);

  for (const auto* const list : {&ratings, &reds}) collector.AddCharterSchools(*list);
  for (const auto* const list : {&ratings, &reds}) collector.AddPartition(*list);

  const Evidence evidence = collector.Finish();
  EXPECT_EQ(evidence.histories.at(kCharterCode).kind, EntityKind::kCharterSchool);
  EXPECT_TRUE(evidence.histories.at(kCharterCode).YearOf(2023).local_ratings.contains(1))
      << "its rating stands before the list that knows it";
}

TEST(EvidenceCollectorTest, KnowsLastYearsLettersOfACharterSchoolOnlyWhereTheyArePrinted) {
  for (const bool listed : {false, true}) {
    const EvidenceQuery query = QueryOf(Program::kCharter);
    EvidenceCollector collector(query, SnapshotOf({ingestion::v1::COLLECTION_CHARTER_ASSISTANCE}));
    ingestion::v1::Partition partition;
    partition.set_dashboard_year(2023);
    partition.set_collection(ingestion::v1::COLLECTION_CHARTER_ASSISTANCE);
    auto& record = *partition.mutable_assistance()->add_records();
    *record.mutable_entity() = EntityOf(kCharter, education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
    record.set_prior_letters_listed(listed);
    collector.AddPartition(partition);

    const Evidence evidence = collector.Finish();

    EXPECT_EQ(evidence.histories.at(kCharterCode).YearOf(2022).published.has_value(), listed);
    EXPECT_TRUE(evidence.histories.at(kCharterCode).YearOf(2023).published.has_value());
  }
}

}  // namespace
}  // namespace sos::eligibility
