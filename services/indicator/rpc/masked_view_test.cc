// SPDX-License-Identifier: Apache-2.0

// What the public is answered about results of small groups, RPC by RPC.

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string SuspensionOf(const std::string& group) {
  return std::string("entities/") + kDistrict + "/results/2024-susp-" + group;
}

// A district of 70 students, of whom ten are homeless, seen by the public.
class MaskedViewTest : public ::testing::Test {
 protected:
  MaskedViewTest() : indicator_({Small()}) { indicator_.as_public = true; }

  static ingestion::v1::Partition Small() {
    ingestion::v1::Partition partition = PublishedSuspension(kDistrict);
    partition.mutable_measures()->set_current_denominators(2, 10);
    partition.set_revision(1);
    return partition;
  }

  InProcessIndicator indicator_;
};

void ExpectNothingToldOf(const v1::Result& result) {
  EXPECT_EQ(result.disclosure(), education::v1::DISCLOSURE_WITHHELD) << result.name();
  EXPECT_FALSE(result.has_status()) << result.name();
  EXPECT_FALSE(result.has_change()) << result.name();
  EXPECT_EQ(result.color(), education::v1::COLOR_UNSPECIFIED) << result.name();
  EXPECT_EQ(result.status_level(), 0) << result.name();
  EXPECT_EQ(result.box(), 0) << result.name();
  EXPECT_EQ(result.measure().current_numerator(), -1) << result.name();
  EXPECT_EQ(result.measure().current_denominator(), -1) << result.name();
  EXPECT_EQ(result.measure().prior_denominator(), -1) << result.name();
}

TEST_F(MaskedViewTest, OneResultIsWholeOrToldNothingOf) {
  v1::GetResultRequest request;
  request.set_name(SuspensionOf("hom"));
  const auto small = indicator_.Call<v1::Result>(&Stub::GetResult, request);
  ASSERT_THAT(small, IsOk());
  ExpectNothingToldOf(*small);
  request.set_name(SuspensionOf("all"));
  const auto all = indicator_.Call<v1::Result>(&Stub::GetResult, request);
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(all->disclosure(), education::v1::DISCLOSURE_SHOWN);
  EXPECT_EQ(all->measure().current_denominator(), 70);
  EXPECT_EQ(all->written_revision(), 1);

  indicator_.as_public = false;
  request.set_name(SuspensionOf("hom"));
  EXPECT_EQ(indicator_.Call<v1::Result>(&Stub::GetResult, request)->measure().current_denominator(),
            10)
      << "to a caller with the right to counts, from the same cache";
}

TEST_F(MaskedViewTest, ListsAndBatchesMaskLikewise) {
  v1::BatchGetResultsRequest batch;
  batch.add_names(SuspensionOf("hom"));
  const auto got = indicator_.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, batch);
  ASSERT_THAT(got, IsOk());
  ExpectNothingToldOf(got->results(0));
  const auto listed =
      indicator_.Call<v1::ListResultsResponse>(&Stub::ListResults, v1::ListResultsRequest());
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->results(), SizeIs(3));
  ExpectNothingToldOf(listed->results(2));
  EXPECT_EQ(listed->results(0).measure().current_denominator(), 70);
}

TEST_F(MaskedViewTest, ColumnsAreMaskedRowByRow) {
  const auto streamed = indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults,
                                                                     v1::StreamResultsRequest());
  ASSERT_THAT(streamed.status, IsOk());
  const v1::ResultBlock& block = streamed.messages.at(0).blocks(0);
  EXPECT_THAT(block.disclosures(), SizeIs(3));
  EXPECT_EQ(block.current_denominators(0), 70);
  EXPECT_EQ(block.current_denominators(2), -1);
  EXPECT_EQ(block.colors(2), education::v1::COLOR_UNSPECIFIED);
}

TEST_F(MaskedViewTest, AnExplanationOfASmallGroupHasNeitherStepsNorBorders) {
  v1::ExplainResultRequest request;
  request.set_name(SuspensionOf("hom"));
  const auto small = indicator_.Call<v1::Explanation>(&Stub::ExplainResult, request);
  ASSERT_THAT(small, IsOk());
  ExpectNothingToldOf(small->result());
  EXPECT_THAT(small->steps(), IsEmpty());
  EXPECT_THAT(small->status_borders(), IsEmpty());
  EXPECT_THAT(small->change_borders(), IsEmpty());
  request.set_name(SuspensionOf("all"));
  EXPECT_THAT(indicator_.Call<v1::Explanation>(&Stub::ExplainResult, request)->steps(),
              Not(IsEmpty()));
}

TEST_F(MaskedViewTest, CrossingsOfASmallGroupAreNotTold) {
  const auto streamed = indicator_.Stream<v1::StreamCrossingsResponse>(
      &Stub::StreamCrossings, v1::StreamCrossingsRequest());
  ASSERT_THAT(streamed.status, IsOk());
  const v1::StreamCrossingsResponse& message = streamed.messages.at(0);
  ASSERT_THAT(message.results(), SizeIs(3));
  EXPECT_THAT(message.results(0).crossings(), Not(IsEmpty()));
  EXPECT_THAT(message.results(2).crossings(), IsEmpty());
  EXPECT_EQ(message.results(2).denominator(), -1);
  EXPECT_EQ(message.results(2).size(), -1);
}

TEST_F(MaskedViewTest, NobodyFindsNumbersByChangingThoseOfOthers) {
  v1::StreamResultsRequest request;
  v1::MeasureChange& change = *request.add_changes();
  change.set_name(SuspensionOf("hom"));
  change.set_current_denominator(1000);
  EXPECT_THAT(indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, request).status,
              IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
  v1::StreamResultsRequest rules;
  *rules.add_rulebooks() = v1::Rulebook();
  EXPECT_THAT(indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, rules).status,
              IsError(absl::StatusCode::kPermissionDenied, "OUTSIDE_SCOPE"));
}

TEST_F(MaskedViewTest, AServiceThatChangesMeasuresGetsTheMarksOfThoseThatAreStored) {
  indicator_.as_public = false;
  v1::StreamResultsRequest request;
  request.set_with_disclosures(true);
  v1::MeasureChange& change = *request.add_changes();
  change.set_name(SuspensionOf("hom"));
  change.set_current_denominator(1000);
  const auto streamed = indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, request);
  ASSERT_THAT(streamed.status, IsOk());
  EXPECT_EQ(streamed.messages.at(0).blocks(0).current_denominators(2), 1000);
  EXPECT_EQ(streamed.messages.at(0).blocks(0).disclosures(2), education::v1::DISCLOSURE_WITHHELD);
}

TEST_F(MaskedViewTest, ReadsOnlyWhatIsNewerThanARevision) {
  v1::StreamResultsRequest request;
  request.mutable_filter()->set_since_revision(1);
  EXPECT_THAT(indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, request).messages,
              IsEmpty());
  v1::ListResultsRequest list;
  list.mutable_filter()->set_since_revision(1);
  EXPECT_THAT(indicator_.Call<v1::ListResultsResponse>(&Stub::ListResults, list)->results(),
              IsEmpty());
  request.mutable_filter()->set_since_revision(-1);
  EXPECT_THAT(indicator_.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, request).status,
              IsError(kInvalid, "FIELD_INVALID"));
}

}  // namespace
}  // namespace sos::indicator
