// SPDX-License-Identifier: Apache-2.0
#include "common/memory/memory_budget.h"

namespace sos {
namespace {

// Accounts reserve in steps of this size, so that they seldom meet at the budget.
constexpr int64_t kStepBytes = int64_t{1} << 20;

}  // namespace

bool MemoryBudget::Reserve(int64_t bytes) {
  int64_t reserved = reserved_bytes_;
  do {
    if (bytes > limit_bytes_ - reserved) return false;
  } while (!reserved_bytes_.compare_exchange_weak(reserved, reserved + bytes));
  return true;
}

bool MemoryAccount::Hold(int64_t bytes) {
  const int64_t held = held_bytes_ += bytes;
  if (!fits()) return false;
  if (held > limit_bytes_) {
    state_ = State::kOverLimit;
    return false;
  }
  for (int64_t missing = held - reserved_bytes_; missing > 0; missing = held - reserved_bytes_) {
    // A whole step, but for the last bytes of the limit.
    const int64_t step = std::max(missing, std::min(kStepBytes, limit_bytes_ - reserved_bytes_));
    if (!budget_.Reserve(step)) {
      state_ = State::kBudgetFull;
      return false;
    }
    reserved_bytes_ += step;
  }
  return true;
}

}  // namespace sos
