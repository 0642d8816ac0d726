// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/cached_evidence.h"

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/notification.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

// Loads when it is let, and counts how often it was asked.
class SlowSource final : public EvidenceSource {
 public:
  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery&,
                                                       const rpc::CallContext&) override {
    const int load = ++loads_;
    if (!begun_.HasBeenNotified()) begun_.Notify();
    may_end_.WaitForNotification();
    if (load == 1 && first_fails_) return absl::CancelledError("the caller hung up");
    return std::make_shared<const Evidence>();
  }

  void FirstFails() { first_fails_ = true; }
  void AwaitBegin() { begun_.WaitForNotification(); }
  void LetEnd() { may_end_.Notify(); }
  int loads() const { return loads_; }

 private:
  std::atomic<int> loads_{0};
  bool first_fails_ = false;
  absl::Notification begun_;
  absl::Notification may_end_;
};

const rpc::CallContext& Call() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

EvidenceQuery WholeState() {
  return {.years = {2024}, .dashboard_year = 2024, .revision = {.number = 1, .identity = "1"}};
}

TEST(CachedEvidenceTest, LoadsOnceForAllWhoAskAtOnce) {
  SlowSource slow;
  CachedEvidenceSource cached(&slow);
  std::vector<std::thread> callers;
  std::atomic<int> answered{0};
  callers.reserve(8);
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] { answered += cached.Load(WholeState(), Call()).ok(); });
  }
  slow.AwaitBegin();
  slow.LetEnd();
  for (std::thread& caller : callers) caller.join();

  EXPECT_EQ(answered, 8);
  EXPECT_EQ(slow.loads(), 1);
}

TEST(CachedEvidenceTest, LoadsAgainWhereTheFirstCallerHungUp) {
  SlowSource slow;
  slow.FirstFails();
  CachedEvidenceSource cached(&slow);
  absl::Status first;
  std::thread leaving([&] { first = cached.Load(WholeState(), Call()).status(); });
  slow.AwaitBegin();
  absl::Status second;
  std::thread staying([&] { second = cached.Load(WholeState(), Call()).status(); });
  slow.LetEnd();
  leaving.join();
  staying.join();

  EXPECT_TRUE(absl::IsCancelled(first) != absl::IsCancelled(second)) << "one of them was the first";
  EXPECT_EQ(slow.loads(), 2);
}

TEST(CachedEvidenceTest, DoesNotWaitForOthersLongerThanItsOwnCaller) {
  SlowSource slow;
  CachedEvidenceSource cached(&slow);
  std::thread loading([&] { (void)cached.Load(WholeState(), Call()); });
  slow.AwaitBegin();
  const rpc::CallContext impatient(absl::Milliseconds(1), "test");

  EXPECT_TRUE(absl::IsDeadlineExceeded(cached.Load(WholeState(), impatient).status()));

  slow.LetEnd();
  loading.join();
}

}  // namespace
}  // namespace sos::eligibility
