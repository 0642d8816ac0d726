// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/entity_sources.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using education::v1::Entity;

constexpr char kCds[] = "99600020000000";

v1::AttributeSource File(v1::Collection collection, int year, bool from_agency = false) {
  v1::AttributeSource file;
  file.set_collection(collection);
  file.set_dashboard_year(year);
  file.set_from_agency(from_agency);
  return file;
}

Entity Said(const std::string& name, const std::string& county = "",
            education::v1::EntityType type = education::v1::ENTITY_TYPE_SCHOOL) {
  Entity entity;
  entity.set_name(std::string("entities/") + kCds);
  entity.set_display_name(name);
  entity.set_county_name(county);
  entity.set_type(type);
  return entity;
}

struct FileSays {
  v1::AttributeSource file;
  Entity entity;
};

DescribedEntity Known(const std::vector<FileSays>& files) {
  DescribedEntity known;
  for (const FileSays& said : files) Describe(said.entity, said.file, known);
  return known;
}

std::string Text(const DescribedEntity& known) {
  return known.entity.ShortDebugString() + " from " + known.sources.ShortDebugString();
}

TEST(EntitySourcesTest, BlankNeverWinsOverKnown) {
  const FileSays chronic = {File(v1::COLLECTION_CHRONIC_ABSENTEEISM, 2023),
                            Said("Alder", "Made Up")};
  const FileSays priority = {File(v1::COLLECTION_LOCAL_PRIORITY_1, 2024), Said("Alder Elementary")};
  const Entity known = Known({chronic, priority}).entity;
  EXPECT_EQ(known.county_name(), "Made Up");
  EXPECT_EQ(known.display_name(), "Alder Elementary") << "of the later year";
  EXPECT_EQ(Text(Known({priority, chronic})), Text(Known({chronic, priority})));
}

TEST(EntitySourcesTest, TheStateComesBeforeDirectoriesAndThoseBeforeAgencies) {
  const FileSays agency = {File(v1::COLLECTION_LOCAL_PRIORITY_1, 2025, /*from_agency=*/true),
                           Said("Agency")};
  const FileSays directory = {File(v1::COLLECTION_ENTITY_DIRECTORY, 2024), Said("Directory")};
  const FileSays state = {File(v1::COLLECTION_SUSPENSION, 2018), Said("State")};
  EXPECT_EQ(Known({state, directory, agency}).entity.display_name(), "State");
  EXPECT_EQ(Known({directory, agency}).entity.display_name(), "Directory");
  EXPECT_EQ(Known({agency}).entity.display_name(), "Agency");
}

TEST(EntitySourcesTest, WhatAnyFileKnowsToBeACharterSchoolIsOne) {
  const FileSays charter = {File(v1::COLLECTION_SUSPENSION, 2018),
                            Said("Alder", "", education::v1::ENTITY_TYPE_CHARTER_SCHOOL)};
  const FileSays list = {File(v1::COLLECTION_LOWEST_PERFORMANCE_SCHOOLS, 2023), Said("Alder")};
  for (const auto& files : {std::vector{charter, list}, std::vector{list, charter}}) {
    EXPECT_EQ(Known(files).entity.type(), education::v1::ENTITY_TYPE_CHARTER_SCHOOL);
  }
}

TEST(EntitySourcesTest, AnEntityOfAnOlderStoreTakesWhatTheNextFileKnowsAndKeepsTheRest) {
  DescribedEntity known = {.entity = Said("Before", "Made Up")};
  Describe(Said("After"), File(v1::COLLECTION_LOCAL_PRIORITY_1, 2017), known);
  EXPECT_EQ(known.entity.display_name(), "After");
  EXPECT_EQ(known.entity.county_name(), "Made Up");
}

TEST(EntitySourcesTest, OfSeveralCollectionsAndYearsInAFileTheFirstByPrecedenceDescribes) {
  std::map<PartitionKey, v1::Partition> partitions;
  const CdsCode lea = *CdsCode::Parse(kCds);
  partitions[{lea, Collection::kLocalPriority1, 2024}];
  partitions[{lea, Collection::kSuspension, 2024}];
  partitions[{lea, Collection::kGraduation, 2022}];
  partitions[{*CdsCode::Parse("99600030000000"), Collection::kGraduation, 2025}];
  const v1::AttributeSource file = DescriberOf(lea, partitions, false);
  EXPECT_EQ(file.collection(), v1::COLLECTION_SUSPENSION);
  EXPECT_EQ(file.dashboard_year(), 2024);
}

// Files of different collections and years in any order; of one collection and year the later one
// replaces the earlier, so that those keep their order.
TEST(EntitySourcesTest, TheOrderOfLoadingChangesNothing) {
  constexpr unsigned kSeed = 20261129;
  constexpr int kCases = 5000;
  std::mt19937 random(kSeed);
  const auto pick = [&](std::vector<std::string> words) { return words[random() % words.size()]; };
  for (int i = 0; i < kCases; ++i) {
    std::vector<FileSays> files;
    const size_t count = 2 + random() % 6;
    while (files.size() < count) {
      FileSays said = {File(static_cast<v1::Collection>(1 + random() % 48),
                            2017 + static_cast<int>(random() % 4), random() % 4 == 0),
                       Said(pick({"", "A", "B", "C"}), pick({"", "Made Up", "Other"}),
                            random() % 4 == 0 ? education::v1::ENTITY_TYPE_CHARTER_SCHOOL
                                              : education::v1::ENTITY_TYPE_SCHOOL)};
      const bool taken = std::any_of(files.begin(), files.end(), [&](const FileSays& other) {
        return other.file.collection() == said.file.collection() &&
               other.file.dashboard_year() == said.file.dashboard_year() &&
               other.file.from_agency() == said.file.from_agency();
      });
      if (!taken) files.push_back(said);
    }
    // A later file of the first one's collection and year.
    const FileSays replaced = files[0];
    const FileSays replacing = {replaced.file, Said(pick({"", "D"}), pick({"", "Third"}))};
    std::vector<FileSays> all = files;
    all.push_back(replacing);
    const std::string expected = Text(Known(all));

    std::shuffle(files.begin(), files.end(), random);
    const auto first = std::find_if(files.begin(), files.end(), [&](const FileSays& said) {
      return said.file.SerializeAsString() == replaced.file.SerializeAsString();
    });
    const size_t after = static_cast<size_t>(first - files.begin()) + 1;
    all = files;
    all.insert(
        all.begin() + static_cast<std::ptrdiff_t>(after + random() % (all.size() - after + 1)),
        replacing);
    ASSERT_EQ(Text(Known(all)), expected) << "seed " << kSeed << ", case " << i;
  }
}

}  // namespace
}  // namespace sos::ingestion
