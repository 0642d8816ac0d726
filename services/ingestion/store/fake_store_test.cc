// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/fake_store.h"

#include <memory>

#include "gtest/gtest.h"
#include "services/ingestion/store/commit_conformance.h"
#include "services/ingestion/store/deletion_conformance.h"

namespace sos::ingestion {
namespace {

std::unique_ptr<Store> MakeFakeStore() { return std::make_unique<FakeStore>(); }

INSTANTIATE_TEST_SUITE_P(Fake, StoreConformanceTest, ::testing::Values(MakeFakeStore));
INSTANTIATE_TEST_SUITE_P(Fake, DeletionConformanceTest, ::testing::Values(MakeFakeStore));

TEST(FakeStoreTest, AnswersWithAFailureUntilThatEnds) {
  FakeStore store;
  store.FailWith(errors::kStore.Unavailable("read", "down"));
  EXPECT_THAT(store.NewestRevision(),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_THAT(store.ListReleases(0, 1),
              test_util::IsError(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  store.FailWith(absl::OkStatus());
  EXPECT_THAT(store.NewestRevision(), test_util::IsOk());
}

}  // namespace
}  // namespace sos::ingestion
