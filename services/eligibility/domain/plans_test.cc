// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/plans.h"

#include <map>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ::testing::SizeIs;

Plan Costing(int64_t cost) {
  return {.cost = cost, .changes = {{StudentGroup::kHomeless, Indicator::kSuspension, {}}}};
}

TEST(PlansTest, PrefersTheCheaperWayAndSaysWhereTwoCostTheSame) {
  std::optional<Plan> best;
  Prefer(best, std::nullopt);
  EXPECT_FALSE(best.has_value());
  Prefer(best, Costing(5));
  Prefer(best, Costing(3));
  Prefer(best, Costing(4));
  EXPECT_EQ(best->cost, 3);
  EXPECT_FALSE(best->tied);
  Prefer(best, Costing(3));
  EXPECT_TRUE(best->tied);
}

TEST(PlansTest, RequiresAllOrNothing) {
  std::optional<Plan> all = Plan();
  Require(all, Costing(5));
  Require(all, Costing(3));
  EXPECT_EQ(all->cost, 8);
  EXPECT_THAT(all->changes, SizeIs(2));
  Require(all, std::nullopt);
  EXPECT_FALSE(all.has_value());
  Require(all, Costing(1));
  EXPECT_FALSE(all.has_value()) << "what cannot be done is not done by doing more";
}

TEST(PlansTest, JoinsTwoPlansAndRemembersThatOneHadAnEqual) {
  Plan tied = Costing(2);
  tied.tied = true;
  const Plan joined = Joined(Costing(1), tied);
  EXPECT_EQ(joined.cost, 3);
  EXPECT_TRUE(joined.tied);
  EXPECT_THAT(joined.changes, SizeIs(2));
}

TEST(PlansTest, KeepsTheCheapestPlanToEachEnd) {
  std::map<int, Plan> plans;
  Offer(plans, 1, Costing(4));
  Offer(plans, 1, Costing(2));
  Offer(plans, 1, Costing(2));
  Offer(plans, 2, Costing(9));
  EXPECT_EQ(plans.at(1).cost, 2);
  EXPECT_TRUE(plans.at(1).tied);
  EXPECT_EQ(plans.at(2).cost, 9);
}

TEST(PlansTest, AGroupWithoutResultsHasNoOptions) {
  for (const auto& of_result : OptionsOf({}, StudentGroup::kHomeless)) {
    EXPECT_TRUE(of_result.empty());
  }
}

}  // namespace
}  // namespace sos::eligibility
