// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/plans.h"

#include <map>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr Indicator kAbsence = Indicator::kChronicAbsenteeism;
constexpr Indicator kGraduation = Indicator::kGraduation;
constexpr Indicator kSuspension = Indicator::kSuspension;

// Bits of a set of priorities, in the order of TestRules().
constexpr int kEngagement = 1 << 0;
constexpr int kClimate = 1 << 1;

Criterion Red(Indicator indicator) {
  return {.all_of = {{.indicator = indicator, .colors = kRedColor}}};
}

// Priority 5: Red in absence or graduation. Priority 6: Red in suspension.
LcffRules TestRules() {
  return {.priorities = {{.priority = 5, .any_of = {Red(kAbsence), Red(kGraduation)}},
                         {.priority = 6, .any_of = {Red(kSuspension)}}}};
}

GroupEvidence With(const std::vector<std::pair<Indicator, Mask>>& colors) {
  GroupEvidence evidence;
  evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  for (const auto& [indicator, possible] : colors) {
    evidence[static_cast<size_t>(indicator)] = {.origin = Origin::kResult, .colors = possible};
  }
  return evidence;
}

GroupOptions Offering(const std::vector<std::pair<Indicator, Option>>& options) {
  GroupOptions offered;
  for (const auto& [indicator, option] : options) {
    offered[static_cast<size_t>(indicator)].push_back(option);
  }
  return offered;
}

Option To(Color color, int64_t cost) { return {.color = static_cast<int>(color), .cost = cost}; }

// The cost of each set of priorities that can be reached.
std::map<int, int64_t> Costs(const std::map<int, Plan>& plans) {
  std::map<int, int64_t> costs;
  for (const auto& [met, plan] : plans) costs[met] = plan.cost;
  return costs;
}

std::map<int, Plan> PlansOf(const GroupEvidence& evidence, const GroupOptions& options) {
  return PlansByPriorities(TestRules(), kHomeless, evidence, options);
}

TEST(LcffPlansTest, StayingAsItIsCostsNothing) {
  EXPECT_THAT(Costs(PlansOf(With({}), {})), ElementsAre(Pair(0, 0)));
  EXPECT_THAT(Costs(PlansOf(With({{kAbsence, kRedColor}, {kSuspension, kRedColor}}), {})),
              ElementsAre(Pair(kEngagement | kClimate, 0)));
}

TEST(LcffPlansTest, EachSetOfPrioritiesHasItsCheapestPlan) {
  const auto plans =
      PlansOf(With({{kAbsence, kRedColor}, {kSuspension, kRedColor}}),
              Offering({{kAbsence, To(Color::kOrange, 3)}, {kSuspension, To(Color::kOrange, 5)}}));
  EXPECT_THAT(Costs(plans), ElementsAre(Pair(0, 8), Pair(kEngagement, 5), Pair(kClimate, 3),
                                        Pair(kEngagement | kClimate, 0)));
  ASSERT_THAT(plans.at(kClimate).changes, SizeIs(1));
  EXPECT_EQ(plans.at(kClimate).changes.front().group, kHomeless);
  EXPECT_EQ(plans.at(kClimate).changes.front().indicator, kAbsence);
}

TEST(LcffPlansTest, TheCheaperOfTwoColorsIsTakenAndTwoOfTheSamePriceAreATie) {
  const GroupEvidence evidence = With({{kSuspension, kRedColor}});
  const auto cheaper = PlansOf(evidence, Offering({{kSuspension, To(Color::kYellow, 7)},
                                                   {kSuspension, To(Color::kOrange, 4)}}));
  EXPECT_EQ(cheaper.at(0).cost, 4);
  EXPECT_FALSE(cheaper.at(0).tied);
  const auto tied = PlansOf(evidence, Offering({{kSuspension, To(Color::kYellow, 4)},
                                                {kSuspension, To(Color::kOrange, 4)}}));
  EXPECT_TRUE(tied.at(0).tied);
}

TEST(LcffPlansTest, APriorityOfTwoIndicatorsEndsOnlyWhereBothChange) {
  const GroupEvidence evidence = With({{kAbsence, kRedColor}, {kGraduation, kRedColor}});
  EXPECT_THAT(Costs(PlansOf(evidence, Offering({{kAbsence, To(Color::kOrange, 3)}}))),
              ElementsAre(Pair(kEngagement, 0)));
  EXPECT_THAT(Costs(PlansOf(evidence, Offering({{kAbsence, To(Color::kOrange, 3)},
                                                {kGraduation, To(Color::kOrange, 4)}}))),
              ElementsAre(Pair(0, 7), Pair(kEngagement, 0)));
}

TEST(LcffPlansTest, WhatStaysUndecidedCannotBeReached) {
  const GroupEvidence evidence = With({{kAbsence, kAllValues}});
  EXPECT_THAT(PlansOf(evidence, {}), IsEmpty());
  EXPECT_THAT(Costs(PlansOf(evidence, Offering({{kAbsence, To(Color::kRed, 2)}}))),
              ElementsAre(Pair(kEngagement, 2)));
}

TEST(LcffPlansTest, ACriterionOfOtherGroupsMovesNothing) {
  LcffRules rules = TestRules();
  rules.priorities[1].any_of[0].only_groups = {StudentGroup::kEnglishLearners};
  const GroupOptions options = Offering({{kSuspension, To(Color::kRed, 1)}});
  EXPECT_THAT(Costs(PlansByPriorities(rules, kHomeless, With({}), options)),
              ElementsAre(Pair(0, 0)));
  EXPECT_THAT(Costs(PlansByPriorities(rules, StudentGroup::kEnglishLearners, With({}), options)),
              ElementsAre(Pair(0, 0), Pair(kClimate, 1)));
}

}  // namespace
}  // namespace sos::eligibility
