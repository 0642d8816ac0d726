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
using ::testing::IsEmpty;

struct Streamed {
  std::vector<v1::Partition> partitions;
  absl::Status status;
};

Streamed Stream(Stub& stub, const v1::StreamPartitionsRequest& request) {
  grpc::ClientContext context;
  const auto reader = stub.StreamPartitions(&context, request);
  Streamed streamed;
  v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    for (const v1::Partition& partition : response.partitions()) {
      streamed.partitions.push_back(partition);
    }
  }
  streamed.status = rpc::FromGrpcStatus(reader->Finish());
  return streamed;
}

std::vector<std::string> Leas(const std::vector<v1::Partition>& partitions) {
  std::vector<std::string> leas;
  leas.reserve(partitions.size());
  for (const v1::Partition& partition : partitions) leas.push_back(partition.lea_cds());
  return leas;
}

TEST(PartitionsTest, StreamsWhatARevisionHoldsInOrder) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kNeighbor, kDistrict}, 5)), IsOk());
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());

  const Streamed newest = Stream(ingestion.stub(), {});
  EXPECT_THAT(newest.status, IsOk());
  ASSERT_THAT(Leas(newest.partitions), ElementsAre(kDistrict, kNeighbor));
  EXPECT_EQ(newest.partitions[0].measures().current_numerators(0), 6);
  EXPECT_EQ(newest.partitions[0].revision(), 2);
  EXPECT_EQ(newest.partitions[1].revision(), 1);

  v1::StreamPartitionsRequest first;
  first.set_revision(1);
  const Streamed before = Stream(ingestion.stub(), first);
  ASSERT_THAT(Leas(before.partitions), ElementsAre(kDistrict, kNeighbor));
  EXPECT_EQ(before.partitions[0].measures().current_numerators(0), 5);
}

TEST(PartitionsTest, StreamsNothingWhereNothingWasCommitted) {
  InProcessIngestion ingestion;
  const Streamed streamed = Stream(ingestion.stub(), {});
  EXPECT_THAT(streamed.status, IsOk());
  EXPECT_THAT(streamed.partitions, IsEmpty());
}

TEST(PartitionsTest, ChecksTheFilterAndTheRevision) {
  InProcessIngestion ingestion;
  v1::StreamPartitionsRequest request;
  request.mutable_filter()->add_counties("1");
  EXPECT_THAT(Stream(ingestion.stub(), request).status, IsError(kInvalid, "FIELD_INVALID"));
  v1::ListPartitionsRequest list;
  list.mutable_filter()->add_lea_cds("1");
  EXPECT_THAT(ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, list),
              IsError(kInvalid, "FIELD_INVALID"));
  v1::StreamPartitionsRequest unknown;
  unknown.set_revision(1);
  EXPECT_THAT(Stream(ingestion.stub(), unknown).status, IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST(PartitionsTest, GivesNoHalfOfAStreamForTheWhole) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict})), IsOk());
  ingestion.store.FailWith(errors::StoreDamaged("a partition"));
  EXPECT_THAT(Stream(ingestion.stub(), {}).status,
              IsError(absl::StatusCode::kDataLoss, "STORE_DAMAGED"));
}

TEST(PartitionsTest, ListsWithoutContentsPageByPage) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict, kNeighbor})), IsOk());
  v1::ListPartitionsRequest request;
  request.set_page_size(1);
  std::vector<std::string> names;
  do {
    const auto page = ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request);
    ASSERT_THAT(page, IsOk());
    ASSERT_EQ(page->partitions_size(), 1);
    EXPECT_FALSE(page->partitions(0).has_measures());
    names.push_back(page->partitions(0).name());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("partitions/suspension-2018-01611190000000",
                                 "partitions/suspension-2018-01611270000000"));
}

TEST(PartitionsTest, AllPagesAreOfTheRevisionOfTheFirst) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict, kNeighbor})), IsOk());
  v1::ListPartitionsRequest request;
  request.set_page_size(1);
  const auto first = ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kNeighbor}, 6)), IsOk());
  request.set_page_token(first->next_page_token());
  const auto second = ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->partitions(0).revision(), 1);
}

TEST(PartitionsTest, ATokenFitsTheQueryThatItCameFromAndNoOther) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict, kNeighbor})), IsOk());
  v1::ListPartitionsRequest request;
  request.set_page_size(1);
  const auto first = ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request);
  ASSERT_THAT(first, IsOk());
  request.set_page_token(first->next_page_token());
  request.mutable_filter()->add_counties("01");
  EXPECT_THAT(ingestion.Call<v1::ListPartitionsResponse>(&Stub::ListPartitions, request),
              IsError(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(PartitionsTest, StudentRecordsStayInTheProcessIfTheServerWantsThat) {
  v1::StreamPartitionsRequest request;
  request.mutable_filter()->add_record_fields(v1::RECORD_FIELD_STUDENT);

  InProcessIngestion laptop({.record_readers = StudentRecordReaders::kSameProcess});
  EXPECT_THAT(Stream(laptop.stub(), request).status, IsOk());
  EXPECT_THAT(Stream(*laptop.OtherProcess(), request).status,
              IsError(absl::StatusCode::kPermissionDenied, "STUDENT_RECORDS_NOT_SERVED"));
  EXPECT_THAT(Stream(*laptop.OtherProcess(), {}).status, IsOk()) << "partitions without records";

  InProcessIngestion cluster({.record_readers = StudentRecordReaders::kEverybody});
  EXPECT_THAT(Stream(*cluster.OtherProcess(), request).status, IsOk());
}

}  // namespace
}  // namespace sos::ingestion
