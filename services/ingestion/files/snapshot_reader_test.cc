// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/snapshot_reader.h"

#include "common/test_util/status_matchers.h"
#include "gtest/gtest.h"
#include "services/ingestion/store/fake_store.h"

namespace sos::ingestion {
namespace {

TEST(SnapshotReaderTest, ReadsARevisionOnceAndNoOneThatIsNotThere) {
  FakeStore store;
  LoadedFilesReader files(&store);
  SnapshotReader reader(&store, &files);
  const auto first = reader.At(*store.NewestRevision());
  ASSERT_THAT(first, test_util::IsOk());
  EXPECT_EQ(*reader.At({}), *first) << "zero is the newest, and it is the same snapshot";
  EXPECT_THAT(reader.At({.number = 7}),
              test_util::IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::ingestion
