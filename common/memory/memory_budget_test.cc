// SPDX-License-Identifier: Apache-2.0
#include "common/memory/memory_budget.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace sos {
namespace {

constexpr int64_t kMiB = int64_t{1} << 20;

TEST(MemoryBudgetTest, LetsAnAccountHoldItsLimitAndNotAByteMore) {
  MemoryBudget budget(10 * kMiB);
  MemoryAccount account(budget, 4 * kMiB);

  EXPECT_TRUE(account.Hold(4 * kMiB));
  EXPECT_FALSE(account.Hold(1));
  EXPECT_EQ(account.state(), MemoryAccount::State::kOverLimit);
}

TEST(MemoryBudgetTest, NeverPromisesAnAccountMoreThanThereIs) {
  MemoryBudget budget(2 * kMiB);
  MemoryAccount account(budget, 4 * kMiB);

  EXPECT_EQ(account.limit_bytes(), 2 * kMiB);
  EXPECT_TRUE(account.Hold(2 * kMiB));
  EXPECT_FALSE(account.Hold(1));
  EXPECT_EQ(account.state(), MemoryAccount::State::kOverLimit);
}

TEST(MemoryBudgetTest, TellsAFullBudgetFromALimitAndFitsAgainOnceTheOtherHasEnded) {
  MemoryBudget budget(4 * kMiB);
  {
    MemoryAccount first(budget, 4 * kMiB);
    MemoryAccount second(budget, 4 * kMiB);
    EXPECT_TRUE(first.Hold(3 * kMiB));
    EXPECT_FALSE(second.Hold(2 * kMiB));
    EXPECT_EQ(second.state(), MemoryAccount::State::kBudgetFull);
    EXPECT_FALSE(second.Hold(1)) << "work that was refused ends, it does not squeeze in";
  }
  EXPECT_EQ(budget.reserved_bytes(), 0);
  MemoryAccount third(budget, 4 * kMiB);
  EXPECT_TRUE(third.Hold(4 * kMiB));
}

TEST(MemoryBudgetTest, CountsHeldMemoryForAsLongAsItLives) {
  MemoryBudget budget(4 * kMiB);
  MemoryAccount account(budget, 4 * kMiB);
  {
    HeldMemory held(&account);
    EXPECT_TRUE(held.Add(3 * kMiB));
    HeldMemory moved = std::move(held);
    EXPECT_EQ(account.held_bytes(), 3 * kMiB);
    HeldMemory all(&account);
    all.Take(std::move(moved));
    EXPECT_EQ(account.held_bytes(), 3 * kMiB);
  }
  EXPECT_EQ(account.held_bytes(), 0);
  EXPECT_TRUE(HeldMemory().Add(100 * kMiB)) << "nothing is counted without an account";
}

TEST(MemoryBudgetTest, ReservesOnceWhatThreadsOfOneAccountHoldTogether) {
  MemoryBudget budget(64 * kMiB);
  MemoryAccount account(budget, 64 * kMiB);
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&account] {
      for (int i = 0; i < 1024; ++i) account.Hold(4096);
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_TRUE(account.fits());
  EXPECT_EQ(account.held_bytes(), 16 * kMiB);
  EXPECT_GE(budget.reserved_bytes(), 16 * kMiB);
  EXPECT_LE(budget.reserved_bytes(), 24 * kMiB);
}

}  // namespace
}  // namespace sos
