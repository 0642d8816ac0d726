// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/errors.h"
#include "services/indicator/rpc/in_process_test.h"

namespace sos::indicator {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string NameOf(const std::string& cds, const std::string& what = "2024-susp-all") {
  return "entities/" + cds + "/results/" + what;
}

absl::StatusOr<v1::Result> Get(InProcessIndicator& indicator, const std::string& name,
                               int64_t revision = 0) {
  v1::GetResultRequest request;
  request.set_name(name);
  request.set_revision(revision);
  return indicator.Call<v1::Result>(&Stub::GetResult, request);
}

TEST(ResultsTest, GetsAResultWithItsCountsAndTheRevisionThatItRestsOn) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  const auto result = Get(indicator, NameOf(kDistrict));

  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->name(), NameOf(kDistrict));
  EXPECT_EQ(result->status().value(), "10.0");
  EXPECT_EQ(result->change().value(), "0.0");
  EXPECT_EQ(result->measure().current_numerator(), 7);
  EXPECT_EQ(result->measure().current_denominator(), 70);
  EXPECT_EQ(result->rulebook(), "rulebooks/dashboard-2024");
  EXPECT_EQ(result->revision(), 1);
  EXPECT_EQ(result->revision_identity(), "first");
  EXPECT_FALSE(result->from_student_records());
}

TEST(ResultsTest, SaysWhatIsWrongWithAName) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  EXPECT_THAT(Get(indicator, ""), IsError(kInvalid, "FIELD_REQUIRED"));
  EXPECT_THAT(Get(indicator, "results/2024-susp-all"), IsError(kInvalid, "FIELD_INVALID"));
  EXPECT_THAT(Get(indicator, NameOf(kDistrict, "2024-susp")), IsError(kInvalid, "FIELD_INVALID"));
  for (const std::string& unknown :
       {NameOf(kNeighbor), NameOf(kDistrict, "2024-susp-el"), NameOf(kDistrict, "2024-grad-all"),
        NameOf(kDistrict, "2023-susp-all")}) {
    EXPECT_THAT(Get(indicator, unknown), IsError(kNotFound, "RESULT_NOT_FOUND")) << unknown;
  }
  EXPECT_THAT(Get(indicator, NameOf(kDistrict), 7), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST(ResultsTest, KeepsAResultUntilTheDataChange) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  ASSERT_THAT(Get(indicator, NameOf(kDistrict)), IsOk());
  indicator.stored.failure = errors::FromIngestion(absl::UnavailableError("down"), {});
  EXPECT_THAT(Get(indicator, NameOf(kDistrict)), IsOk()) << "from the cache";
  indicator.revisions.newest = {.number = 2, .identity = "second"};
  EXPECT_THAT(Get(indicator, NameOf(kDistrict)), IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
  indicator.stored.failure = absl::OkStatus();
  EXPECT_THAT(Get(indicator, NameOf(kDistrict)), IsOk()) << "an error is not kept";
}

TEST(ResultsTest, MakesAResultFromStudentRecordsWhereNoneIsPublished) {
  InProcessIndicator indicator(AbsenceOf({0, 0, 0, 0, 0, 0, 0, 0, 17, 18, 90}));
  const auto result = Get(indicator, NameOf(kDistrict, "2024-chro-all"));

  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->measure().current_numerator(), 2) << "18 of 180 days are 10 percent";
  EXPECT_EQ(result->measure().current_denominator(), 11);
  EXPECT_TRUE(result->from_student_records());
}

TEST(ResultsTest, AnEstimateOfTenStudentsHasNoNumeratorAsPublishedFilesHaveNone) {
  InProcessIndicator indicator(AbsenceOf({0, 0, 0, 0, 0, 0, 0, 0, 18, 90}));
  const auto result = Get(indicator, NameOf(kDistrict, "2024-chro-all"));

  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->measure().current_numerator(), -1);
  EXPECT_EQ(result->measure().current_denominator(), 10);
}

TEST(ResultsTest, ABatchAnswersInTheOrderOfItsNamesOrNotAtAll) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict), PublishedSuspension(kNeighbor)});
  v1::BatchGetResultsRequest request;
  EXPECT_THAT(indicator.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, request),
              IsError(kInvalid, "FIELD_REQUIRED"));
  request.add_names(NameOf(kNeighbor));
  request.add_names(NameOf(kDistrict));
  const auto batch = indicator.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, request);
  ASSERT_THAT(batch, IsOk());
  ASSERT_EQ(batch->results_size(), 2);
  EXPECT_EQ(batch->results(0).name(), NameOf(kNeighbor));
  EXPECT_EQ(batch->results(1).name(), NameOf(kDistrict));
  request.add_names(NameOf(kDistrict, "2024-susp-el"));
  EXPECT_THAT(indicator.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, request),
              IsError(kNotFound, "RESULT_NOT_FOUND"));
}

TEST(ResultsTest, ABatchHasAThousandNamesAtMost) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::BatchGetResultsRequest request;
  for (int i = 0; i < 1000; ++i) request.add_names(NameOf(kDistrict));
  EXPECT_THAT(indicator.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, request), IsOk());
  request.add_names(NameOf(kDistrict));
  EXPECT_THAT(indicator.Call<v1::BatchGetResultsResponse>(&Stub::BatchGetResults, request),
              IsError(kInvalid, "FIELD_INVALID"));
}

TEST(ResultsTest, ListsPageByPage) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict), PublishedSuspension(kNeighbor)});
  v1::ListResultsRequest request;
  request.mutable_filter()->add_student_groups(education::v1::STUDENT_GROUP_ALL);
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = indicator.Call<v1::ListResultsResponse>(&Stub::ListResults, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->results_size(), 1);
    names.push_back(page->results(0).name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre(NameOf(kDistrict), NameOf(kNeighbor)));
}

TEST(ResultsTest, ChecksFiltersAndPages) {
  InProcessIndicator indicator;
  v1::ListResultsRequest request;
  request.mutable_filter()->add_entities("99600010000000");
  EXPECT_THAT(indicator.Call<v1::ListResultsResponse>(&Stub::ListResults, request),
              IsError(kInvalid, "FIELD_INVALID"));
  v1::ListResultsRequest pages;
  pages.set_page_size(-1);
  EXPECT_THAT(indicator.Call<v1::ListResultsResponse>(&Stub::ListResults, pages),
              IsError(kInvalid, "FIELD_INVALID"));
  pages.set_page_size(1);
  pages.set_page_token("made up");
  EXPECT_THAT(indicator.Call<v1::ListResultsResponse>(&Stub::ListResults, pages),
              IsError(kInvalid, "PAGE_TOKEN_INVALID"));
}

InProcessIndicator::Streamed<v1::StreamResultsResponse> StreamResults(
    InProcessIndicator& indicator, const v1::StreamResultsRequest& request) {
  return indicator.Stream<v1::StreamResultsResponse>(&Stub::StreamResults, request);
}

TEST(ResultsTest, StreamsABlockForEachPartition) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict), PublishedSuspension(kNeighbor)});
  const auto streamed = StreamResults(indicator, {});

  EXPECT_THAT(streamed.status, IsOk());
  std::vector<std::string> entities;
  for (const v1::StreamResultsResponse& message : streamed.messages) {
    for (const v1::ResultBlock& block : message.blocks()) {
      entities.push_back(block.entities(0).name());
      EXPECT_THAT(block.status_tenths(), ElementsAre(100, 100, 100));
      EXPECT_EQ(block.revision(), 1);
    }
  }
  EXPECT_THAT(entities, ElementsAre(std::string("entities/") + kDistrict,
                                    std::string("entities/") + kNeighbor));
}

TEST(ResultsTest, GivesNoHalfOfAStreamForTheWhole) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  indicator.stored.failure = errors::FromIngestion(absl::UnavailableError("down"), {});
  EXPECT_THAT(StreamResults(indicator, {}).status, IsError(kUnavailable, "INGESTION_UNAVAILABLE"));
}

TEST(ResultsTest, StreamsWhatWouldBeWithOtherCounts) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::StreamResultsRequest request;
  v1::MeasureChange& change = *request.add_changes();
  change.set_name(NameOf(kDistrict));
  change.set_current_numerator(0);
  const auto streamed = StreamResults(indicator, request);
  ASSERT_THAT(streamed.status, IsOk());
  ASSERT_THAT(streamed.messages, SizeIs(1));
  EXPECT_THAT(streamed.messages[0].blocks(0).status_tenths(), ElementsAre(0, 100, 100));
  EXPECT_EQ(Get(indicator, NameOf(kDistrict))->status().value(), "10.0") << "and nothing is kept";
}

TEST(ResultsTest, RefusesChangesAndRulesThatItCannotUse) {
  InProcessIndicator indicator({PublishedSuspension(kDistrict)});
  v1::StreamResultsRequest changes;
  changes.add_changes()->set_name("nonsense");
  EXPECT_THAT(StreamResults(indicator, changes).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::StreamResultsRequest rules;
  rules.add_rulebooks()->set_name("rulebooks/dashboard-2024");
  const auto streamed = StreamResults(indicator, rules);
  EXPECT_THAT(streamed.status, IsError(kInvalid, "RULEBOOK_INVALID"));
  EXPECT_THAT(streamed.messages, IsEmpty());
}

}  // namespace
}  // namespace sos::indicator
