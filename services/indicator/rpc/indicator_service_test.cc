// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/rpc/indicator_service.h"

#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;

TEST(IndicatorServiceTest, SaysWhenIngestionCannotBeAskedForTheRevision) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  indicator.revisions.failure = absl::UnavailableError("down");
  v1::GetResultRequest result;
  result.set_name(std::string("entities/") + kDistrict + "/results/2024-susp-all");
  EXPECT_THAT(indicator.Call<v1::Result>(&Stub::GetResult, result),
              IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
  EXPECT_THAT(indicator.Call<v1::ListResultsResponse>(&Stub::ListResults, v1::ListResultsRequest()),
              IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
}

TEST(IndicatorServiceTest, AnswersOfTheRevisionThatIsAskedFor) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  indicator.revisions.newest = {.number = 5, .identity = "fifth"};
  v1::GetResultRequest request;
  request.set_name(std::string("entities/") + kDistrict + "/results/2024-susp-all");
  for (const int64_t asked : {0, 5}) {
    request.set_revision(asked);
    const auto result = indicator.Call<v1::Result>(&Stub::GetResult, request);
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->revision(), 5);
    EXPECT_EQ(result->revision_identity(), "fifth");
  }
  request.set_revision(4);
  EXPECT_THAT(indicator.Call<v1::Result>(&Stub::GetResult, request),
              IsError(kNotFound, "REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::indicator
