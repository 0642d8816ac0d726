// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/errors.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

InProcessIndicator::Streamed<v1::StreamCrossingsResponse> StreamCrossings(
    InProcessIndicator& indicator, const v1::StreamCrossingsRequest& request) {
  return indicator.Stream<v1::StreamCrossingsResponse>(&Stub::StreamCrossings, request);
}

v1::StreamCrossingsRequest AllStudents() {
  v1::StreamCrossingsRequest request;
  request.mutable_filter()->add_student_groups(education::v1::STUDENT_GROUP_ALL);
  return request;
}

TEST(CrossingsRpcTest, SaysForEachResultHowManyStudentsWouldChangeItsColor) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  const auto streamed = StreamCrossings(indicator, AllStudents());

  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(1));
  ASSERT_THAT(streamed.messages[0].results(), SizeIs(1));
  const v1::ResultCrossings& row = streamed.messages[0].results(0);
  EXPECT_EQ(row.name(), std::string("entities/") + kDistrict + "/results/2024-susp-all");
  EXPECT_EQ(row.denominator(), 70);
  ASSERT_THAT(row.crossings(), Not(IsEmpty()));
  for (const v1::Crossing& crossing : row.crossings()) {
    EXPECT_NE(crossing.student_count(), 0);
    EXPECT_GE(crossing.student_count(), -7) << "out of the seven who were suspended";
    EXPECT_LE(crossing.student_count(), 63) << "or of those who were not";
    EXPECT_TRUE(crossing.color() != row.color() || crossing.status_level() != row.status_level());
  }
}

TEST(CrossingsRpcTest, LooksAheadToTheNextYearByItsRules) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::StreamCrossingsRequest request = AllStudents();
  request.set_for_next_year(true);
  const auto streamed = StreamCrossings(indicator, request);

  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(1));
  EXPECT_EQ(streamed.messages[0].results(0).dashboard_year(), 2025);
  EXPECT_EQ(streamed.messages[0].results(0).name(),
            std::string("entities/") + kDistrict + "/results/2025-susp-all");
}

TEST(CrossingsRpcTest, SendsNoMessageWithoutResults) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::StreamCrossingsRequest request;
  request.mutable_filter()->add_student_groups(education::v1::STUDENT_GROUP_ASIAN);
  const auto streamed = StreamCrossings(indicator, request);
  EXPECT_THAT(streamed.status, IsOk());
  EXPECT_THAT(streamed.messages, IsEmpty());
}

TEST(CrossingsRpcTest, SaysWhatIsWrongWithARequest) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::StreamCrossingsRequest filter;
  filter.mutable_filter()->add_entities("nonsense");
  EXPECT_THAT(StreamCrossings(indicator, filter).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::StreamCrossingsRequest revision;
  revision.set_revision(7);
  EXPECT_THAT(StreamCrossings(indicator, revision).status,
              IsError(kNotFound, "REVISION_NOT_FOUND"));
  indicator.stored.failure = errors::FromIngestion(absl::UnavailableError("down"), {});
  EXPECT_THAT(StreamCrossings(indicator, {}).status,
              IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
}

}  // namespace
}  // namespace sos::indicator
