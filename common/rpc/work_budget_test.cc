// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/work_budget.h"

#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

TEST(WorkBudgetTest, TakesWhatFitsAndNoMore) {
  WorkBudget budget(10);
  const auto first = budget.TryTake(6);
  EXPECT_TRUE(first);
  EXPECT_FALSE(budget.TryTake(5));
  EXPECT_TRUE(budget.TryTake(4));
}

TEST(WorkBudgetTest, TakesSmallWorkBesideLargeWork) {
  WorkBudget budget(10);
  const auto large = budget.TryTake(9);
  EXPECT_TRUE(budget.TryTake(1));
}

TEST(WorkBudgetTest, TakesWhatIsDearerThanAllOfItAlone) {
  WorkBudget budget(10);
  {
    const auto alone = budget.TryTake(100);
    EXPECT_TRUE(alone);
    EXPECT_FALSE(budget.TryTake(1));
  }
  const auto small = budget.TryTake(1);
  EXPECT_TRUE(small) << "what is done is given back";
  EXPECT_FALSE(budget.TryTake(100)) << "not beside anything else";
}

}  // namespace
}  // namespace sos::rpc
