// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/measure_partitions.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

constexpr int kYear = 2024;
constexpr int64_t kMinimumShown = 11;

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

// The names of the state and counties, with the LEAs that were counted and those there are.
std::map<std::string, std::string> NamesOf(const records::CountsByEntity& counts,
                                           const SchoolDirectory& directory) {
  std::map<std::string, std::string> names;
  const auto all = [](const CdsCode&) { return true; };
  for (const auto& partition : MeasurePartitions(Indicator::kSuspension, kYear, counts, nullptr,
                                                 kMinimumShown, directory, all)) {
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

}  // namespace
}  // namespace sos::indicator
