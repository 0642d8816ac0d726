// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kHeader[] =
    "cds,rtype,schoolname,districtname,countyname,studentgroup,currnumer,currdenom,currstatus,"
    "type,reportingyear\n";

class EntitySearchRpcTest : public ::testing::Test {
 protected:
  EntitySearchRpcTest() {
    EXPECT_THAT(ingestion_.SendFile(absl::StrCat(
                    kHeader, "01611190000000,D,,Valley Unified,Alameda,ALL,5,100,5.0,UD,2018\n",
                    "01611190130229,S,Valley High,Valley Unified,Alameda,ALL,5,100,5.0,HS,2018\n",
                    "01611270000000,D,,Hill Elementary,Alameda,ALL,5,100,5.0,ED,2018\n")),
                IsOk());
  }

  absl::StatusOr<v1::SearchEntitiesResponse> Search(const v1::SearchEntitiesRequest& request) {
    return ingestion_.Call<v1::SearchEntitiesResponse>(&Stub::SearchEntities, request);
  }
  std::vector<std::string> Names(const v1::SearchEntitiesRequest& request) {
    const auto found = Search(request);
    EXPECT_THAT(found, IsOk());
    std::vector<std::string> names;
    if (!found.ok()) return names;
    for (const v1::EntityMatch& match : found->matches()) {
      names.push_back(match.entity().display_name());
    }
    return names;
  }
  static v1::SearchEntitiesRequest For(const std::string& query) {
    v1::SearchEntitiesRequest request;
    request.set_query(query);
    return request;
  }

  InProcessIngestion ingestion_;
};

TEST_F(EntitySearchRpcTest, RefusesQueriesWithoutWordsAndLongOnes) {
  EXPECT_THAT(Search(For("")), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Search(For(" .*\x07 ")), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Search(For(std::string(201, 'a'))), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Names(For(std::string(200, 'a'))), IsEmpty());
}

TEST_F(EntitySearchRpcTest, RefusesWrongLimitsAndTypes) {
  auto request = For("valley");
  request.set_page_size(-1);
  EXPECT_THAT(Search(request), IsError(kInvalid, "FIELD_INVALID"));
  request.set_page_size(1000);
  EXPECT_THAT(Names(request), SizeIs(2)) << "at most 100, without an error";
  request.add_entity_types(education::v1::ENTITY_TYPE_UNSPECIFIED);
  EXPECT_THAT(Search(request), IsError(kInvalid, "FIELD_INVALID"));
}

TEST_F(EntitySearchRpcTest, SaysWhatWasFoundAndWhetherItWasTypedSo) {
  const auto typed = Search(For("valley hs"));
  ASSERT_THAT(typed, IsOk());
  ASSERT_THAT(typed->matches(), SizeIs(1));
  EXPECT_EQ(typed->matches(0).entity().name(), "entities/01611190130229");
  EXPECT_EQ(typed->matches(0).entity().district_name(), "Valley Unified");
  EXPECT_TRUE(typed->matches(0).exact());
  const auto misspelled = Search(For("vallye high"));
  ASSERT_THAT(misspelled, IsOk());
  ASSERT_THAT(misspelled->matches(), SizeIs(1));
  EXPECT_FALSE(misspelled->matches(0).exact());
  EXPECT_THAT(Names(For("1-61119-130229")), ElementsAre("Valley High"));
  EXPECT_THAT(Names(For("nowhere")), IsEmpty());
}

TEST_F(EntitySearchRpcTest, FindsTypesThatAreAskedForAndAsManyAsAreWanted) {
  auto request = For("valley");
  EXPECT_THAT(Names(request), ElementsAre("Valley Unified", "Valley High"));
  request.set_page_size(1);
  EXPECT_THAT(Names(request), ElementsAre("Valley Unified"));
  request.add_entity_types(education::v1::ENTITY_TYPE_SCHOOL);
  EXPECT_THAT(Names(request), ElementsAre("Valley High"));
}

TEST_F(EntitySearchRpcTest, ReadsTheRevisionThatIsAskedFor) {
  EXPECT_THAT(ingestion_.SendFile(absl::StrCat(
                  kHeader, "02613330000000,D,,Alpine Unified,Alpine,ALL,5,100,5.0,UD,2018\n")),
              IsOk());
  auto request = For("alpine");
  EXPECT_THAT(Names(request), ElementsAre("Alpine Unified")) << "the newest";
  request.set_revision(1);
  EXPECT_THAT(Names(request), IsEmpty());
  request.set_revision(3);
  EXPECT_THAT(Search(request), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::ingestion
