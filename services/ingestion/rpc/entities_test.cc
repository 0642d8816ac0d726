// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Two districts of Alameda, one of them with a school, and one of Alpine.
constexpr char kEntities[] =
    "cds,rtype,schoolname,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,"
    "type,reportingyear\n"
    "01611190000000,D,,Valley Unified,Alameda,ALL,5,100,5.0,UD,2018\n"
    "01611190130229,S,Valley High,Valley Unified,Alameda,ALL,5,100,5.0,HS,2018\n"
    "01611270000000,D,,Hill Valley Unified,Alameda,ALL,5,100,5.0,UD,2018\n"
    "02613330000000,D,,Alpine Unified,Alpine,ALL,5,100,5.0,UD,2018\n";

class EntitiesTest : public ::testing::Test {
 protected:
  EntitiesTest() { EXPECT_THAT(ingestion_.SendFile(kEntities), IsOk()); }

  absl::StatusOr<v1::EntityRecord> Get(const std::string& name, int64_t revision = 0) {
    v1::GetEntityRequest request;
    request.set_name(name);
    request.set_revision(revision);
    return ingestion_.Call<v1::EntityRecord>(&Stub::GetEntity, request);
  }

  std::vector<std::string> Names(const v1::ListEntitiesRequest& request) {
    const auto list = ingestion_.Call<v1::ListEntitiesResponse>(&Stub::ListEntities, request);
    EXPECT_THAT(list, IsOk());
    std::vector<std::string> names;
    if (!list.ok()) return names;
    for (const v1::EntityRecord& record : list->entities()) {
      names.push_back(record.entity().display_name());
    }
    return names;
  }
  std::vector<std::string> Find(const std::string& query) {
    v1::ListEntitiesRequest request;
    request.set_query(query);
    return Names(request);
  }

  InProcessIngestion ingestion_;
};

TEST_F(EntitiesTest, GetsAnEntityByItsCode) {
  const auto record = Get("entities/01611190130229");
  ASSERT_THAT(record, IsOk());
  EXPECT_EQ(record->entity().display_name(), "Valley High");
  EXPECT_EQ(record->entity().district_name(), "Valley Unified");
  EXPECT_EQ(record->entity().type(), education::v1::ENTITY_TYPE_SCHOOL);
}

TEST_F(EntitiesTest, SaysWhatIsWrongWithAName) {
  EXPECT_THAT(Get(""), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Get("entities/1"), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Get("entities/01611190000000", 2), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST_F(EntitiesTest, OffersWhatAnUnknownCodeMayHaveMeant) {
  const auto unknown = Get("entities/01611190130228");
  EXPECT_THAT(unknown, IsError(kNotFound, "ENTITY_NOT_FOUND"));
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("01611190130229 Valley High"));
  EXPECT_THAT(Get("entities/58999990000000"), IsError(kNotFound, "ENTITY_NOT_FOUND"));
}

TEST_F(EntitiesTest, ListsAllByCode) {
  EXPECT_THAT(Names({}), ElementsAre("Valley Unified", "Valley High", "Hill Valley Unified",
                                     "Alpine Unified"));
}

TEST_F(EntitiesTest, EveryWordOfAQueryStandsInTheName) {
  EXPECT_THAT(Find("UNIFIED  valley"), ElementsAre("Valley Unified", "Hill Valley Unified"));
  EXPECT_THAT(Find("high"), ElementsAre("Valley High"));
  EXPECT_THAT(Find("valley coast"), IsEmpty());
}

TEST_F(EntitiesTest, ListsACountyOrALea) {
  v1::ListEntitiesRequest county;
  county.set_county_name("alpine");
  EXPECT_THAT(Names(county), ElementsAre("Alpine Unified"));
  v1::ListEntitiesRequest lea;
  lea.add_leas("entities/01611190000000");
  EXPECT_THAT(Names(lea), ElementsAre("Valley Unified", "Valley High"));
}

TEST_F(EntitiesTest, RefusesWhatNobodyTypesToFindSomething) {
  v1::ListEntitiesRequest request;
  request.add_leas("entities/x");
  EXPECT_THAT(ingestion_.Call<v1::ListEntitiesResponse>(&Stub::ListEntities, request),
              IsError(kInvalid, "FIELD_INVALID"));
  request.clear_leas();
  request.set_query(std::string(256, 'a'));
  EXPECT_THAT(ingestion_.Call<v1::ListEntitiesResponse>(&Stub::ListEntities, request),
              IsError(kInvalid, "FIELD_INVALID"));
  request.set_query(std::string(255, 'a'));
  EXPECT_THAT(Names(request), IsEmpty());
}

TEST_F(EntitiesTest, ListsPageByPageWithoutThoseThatAreNotWanted) {
  v1::ListEntitiesRequest request;
  request.set_query("unified");
  request.set_page_size(2);
  const auto first = ingestion_.Call<v1::ListEntitiesResponse>(&Stub::ListEntities, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->entities_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = ingestion_.Call<v1::ListEntitiesResponse>(&Stub::ListEntities, request);
  ASSERT_THAT(second, IsOk());
  ASSERT_EQ(second->entities_size(), 1);
  EXPECT_EQ(second->entities(0).entity().display_name(), "Alpine Unified");
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace sos::ingestion
