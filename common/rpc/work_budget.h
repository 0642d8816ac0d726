// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_WORK_BUDGET_H_
#define SOS_COMMON_RPC_WORK_BUDGET_H_

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace sos::rpc {

// How much work a server has in hand at once, by what it costs and not by the number of calls: one
// answer about a whole state costs what ten thousand answers about one LEA do. Thread-safe.
class WorkBudget {
 public:
  // Work that was taken on; it is done when this goes.
  class Share {
   public:
    Share(WorkBudget* budget, int64_t cost) : budget_(budget), cost_(cost) {}
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), cost_(other.cost_) {}
    Share& operator=(Share&&) = delete;
    ~Share() {
      if (budget_ != nullptr) budget_->GiveBack(cost_);
    }

   private:
    WorkBudget* budget_;
    const int64_t cost_;
  };

  // `capacity` is in the unit of the costs.
  explicit WorkBudget(int64_t capacity) : capacity_(capacity) {}

  // Takes on work of `cost`. Nothing if it does not fit beside what is in hand; whatever costs more
  // than the whole budget is taken on alone.
  std::optional<Share> TryTake(int64_t cost) {
    absl::MutexLock lock(&mutex_);
    if (in_hand_ > 0 && in_hand_ + cost > capacity_) return std::nullopt;
    in_hand_ += cost;
    return Share(this, cost);
  }

 private:
  void GiveBack(int64_t cost) {
    absl::MutexLock lock(&mutex_);
    in_hand_ -= cost;
  }

  const int64_t capacity_;
  absl::Mutex mutex_;
  int64_t in_hand_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_WORK_BUDGET_H_
