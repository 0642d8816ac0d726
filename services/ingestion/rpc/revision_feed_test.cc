// SPDX-License-Identifier: Apache-2.0

// The feed of revisions, as those see it who watch over gRPC.

#include "services/ingestion/rpc/revision_feed.h"

#include <memory>
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;

// Somebody who watches.
class Watch {
 public:
  explicit Watch(InProcessIngestion& ingestion)
      : reader_(ingestion.stub().WatchRevisions(&context_, {})) {}
  ~Watch() { context_.TryCancel(); }

  // The next revision; -1 at the end.
  int64_t Next() {
    v1::WatchRevisionsResponse response;
    return reader_->Read(&response) ? response.revision() : -1;
  }
  absl::Status End() { return rpc::FromGrpcStatus(reader_->Finish()); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchRevisionsResponse>> reader_;
};

TEST(RevisionFeedTest, TellsTheNewestRevisionNowAndEachThatComes) {
  InProcessIngestion ingestion;
  Watch watch(ingestion);
  EXPECT_EQ(watch.Next(), 0) << "nothing is committed yet";
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  EXPECT_EQ(watch.Next(), 1);
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());
  EXPECT_EQ(watch.Next(), 2);
}

TEST(RevisionFeedTest, TellsEverybodyWhoWatches) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  Watch first(ingestion);
  Watch second(ingestion);
  EXPECT_EQ(first.Next(), 1);
  EXPECT_EQ(second.Next(), 1);
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());
  EXPECT_EQ(first.Next(), 2);
  EXPECT_EQ(second.Next(), 2);
}

TEST(RevisionFeedTest, FindsWhatAnotherProcessHasCommitted) {
  InProcessIngestion ingestion;
  Watch watch(ingestion);
  EXPECT_EQ(watch.Next(), 0);
  PartitionBuilder rows;
  v1::Submission asked;
  asked.set_display_name("file.csv");
  ASSERT_THAT(ingestion.store.Commit({.submission = *ingestion.store.CreateSubmission(asked, ""),
                                      .partitions = &rows.partitions(),
                                      .entities = &rows.entities()}),
              IsOk());
  EXPECT_EQ(watch.Next(), 1) << "though nobody has woken the feed";
}

TEST(RevisionFeedTest, EndsWithWhatTheStoreSays) {
  InProcessIngestion ingestion;
  Watch watch(ingestion);
  EXPECT_EQ(watch.Next(), 0);
  ingestion.store.FailWith(errors::kStore.Unavailable("read the revision", "no connection"));
  EXPECT_EQ(watch.Next(), -1);
  EXPECT_THAT(watch.End(), IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST(RevisionFeedTest, EndsAllWatchesWhenTheServerStopsAndTakesNoMore) {
  InProcessIngestion ingestion;
  Watch before(ingestion);
  EXPECT_EQ(before.Next(), 0);
  ingestion.service().StopWatches();
  EXPECT_EQ(before.Next(), -1);
  EXPECT_EQ(before.End().code(), absl::StatusCode::kCancelled);

  Watch after(ingestion);
  EXPECT_EQ(after.Next(), -1);
  EXPECT_EQ(after.End().code(), absl::StatusCode::kCancelled);
}

TEST(RevisionFeedTest, SomebodyWhoHangsUpDisturbsNobody) {
  InProcessIngestion ingestion;
  Watch stays(ingestion);
  EXPECT_EQ(stays.Next(), 0);
  {
    Watch leaves(ingestion);
    EXPECT_EQ(leaves.Next(), 0);
  }
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict})), IsOk());
  EXPECT_EQ(stays.Next(), 1);
}

TEST(RevisionFeedTest, RefusesBytesThatAreNoRequest) {
  InProcessIngestion ingestion;
  EXPECT_THAT(rpc::FromGrpcStatus(ingestion.CallRaw("WatchRevisions", "\xff")),
              IsError(kInvalid, "REQUEST_MALFORMED"));
}

}  // namespace
}  // namespace sos::ingestion
