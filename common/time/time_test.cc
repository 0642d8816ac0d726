// SPDX-License-Identifier: Apache-2.0
#include "absl/time/time.h"

#include <thread>

#include "absl/synchronization/mutex.h"
#include "common/time/clock.h"
#include "common/time/steady_wait.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(ClockTest, WhatHasElapsedDoesNotFollowTheTimeOfDay) {
  FakeClock clock(absl::FromUnixSeconds(1'700'000'000));
  const absl::Duration before = clock.Elapsed();

  clock.SetTimeOfDay(clock.Now() - absl::Hours(1));
  EXPECT_EQ(clock.Elapsed(), before);
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1'700'000'000 - 3600));
  clock.Advance(absl::Seconds(5));

  EXPECT_EQ(clock.Elapsed() - before, absl::Seconds(5));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1'700'000'000 - 3595));
}

TEST(ClockTest, WhatHasElapsedNeverShrinks) {
  const SystemClock clock;
  absl::Duration last = clock.Elapsed();
  for (int i = 0; i < 10'000; ++i) {
    const absl::Duration now = clock.Elapsed();
    ASSERT_GE(now, last);
    last = now;
  }
  EXPECT_GE(Stopwatch().Elapsed(), absl::ZeroDuration());
}

class SteadyWaitTest : public ::testing::Test {
 protected:
  absl::Mutex mutex_;
  SteadyWait wait_;
  bool holds_ = false;
};

TEST_F(SteadyWaitTest, EndsWhenItsTimeHasElapsed) {
  const Stopwatch watch;
  absl::MutexLock lock(&mutex_);

  EXPECT_FALSE(wait_.AwaitFor(mutex_, absl::Milliseconds(5), [this] { return holds_; }));
  EXPECT_GE(watch.Elapsed(), absl::Milliseconds(5));
  EXPECT_FALSE(wait_.AwaitFor(mutex_, absl::ZeroDuration(), [this] { return holds_; }));
  EXPECT_FALSE(wait_.AwaitFor(mutex_, -absl::Seconds(1), [this] { return holds_; }));
}

TEST_F(SteadyWaitTest, DoesNotWaitForWhatHoldsAlready) {
  absl::MutexLock lock(&mutex_);

  EXPECT_TRUE(wait_.AwaitFor(mutex_, absl::InfiniteDuration(), [] { return true; }));
}

TEST_F(SteadyWaitTest, EndsWhenItIsWoken) {
  std::thread other([this] {
    absl::MutexLock lock(&mutex_);
    holds_ = true;
    wait_.Wake();
  });
  {
    absl::MutexLock lock(&mutex_);
    EXPECT_TRUE(wait_.AwaitFor(mutex_, absl::InfiniteDuration(), [this] { return holds_; }));
  }
  other.join();
}

}  // namespace
}  // namespace sos
