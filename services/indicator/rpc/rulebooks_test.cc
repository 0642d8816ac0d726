// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;

TEST(RulebooksRpcTest, HandsOutARulebookByItsName) {
  InProcessIndicator indicator;
  v1::GetRulebookRequest request;
  request.set_name("rulebooks/dashboard-2024");
  const auto rulebook = indicator.Call<v1::Rulebook>(&Stub::GetRulebook, request);
  ASSERT_THAT(rulebook, IsOk());
  EXPECT_EQ(rulebook->dashboard_year(), 2024);
  EXPECT_EQ(rulebook->SerializeAsString(),
            indicator.rulebooks().Find(2024)->proto.SerializeAsString());
}

TEST(RulebooksRpcTest, KnowsNoOtherNames) {
  InProcessIndicator indicator;
  v1::GetRulebookRequest request;
  EXPECT_THAT(indicator.Call<v1::Rulebook>(&Stub::GetRulebook, request),
              IsError(kInvalid, "FIELD_REQUIRED"));
  for (const char* name : {"rulebooks/dashboard-2020", "dashboard-2024", "rulebooks/lcff-2024"}) {
    request.set_name(name);
    EXPECT_THAT(indicator.Call<v1::Rulebook>(&Stub::GetRulebook, request),
                IsError(kNotFound, "RULEBOOK_NOT_FOUND"))
        << name;
  }
}

TEST(RulebooksRpcTest, ListsEachOnceOverItsPages) {
  InProcessIndicator indicator;
  v1::ListRulebooksRequest request;
  request.set_page_size(3);
  std::multiset<int> years;
  do {
    const auto page = indicator.Call<v1::ListRulebooksResponse>(&Stub::ListRulebooks, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->rulebooks_size(), 3);
    for (const v1::Rulebook& rulebook : page->rulebooks()) years.insert(rulebook.dashboard_year());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(years, ::testing::ElementsAre(2017, 2018, 2019, 2022, 2023, 2024, 2025));
}

}  // namespace
}  // namespace sos::indicator
