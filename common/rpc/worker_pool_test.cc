// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/worker_pool.h"

#include <atomic>
#include <optional>
#include <utility>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

TEST(WorkerPoolTest, RefusesWhatDoesNotFitTheQueueAtOnce) {
  WorkerPool pool(/*thread_count=*/1, /*max_queued=*/2);
  absl::Notification began;
  absl::Notification go_on;
  ASSERT_TRUE(pool.TryAdd([&] {
    began.Notify();
    go_on.WaitForNotification();
  }));
  began.WaitForNotification();  // Its thread is busy, and the queue is empty.
  EXPECT_TRUE(pool.TryAdd([] {}));
  EXPECT_TRUE(pool.TryAdd([] {}));
  EXPECT_FALSE(pool.TryAdd([] {}));
  go_on.Notify();
}

TEST(WorkerPoolTest, FinishesWhatIsQueuedBeforeItStops) {
  std::atomic<int> done = 0;
  std::optional<WorkerPool> pool(std::in_place, /*thread_count=*/2, /*max_queued=*/100);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(pool->TryAdd([&] { ++done; }));
  pool.reset();
  EXPECT_EQ(done, 100);
}

TEST(WorkerPoolTest, WorksOnAsManyThingsAtOnceAsItHasThreads) {
  WorkerPool pool(/*thread_count=*/2, /*max_queued=*/2);
  absl::Notification first;
  absl::Notification second;
  // Each waits for the other.
  ASSERT_TRUE(pool.TryAdd([&] {
    first.Notify();
    second.WaitForNotification();
  }));
  ASSERT_TRUE(pool.TryAdd([&] {
    second.Notify();
    first.WaitForNotification();
  }));
}

}  // namespace
}  // namespace sos::rpc
