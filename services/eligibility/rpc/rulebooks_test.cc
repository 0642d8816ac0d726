// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/rpc/in_process_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsError;
using test_util::IsOk;

class RulebooksRpcTest : public EligibilityRpcTest {
 protected:
  absl::StatusOr<v1::Rulebook> Get(const std::string& name) {
    v1::GetRulebookRequest request;
    request.set_name(name);
    return Call<v1::Rulebook>(&Stub::GetRulebook, request);
  }
};

TEST_F(RulebooksRpcTest, HandsOutEachRulebookAsItIsApplied) {
  for (const char* const name : {"rulebooks/lcff-2017", "rulebooks/equity-multiplier-2023"}) {
    const auto rulebook = Get(name);
    ASSERT_THAT(rulebook, IsOk());
    EXPECT_EQ(rulebook->SerializeAsString(), rulebooks_.Find(name)->proto.SerializeAsString());
    EXPECT_EQ(rulebook->digest().size(), 64U) << "SHA-256 in hexadecimal";
  }
}

TEST_F(RulebooksRpcTest, KnowsNoOtherNames) {
  EXPECT_THAT(Get(""), IsError(kInvalid, "FIELD_REQUIRED"));
  for (const char* const name : {"rulebooks/lcff-2020", "lcff-2024", "rulebooks/dashboard-2024"}) {
    EXPECT_THAT(Get(name), IsError(kNotFound, "RULEBOOK_NOT_FOUND")) << name;
  }
}

TEST_F(RulebooksRpcTest, ListsEachOnceOverItsPages) {
  v1::ListRulebooksRequest request;
  request.set_page_size(5);
  std::multiset<std::string> listed;
  do {
    const auto page = Call<v1::ListRulebooksResponse>(&Stub::ListRulebooks, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_LE(page->rulebooks_size(), 5);
    for (const v1::Rulebook& rulebook : page->rulebooks()) listed.insert(rulebook.name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  std::multiset<std::string> expected;
  for (const auto& [name, rulebook] : rulebooks_.entries()) expected.insert(name);
  EXPECT_EQ(listed, expected);
}

TEST_F(RulebooksRpcTest, RefusesANegativePageSize) {
  v1::ListRulebooksRequest request;
  request.set_page_size(-1);
  EXPECT_THAT(Call<v1::ListRulebooksResponse>(&Stub::ListRulebooks, request),
              IsError(kInvalid, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::eligibility
