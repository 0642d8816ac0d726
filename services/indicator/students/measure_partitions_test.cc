// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/measure_partitions.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr int kYear = 2024;

// A rate, and a mean of points of which high schools have a table of their own.
IndicatorRules Rate() {
  return {.indicator = Indicator::kSuspension, .calculation = records::Calculation()};
}
IndicatorRules Mean() {
  IndicatorRules rules{.indicator = Indicator::kEnglishLanguageArts};
  rules.size.minimum_for_status = 11;
  rules.calculation = records::Calculation();
  rules.calculation->method = records::TestScoreRules{.high_school_types = {"HS"}};
  return rules;
}

std::string SchoolOf(int county, int lea) {
  const auto two = [](int number) { return absl::StrCat(number / 10, number % 10); };
  return absl::StrCat(two(county), "6", two(lea), "00", "0000001");
}

// A directory with an open school in each of these LEAs, by county.
SchoolDirectory DirectoryOf(const std::map<int, int>& leas_by_county) {
  SchoolDirectory directory;
  ingestion::v1::Partition partition;
  partition.set_name("partitions/entity-directory-2024-0");
  partition.set_dashboard_year(kYear);
  for (const auto& [county, leas] : leas_by_county) {
    for (int lea = 1; lea <= leas; ++lea) {
      education::v1::Entity& entity = *partition.mutable_entities()->add_entities();
      entity.set_name(absl::StrCat("entities/", SchoolOf(county, lea)));
      entity.set_county_name("Made Up");
      partition.mutable_entities()->add_facts()->set_status("Active");
    }
  }
  directory.Add(partition);
  directory.Finish();
  return directory;
}

// Counts of one student in each of `leas` LEAs of a county, and of the county and state.
records::CountsByEntity CountsOf(int county, int leas) {
  records::Counts counts;
  counts.by_group[0] = {.numerator = 1, .denominator = 1};
  records::CountsByEntity by_entity;
  for (int lea = 1; lea <= leas; ++lea) {
    const CdsCode school = *CdsCode::Parse(SchoolOf(county, lea));
    by_entity[school] = by_entity[school.Lea()] = counts;
    by_entity[school.County()] = counts;
  }
  by_entity[CdsCode()] = counts;
  return by_entity;
}

std::set<CdsCode> LeasOf(const records::CountsByEntity& counts) {
  std::set<CdsCode> leas;
  for (const auto& [cds, of_entity] : counts) {
    if (cds.IsLea()) leas.insert(cds);
  }
  return leas;
}

// The names of the state and counties, with the LEAs that were counted and those there are.
std::map<std::string, std::string> NamesOf(const records::CountsByEntity& counts,
                                           const SchoolDirectory& directory) {
  std::map<std::string, std::string> names;
  const auto all = [](const CdsCode&) { return true; };
  for (const auto& partition :
       MeasurePartitions(Rate(), kYear, counts, nullptr, LeasOf(counts), directory, all)) {
    for (const auto& entity : partition.measures().entities()) {
      const CdsCode cds = *CdsCode::Parse(partition.lea_cds());
      if (!cds.IsState() && !cds.IsCounty()) {
        EXPECT_EQ(entity.counted_lea_count(), 0) << entity.entity().name();
        continue;
      }
      names[entity.entity().display_name()] =
          absl::StrCat(entity.counted_lea_count(), "/", entity.known_lea_count());
    }
  }
  return names;
}

TEST(MeasurePartitionsTest, RecordsOfOneLeaAreNotCalledTheState) {
  EXPECT_THAT(NamesOf(CountsOf(1, 1), DirectoryOf({{1, 1}})),
              ElementsAre(Pair("Made Up (from 1 LEA)", "1/0"),
                          Pair("State of California (from 1 LEA)", "1/0")))
      << "a directory of one LEA does not say that there is no other";
}

TEST(MeasurePartitionsTest, SaysOfHowManyWhereADirectoryKnowsMore) {
  EXPECT_THAT(NamesOf(CountsOf(1, 2), DirectoryOf({{1, 24}})),
              ElementsAre(Pair("Made Up (from 2 of 24 LEAs)", "2/24"),
                          Pair("State of California (from 2 LEAs)", "2/0")))
      << "that of one county knows nothing of the state";
}

TEST(MeasurePartitionsTest, ADirectoryOfFiftyCountiesSpeaksForTheState) {
  std::map<int, int> leas;
  for (int county = 1; county <= 49; ++county) leas[county] = 2;
  EXPECT_TRUE(
      NamesOf(CountsOf(1, 2), DirectoryOf(leas)).contains("State of California (from 2 LEAs)"));
  leas[50] = 2;
  EXPECT_THAT(NamesOf(CountsOf(1, 2), DirectoryOf(leas)),
              ElementsAre(Pair("Made Up", "2/2"),
                          Pair("State of California (from 2 of 100 LEAs)", "2/100")))
      << "the county is whole";
}

// The block of one school with these counts of all students.
ingestion::v1::MeasureBlock BlockOf(const records::Counts::Count& current,
                                    const std::optional<records::Counts::Count>& prior,
                                    const std::string& level = "ELEM") {
  const CdsCode school = *CdsCode::Parse(SchoolOf(1, 1));
  SchoolDirectory directory;
  ingestion::v1::Partition listed;
  listed.mutable_entities()->add_entities()->set_name(absl::StrCat("entities/", SchoolOf(1, 1)));
  listed.mutable_entities()->add_facts()->set_level(level);
  directory.Add(listed);
  directory.Finish();
  const auto counts = [&](const records::Counts::Count& count) {
    records::CountsByEntity by_entity;
    by_entity[school].by_group[0] = count;
    return by_entity;
  };
  const records::CountsByEntity before = prior ? counts(*prior) : records::CountsByEntity();
  return MeasurePartitions(Mean(), kYear, counts(current), prior ? &before : nullptr,
                           {school.Lea()}, directory, [](const CdsCode&) { return true; })
      .front()
      .measures();
}

TEST(MeasurePartitionsTest, AMeanIsRoundedOnceAndSoIsItsChange) {
  // 12.25 and 10.05 round away from zero; their difference is 2.2.
  const auto block = BlockOf({.denominator = 20, .point_tenths = 2450},
                             records::Counts::Count{.denominator = 20, .point_tenths = 2010});
  EXPECT_EQ(block.current_status_tenths(0), 123);
  EXPECT_EQ(block.prior_status_tenths(0), 101);
  EXPECT_EQ(block.change_tenths(0), 22);
  EXPECT_EQ(block.current_numerators(0), kNoCount) << "a mean has none";
  EXPECT_EQ(block.current_denominators(0), 20);
  EXPECT_EQ(BlockOf({.denominator = 20, .point_tenths = -2450}, {}).current_status_tenths(0), -123);
}

TEST(MeasurePartitionsTest, AMeanOfTooFewIsNotShownAndHasNoChange) {
  const records::Counts::Count few{.denominator = 10, .point_tenths = 1000};
  const records::Counts::Count enough{.denominator = 11, .point_tenths = 1100};
  EXPECT_EQ(BlockOf(few, enough).current_status_tenths(0), kNoTenths);
  EXPECT_EQ(BlockOf(few, enough).change_tenths(0), kNoTenths);
  EXPECT_EQ(BlockOf(enough, few).change_tenths(0), kNoTenths);
  EXPECT_EQ(BlockOf(enough, {}).change_tenths(0), kNoTenths) << "nothing is known of last year";
  EXPECT_EQ(BlockOf(enough, enough).change_tenths(0), 0);
}

TEST(MeasurePartitionsTest, WhatTheStateDidNotPublishOfAMeanIsNotZero) {
  ingestion::v1::Partition published;
  auto& block = *published.mutable_measures();
  block.add_entities()->mutable_entity()->set_name(absl::StrCat("entities/", SchoolOf(1, 1)));
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_current_numerators(kNoCount);
  block.add_current_denominators(20);
  block.add_current_status_tenths(kNoTenths);
  records::CountsByEntity counts;
  AddPublishedCounts(published, Mean(), counts);
  const records::Counts::Count now{.denominator = 20, .point_tenths = 200};
  const CdsCode school = *CdsCode::Parse(SchoolOf(1, 1));
  EXPECT_EQ(BlockOf(now, counts[school].by_group[0]).prior_status_tenths(0), kNoTenths);

  block.set_current_status_tenths(0, -55);
  AddPublishedCounts(published, Mean(), counts);
  EXPECT_EQ(BlockOf(now, counts[school].by_group[0]).prior_status_tenths(0), -55);
  EXPECT_EQ(BlockOf(now, counts[school].by_group[0]).change_tenths(0), 65);
}

TEST(MeasurePartitionsTest, AChangeFromAPublishedMeanNeedsThatFewWereLeftOut) {
  const records::Counts::Count published{.denominator = 100, .point_tenths = 1000, .whole = true};
  records::Counts::Count now{.denominator = 100, .point_tenths = 2000, .left_out = 2};
  EXPECT_EQ(BlockOf(now, published).change_tenths(0), 10);
  now.left_out = 3;
  EXPECT_EQ(BlockOf(now, published).change_tenths(0), kNoTenths);
  EXPECT_EQ(BlockOf(now, published).prior_status_tenths(0), 10);
  const records::Counts::Count estimated{.denominator = 100, .point_tenths = 1000};
  EXPECT_EQ(BlockOf(now, estimated).change_tenths(0), 10) << "both leave them out";
}

TEST(MeasurePartitionsTest, AnLeaThatIsAccountableElsewhereAndSentNothingHasNoRow) {
  records::CountsByEntity counts = CountsOf(1, 2);
  const CdsCode elsewhere = CdsCode::Parse(SchoolOf(1, 2))->Lea();
  const CdsCode sent = CdsCode::Parse(SchoolOf(1, 1))->Lea();
  std::vector<std::string> leas;
  for (const auto& partition :
       MeasurePartitions(Rate(), kYear, counts, nullptr, {sent}, DirectoryOf({{1, 2}}),
                         [](const CdsCode&) { return true; })) {
    leas.push_back(partition.lea_cds());
  }
  EXPECT_THAT(leas, ::testing::Contains(sent.ToString()));
  EXPECT_THAT(leas, ::testing::Not(::testing::Contains(elsewhere.ToString())));
}

TEST(MeasurePartitionsTest, AHighSchoolHasTheTableOfHighSchools) {
  const records::Counts::Count counts{.denominator = 20, .point_tenths = 200};
  EXPECT_EQ(BlockOf(counts, {}, "HS").flags(0), kFlagHighSchoolCuts);
  EXPECT_EQ(BlockOf(counts, {}, "ELEMHIGH").flags(0), 0);
}

TEST(MeasurePartitionsTest, SomeLeasAreNotTheWholeState) {
  std::map<int, int> leas;
  for (int county = 1; county <= 50; ++county) leas[county] = 1;
  const SchoolDirectory directory = DirectoryOf(leas);
  records::CountsByEntity counts;
  for (int county = 1; county <= 49; ++county) counts.merge(CountsOf(county, 1));
  EXPECT_FALSE(IsWholeState(LeasOf(counts), directory));
  counts.merge(CountsOf(50, 1));
  EXPECT_TRUE(IsWholeState(LeasOf(counts), directory));
  EXPECT_FALSE(IsWholeState(LeasOf(CountsOf(1, 1)), DirectoryOf({{1, 1}})))
      << "a directory of one county";
}

}  // namespace
}  // namespace sos::indicator
