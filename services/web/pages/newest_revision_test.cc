// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/newest_revision.h"

#include <atomic>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

TEST(NewestRevisionTest, AsksAnewForEveryRequestThatComesLater) {
  int64_t number = 0;
  NewestRevision newest([&] { return Revision{.number = ++number, .identity = "a"}; });
  EXPECT_EQ(newest.Get()->number, 1);
  EXPECT_EQ(newest.Get()->number, 2);
}

TEST(NewestRevisionTest, SaysWhyItCouldNotAskAndAsksAgain) {
  bool fails = true;
  NewestRevision newest([&]() -> absl::StatusOr<Revision> {
    if (fails) return absl::UnavailableError("away");
    return Revision{.number = 1, .identity = "a"};
  });
  EXPECT_EQ(newest.Get().status(), absl::UnavailableError("away"));
  fails = false;
  EXPECT_EQ(newest.Get()->number, 1);
}

TEST(NewestRevisionTest, NeverGivesAnAnswerThatWasAskedForBeforeTheRequestCame) {
  std::atomic<int> asked = 0;
  absl::Notification first_asks;
  absl::Notification first_may_answer;
  NewestRevision newest([&] {
    const int round = ++asked;
    if (round == 1) {
      first_asks.Notify();
      first_may_answer.WaitForNotification();
    }
    return Revision{.number = round, .identity = "a"};
  });
  std::thread first([&] { EXPECT_EQ(newest.Get()->number, 1); });
  first_asks.WaitForNotification();
  // All of these come while the first question is on its way, whose answer may be too old.
  constexpr int kLater = 8;
  std::vector<std::thread> later;
  std::atomic<int> old = 0;
  for (int i = 0; i < kLater; ++i) {
    later.emplace_back([&] { old += newest.Get()->number < 2 ? 1 : 0; });
  }
  first_may_answer.Notify();
  first.join();
  for (std::thread& thread : later) thread.join();
  EXPECT_EQ(old, 0);
  EXPECT_GE(asked, 2);
  EXPECT_LE(asked, 1 + kLater);
}

}  // namespace
}  // namespace sos::web
