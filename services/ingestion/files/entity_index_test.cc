// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/entity_index.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/store/fake_store.h"

namespace sos::ingestion {
namespace {

v1::EntityRecord EntityOf(const std::string& cds, education::v1::EntityType type,
                          const std::string& name) {
  v1::EntityRecord record;
  education::v1::Entity& entity = *record.mutable_entity();
  entity.set_name(absl::StrCat("entities/", cds));
  entity.set_type(type);
  entity.set_display_name(name);
  return record;
}

std::string Best(const EntityIndex& index, const std::string& query) {
  const auto matches = index.search().Find(query, 1, [](size_t) { return true; });
  return matches.empty() ? "" : index.records()[matches.front().index].entity().display_name();
}

TEST(EntityIndexTest, EveryKindIsFoundByTheWordsOfItsKind) {
  using namespace education::v1;  // NOLINT: the types of entities.
  const EntityIndex index({EntityOf("00000000000000", ENTITY_TYPE_STATE, "California"),
                           EntityOf("99000000000000", ENTITY_TYPE_COUNTY, "Alder"),
                           EntityOf("99100170000000", ENTITY_TYPE_COUNTY_OFFICE, "Alder COE"),
                           EntityOf("99600010000000", ENTITY_TYPE_DISTRICT, "Alder"),
                           EntityOf("99600010130229", ENTITY_TYPE_SCHOOL, "Birch"),
                           EntityOf("99600010130230", ENTITY_TYPE_CHARTER_SCHOOL, "Cedar")});
  EXPECT_EQ(Best(index, "state of california"), "California");
  EXPECT_EQ(Best(index, "alder county office"), "Alder COE");
  EXPECT_EQ(Best(index, "birch school"), "Birch");
  EXPECT_EQ(Best(index, "cedar charter school"), "Cedar");
  EXPECT_EQ(Best(index, "birch charter"), "");
  const auto counties = index.search().Find("alder", 2, [](size_t) { return true; });
  ASSERT_EQ(counties.size(), 2);
  EXPECT_EQ(counties[0].index, 1) << "of the same name, the county goes first";
}

TEST(EntityIndexTest, IsMadeOnceARevisionAndKept) {
  FakeStore store;
  EntityIndexReader reader(&store);
  const Revision none = *store.NewestRevision();
  const auto first = reader.At(none);
  ASSERT_THAT(first, test_util::IsOk());
  EXPECT_EQ((*first)->records().size(), 0);
  EXPECT_EQ(*reader.At(none), *first) << "the same index again";
}

}  // namespace
}  // namespace sos::ingestion
