// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;

absl::StatusOr<v1::Revision> GetRevision(InProcessIngestion& ingestion, const Revision& revision) {
  v1::GetRevisionRequest request;
  SetRevision(revision, request);
  return ingestion.Call<v1::Revision>(&Stub::GetRevision, request);
}

TEST(RevisionsTest, BeforeTheFirstCommitTheNewestRevisionIsNone) {
  InProcessIngestion ingestion;
  const auto newest = GetRevision(ingestion, {});
  ASSERT_THAT(newest, IsOk());
  EXPECT_EQ(RevisionIn(*newest), Revision());
}

TEST(RevisionsTest, FindsARevisionByNumberOrIdentityOrBoth) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 5)), IsOk());
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict}, 6)), IsOk());
  const Revision first = *ingestion.store.Resolve({.number = 1});
  const Revision second = *ingestion.store.NewestRevision();

  EXPECT_EQ(RevisionIn(*GetRevision(ingestion, {})), second);
  EXPECT_EQ(RevisionIn(*GetRevision(ingestion, {.number = 1})), first);
  EXPECT_EQ(RevisionIn(*GetRevision(ingestion, {.identity = first.identity})), first);
  EXPECT_EQ(RevisionIn(*GetRevision(ingestion, second)), second);
  EXPECT_THAT(GetRevision(ingestion, {.number = 1, .identity = second.identity}),
              IsError(kNotFound, "REVISION_NOT_FOUND"))
      << "of another history";
  EXPECT_THAT(GetRevision(ingestion, {.number = 3}), IsError(kNotFound, "REVISION_NOT_FOUND"));
}

TEST(RevisionsTest, ASnapshotSaysWhatThereIsOfARevisionOrARelease) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kDistrict})), IsOk());
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kNeighbor})), IsOk());
  v1::Release release;
  release.set_name("releases/first");
  release.set_revision(1);
  ASSERT_THAT(ingestion.store.CreateRelease(release), IsOk());

  v1::GetSnapshotRequest request;
  const auto newest = ingestion.Call<v1::Snapshot>(&Stub::GetSnapshot, request);
  ASSERT_THAT(newest, IsOk());
  ASSERT_EQ(newest->coverages_size(), 1);
  EXPECT_EQ(newest->coverages(0).collection(), v1::COLLECTION_SUSPENSION);
  EXPECT_EQ(newest->coverages(0).partition_count(), 2);
  EXPECT_THAT(newest->coverages(0).county_codes(), ElementsAre("01"));
  request.set_release("releases/first");
  const auto first = ingestion.Call<v1::Snapshot>(&Stub::GetSnapshot, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->revision(), 1);
  EXPECT_EQ(first->coverages(0).partition_count(), 1);
  for (const char* unknown : {"releases/second", "second"}) {
    request.set_release(unknown);
    EXPECT_THAT(ingestion.Call<v1::Snapshot>(&Stub::GetSnapshot, request),
                IsError(kNotFound, "RELEASE_NOT_FOUND"));
  }
}

}  // namespace
}  // namespace sos::ingestion
