// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_MEMORY_MEMORY_BUDGET_H_
#define SOS_COMMON_MEMORY_MEMORY_BUDGET_H_

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

namespace sos {

// The memory that all work of one kind may hold at the same time, in bytes. Thread-safe.
class MemoryBudget {
 public:
  explicit MemoryBudget(int64_t limit_bytes) : limit_bytes_(limit_bytes) {}

  int64_t limit_bytes() const { return limit_bytes_; }
  // What accounts have reserved now.
  int64_t reserved_bytes() const { return reserved_bytes_; }

 private:
  friend class MemoryAccount;

  // Reserves all of `bytes`, or nothing and returns false.
  bool Reserve(int64_t bytes);
  void Return(int64_t bytes) { reserved_bytes_ -= bytes; }

  const int64_t limit_bytes_;
  std::atomic<int64_t> reserved_bytes_ = 0;
};

// What one piece of work holds, against a limit of its own and the budget that it shares. The work
// says what it is about to allocate; nothing is measured. What was reserved goes back to the budget
// when the account ends, so that work that has begun keeps what it needs. Thread-safe.
class MemoryAccount {
 public:
  enum class State {
    kFits,
    // The work needs more than its own limit, however often it is tried.
    kOverLimit,
    // Other work holds too much of the budget now.
    kBudgetFull,
  };

  // `budget` must outlive the account. The limit is never more than the budget.
  MemoryAccount(MemoryBudget& budget, int64_t limit_bytes)
      : budget_(budget), limit_bytes_(std::min(limit_bytes, budget.limit_bytes())) {}
  MemoryAccount(const MemoryAccount&) = delete;
  MemoryAccount& operator=(const MemoryAccount&) = delete;
  ~MemoryAccount() { budget_.Return(reserved_bytes_); }

  // Counts `bytes` more. False if they, or others before them, did not fit: the work should end.
  bool Hold(int64_t bytes);
  void Release(int64_t bytes) { held_bytes_ -= bytes; }

  State state() const { return state_; }
  bool fits() const { return state_ == State::kFits; }
  int64_t limit_bytes() const { return limit_bytes_; }
  int64_t held_bytes() const { return held_bytes_; }

 private:
  MemoryBudget& budget_;
  const int64_t limit_bytes_;
  std::atomic<State> state_ = State::kFits;
  std::atomic<int64_t> held_bytes_ = 0;
  std::atomic<int64_t> reserved_bytes_ = 0;
};

// Some memory that is counted in an account for as long as this lives. Without account, nothing is
// counted and everything fits.
class HeldMemory {
 public:
  explicit HeldMemory(MemoryAccount* account = nullptr) : account_(account) {}
  HeldMemory(HeldMemory&& other) noexcept
      : account_(other.account_), bytes_(std::exchange(other.bytes_, 0)) {}
  HeldMemory& operator=(HeldMemory&& other) noexcept {
    std::swap(account_, other.account_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~HeldMemory() { Release(bytes_); }

  // False once the work should end.
  bool Add(int64_t bytes) {
    if (account_ == nullptr) return true;
    bytes_ += bytes;
    return account_->Hold(bytes);
  }
  void Release(int64_t bytes) {
    if (account_ == nullptr) return;
    bytes_ -= bytes;
    account_->Release(bytes);
  }
  // Goes on counting what `other`, of the same account, has counted so far.
  void Take(HeldMemory&& other) { bytes_ += std::exchange(other.bytes_, 0); }

 private:
  MemoryAccount* account_;
  int64_t bytes_ = 0;
};

}  // namespace sos

#endif  // SOS_COMMON_MEMORY_MEMORY_BUDGET_H_
