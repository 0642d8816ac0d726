// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/plans.h"

#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ::testing::SizeIs;

constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr Indicator kAbsence = Indicator::kChronicAbsenteeism;
constexpr Indicator kSuspension = Indicator::kSuspension;

CountedIndicator ByColor(Indicator indicator) {
  return {.lowest = {.indicator = indicator, .colors = kRedColor}};
}

// All that counts is Red.
EssaRules TestRules() {
  return {.indicators = {ByColor(kAbsence), ByColor(kSuspension)},
          .criteria = {{.minimum_counted = 1, .maximum_not_lowest = 0}}};
}

GroupEvidence With(Mask absence, Mask suspension) {
  GroupEvidence evidence;
  evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  evidence[static_cast<size_t>(kAbsence)] = {.origin = Origin::kResult, .colors = absence};
  evidence[static_cast<size_t>(kSuspension)] = {.origin = Origin::kResult, .colors = suspension};
  return evidence;
}

Option To(Color color, int64_t cost) { return {.color = static_cast<int>(color), .cost = cost}; }

GroupOptions Offering(const std::vector<std::pair<Indicator, Option>>& options) {
  GroupOptions offered;
  for (const auto& [indicator, option] : options) {
    offered[static_cast<size_t>(indicator)].push_back(option);
  }
  return offered;
}

LowPlans PlansOf(const GroupEvidence& evidence, const GroupOptions& options,
                 int minimum_counted = 1) {
  return PlansByCounts(TestRules(), minimum_counted, kHomeless, evidence, options);
}

TEST(EssaPlansTest, StayingAsItIsCostsNothingAndTheOtherSideIsOutOfReach) {
  const LowPlans low = PlansOf(With(kRedColor, kRedColor), {});
  ASSERT_TRUE(low.low.has_value());
  EXPECT_EQ(low.low->cost, 0);
  EXPECT_FALSE(low.not_low.has_value());

  const LowPlans not_low = PlansOf(With(kRedColor, Bit(3)), {});
  EXPECT_FALSE(not_low.low.has_value());
  EXPECT_EQ(not_low.not_low->cost, 0);
}

TEST(EssaPlansTest, OneIndicatorThatIsNotRedAnyMoreEndsIt) {
  const LowPlans plans =
      PlansOf(With(kRedColor, kRedColor),
              Offering({{kAbsence, To(Color::kOrange, 5)}, {kSuspension, To(Color::kYellow, 3)}}));
  ASSERT_TRUE(plans.not_low.has_value());
  EXPECT_EQ(plans.not_low->cost, 3);
  EXPECT_FALSE(plans.not_low->tied);
  ASSERT_THAT(plans.not_low->changes, SizeIs(1));
  EXPECT_EQ(plans.not_low->changes.front().indicator, kSuspension);
  EXPECT_EQ(plans.not_low->changes.front().group, kHomeless);
}

TEST(EssaPlansTest, PerformingLowTakesAllThatCount) {
  const LowPlans one = PlansOf(With(Bit(3), Bit(3)), Offering({{kAbsence, To(Color::kRed, 2)}}));
  EXPECT_FALSE(one.low.has_value());
  const LowPlans both =
      PlansOf(With(Bit(3), Bit(3)),
              Offering({{kAbsence, To(Color::kRed, 2)}, {kSuspension, To(Color::kRed, 4)}}));
  EXPECT_EQ(both.low->cost, 6);
}

TEST(EssaPlansTest, LosingAColorMayLeaveTooFewThatCount) {
  const GroupOptions options = Offering({{kSuspension, To(Color::kNone, 7)}});
  EXPECT_FALSE(PlansOf(With(kRedColor, kRedColor), options).not_low.has_value())
      << "the one that is left is Red";
  const LowPlans plans = PlansOf(With(kRedColor, kRedColor), options, /*minimum_counted=*/2);
  ASSERT_TRUE(plans.not_low.has_value());
  EXPECT_EQ(plans.not_low->cost, 7);
}

TEST(EssaPlansTest, TwoWaysOfTheSamePriceAreATie) {
  const LowPlans plans =
      PlansOf(With(kRedColor, kRedColor),
              Offering({{kAbsence, To(Color::kOrange, 3)}, {kSuspension, To(Color::kOrange, 3)}}));
  EXPECT_EQ(plans.not_low->cost, 3);
  EXPECT_TRUE(plans.not_low->tied);
}

TEST(EssaPlansTest, AnUnknownColorCountsOnlyAsWhatItCanBecome) {
  const LowPlans stays = PlansOf(With(kRedColor, kAllValues), {});
  EXPECT_FALSE(stays.low.has_value());
  EXPECT_FALSE(stays.not_low.has_value());
  const LowPlans changes =
      PlansOf(With(kRedColor, kAllValues), Offering({{kSuspension, To(Color::kRed, 1)}}));
  EXPECT_EQ(changes.low->cost, 1);
}

TEST(EssaPlansTest, ACriterionThatMayNotBeInForceLeadsNowhere) {
  EssaRules rules = TestRules();
  rules.criteria.front().in_force = Reading::kUnknown;
  const LowPlans plans = PlansByCounts(rules, 1, kHomeless, With(kRedColor, kRedColor),
                                       Offering({{kAbsence, To(Color::kGreen, 2)}}));
  EXPECT_FALSE(plans.low.has_value());
  EXPECT_EQ(plans.not_low->cost, 2);
}

TEST(EssaPlansTest, CountsWhatIsSecondLowestWhereARuleLooksAtIt) {
  EssaRules rules = TestRules();
  for (CountedIndicator& counted : rules.indicators) {
    counted.second_lowest =
        eligibility::Test{.indicator = counted.lowest.indicator, .colors = Bit(2)};
  }
  rules.criteria = {{.minimum_lowest = 1, .maximum_above_second_lowest = 0}};
  const LowPlans plans = PlansByCounts(rules, 1, kHomeless, With(kRedColor, Bit(2)),
                                       Offering({{kSuspension, To(Color::kYellow, 6)}}));
  EXPECT_EQ(plans.low->cost, 0) << "Red and Orange";
  EXPECT_EQ(plans.not_low->cost, 6);
}

TEST(EssaPlansTest, WhereALevelCountsAnOptionIsJudgedByItsLevel) {
  const EssaRules rules{
      .indicators = {{.lowest = {.indicator = kAbsence, .status_levels = Bit(1)}}},
      .criteria = {{.minimum_counted = 1, .maximum_not_lowest = 0}}};
  GroupEvidence evidence = With(Bit(0), Bit(0));
  evidence[static_cast<size_t>(kAbsence)].status_levels = Bit(1);
  GroupOptions options;
  options[static_cast<size_t>(kAbsence)] = {{.color = 1, .status_level = 2, .cost = 8}};
  const LowPlans plans = PlansByCounts(rules, 1, kHomeless, evidence, options);
  EXPECT_EQ(plans.low->cost, 0);
  EXPECT_EQ(plans.not_low->cost, 8) << "level 2 is not the lowest, though the color is";
}

}  // namespace
}  // namespace sos::eligibility
