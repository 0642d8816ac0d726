// SPDX-License-Identifier: Apache-2.0

// The feed of revisions, as those see it who watch over gRPC.

#include "services/ingestion/rpc/revision_feed.h"

#include <memory>
#include <optional>
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
  explicit Watch(InProcessIngestion& ingestion, int64_t since = 0)
      : reader_(ingestion.stub().WatchRevisions(&context_, Since(since))) {}
  ~Watch() { context_.TryCancel(); }

  // The next revision; -1 at the end.
  int64_t Next() { return NextMessage().value_or(NoMessage()).revision(); }
  std::optional<v1::WatchRevisionsResponse> NextMessage() {
    v1::WatchRevisionsResponse response;
    if (!reader_->Read(&response)) return std::nullopt;
    return response;
  }
  absl::Status End() { return rpc::FromGrpcStatus(reader_->Finish()); }

 private:
  static v1::WatchRevisionsRequest Since(int64_t revision) {
    v1::WatchRevisionsRequest request;
    request.set_since_revision(revision);
    return request;
  }
  static v1::WatchRevisionsResponse NoMessage() {
    v1::WatchRevisionsResponse response;
    response.set_revision(-1);
    return response;
  }

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

TEST(RevisionFeedTest, TellsWhatHasChangedSinceARevisionThatTheCallerKnows) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());
  Watch watch(ingestion, 1);
  const auto first = watch.NextMessage();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->revision(), 2);
  ASSERT_EQ(first->changes_size(), 1);
  EXPECT_EQ(first->changes(0).lea(), std::string("entities/") + kDistrict);
  EXPECT_EQ(first->changes(0).collection(), v1::COLLECTION_SUSPENSION);
  EXPECT_EQ(first->changes(0).revision(), 2);

  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 7)), IsOk());
  const auto second = watch.NextMessage();
  ASSERT_TRUE(second);
  ASSERT_EQ(second->changes_size(), 1) << "each change once";
  EXPECT_EQ(second->changes(0).revision(), 3);

  Watch unasked(ingestion);
  EXPECT_EQ(unasked.NextMessage()->changes_size(), 0);
}

TEST(RevisionFeedTest, TellsWhichRevisionsArePublicAsSoonAsTheyAre) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  Watch watch(ingestion);
  EXPECT_EQ(watch.NextMessage()->public_revisions_size(), 0);
  v1::CreateReleaseRequest request;
  request.mutable_release()->set_name("releases/2018-preview");
  request.mutable_release()->set_revision(1);
  ASSERT_THAT(ingestion.Call<v1::Release>(&Stub::CreateRelease, request), IsOk());
  request.mutable_release()->set_name("releases/2018-final");
  request.mutable_release()->set_public_(true);
  ASSERT_THAT(ingestion.Call<v1::Release>(&Stub::CreateRelease, request), IsOk());
  const auto told = watch.NextMessage();
  ASSERT_TRUE(told);
  ASSERT_EQ(told->public_revisions_size(), 1) << "of the public release only";
  EXPECT_EQ(told->public_revisions(0).revision(), 1);
  EXPECT_EQ(told->public_revisions(0).revision_identity(), told->revision_identity());
}

TEST(RevisionFeedTest, RefusesARevisionBelowNone) {
  InProcessIngestion ingestion;
  Watch watch(ingestion, -1);
  EXPECT_EQ(watch.Next(), -1);
  EXPECT_THAT(watch.End(), IsError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID"));
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
