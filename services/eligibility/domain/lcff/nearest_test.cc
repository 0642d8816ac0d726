// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/nearest.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::SizeIs;

constexpr int kYear = 2024;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr StudentGroup kWhite = StudentGroup::kWhite;
constexpr Indicator kAbsence = Indicator::kChronicAbsenteeism;
constexpr Indicator kSuspension = Indicator::kSuspension;

Criterion Red(Indicator indicator) {
  return {.all_of = {{.indicator = indicator, .colors = kRedColor}}};
}

// Two groups count. Absence is priority 5, suspension priority 6; two of them make a letter.
Rulebook TestRulebook() {
  return {
      .program = Program::kLcff,
      .dashboard_year = kYear,
      .student_groups = {kHomeless, kWhite},
      .rules = LcffRules{.priorities = {{.priority = 5, .any_of = {Red(kAbsence)}},
                                        {.priority = 6, .any_of = {Red(kSuspension)}}},
                         .minimum_priority_count = 2,
                         .methods = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}}}};
}

class NearestLcffTest : public testing::Test {
 protected:
  NearestLcffTest() {
    year_.default_evidence.fill(
        {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    for (const Method& method : rulebook_.Of<LcffRules>().methods) {
      methods_.push_back({.method = &method, .outcome = kNotMet});
    }
  }

  void SetRed(StudentGroup group, Indicator indicator) {
    const auto [found, added] = year_.groups.try_emplace(group, year_.default_evidence);
    found->second[static_cast<size_t>(indicator)] = {.origin = Origin::kResult,
                                                     .colors = kRedColor};
  }

  void Offer(StudentGroup group, Indicator indicator, Color color, int64_t cost) {
    options_[group][static_cast<size_t>(indicator)].push_back(
        {.color = static_cast<int>(color), .cost = cost});
  }

  NearestAnswer Find(Outcome eligibility,
                     const std::vector<StudentGroup>& entering = {kHomeless, kWhite}) const {
    return NearestByPriorities(rulebook_, year_, eligibility, methods_, locals_, options_,
                               entering);
  }

  const Rulebook rulebook_ = TestRulebook();
  EntityYear year_;
  // The four methods, in order.
  std::vector<MethodAnswer> methods_;
  std::vector<LocalAnswer> locals_;
  EntityOptions options_;
};

TEST_F(NearestLcffTest, EntersByTheGroupThatIsTheNearest) {
  for (const StudentGroup group : {kHomeless, kWhite}) SetRed(group, kAbsence);
  Offer(kHomeless, kSuspension, Color::kRed, 4);
  Offer(kWhite, kSuspension, Color::kRed, 3);
  const NearestAnswer answer = Find(kNotMet);
  EXPECT_FALSE(answer.leaves);
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->cost, 3);
  ASSERT_THAT(answer.plan->changes, SizeIs(1));
  EXPECT_EQ(answer.plan->changes.front().group, kWhite);
  EXPECT_EQ(answer.obstacle, "");

  EXPECT_EQ(Find(kNotMet, {kHomeless}).plan->cost, 4) << "only those who can enter are asked";
}

TEST_F(NearestLcffTest, OnePriorityOfEachOfTwoGroupsDoesNotSuffice) {
  Offer(kHomeless, kAbsence, Color::kRed, 1);
  Offer(kWhite, kSuspension, Color::kRed, 1);
  const NearestAnswer answer = Find(kNotMet);
  EXPECT_FALSE(answer.plan.has_value());
  EXPECT_EQ(answer.obstacle, obstacle::kOutOfReach);
}

TEST_F(NearestLcffTest, LeavesWhereEveryGroupDoesAndTheirCostsAddUp) {
  for (const StudentGroup group : {kHomeless, kWhite}) {
    SetRed(group, kAbsence);
    SetRed(group, kSuspension);
  }
  Offer(kHomeless, kAbsence, Color::kOrange, 2);
  const NearestAnswer out_of_reach = Find(kMet);
  EXPECT_TRUE(out_of_reach.leaves);
  EXPECT_FALSE(out_of_reach.plan.has_value()) << "the other group stays";
  EXPECT_EQ(out_of_reach.obstacle, obstacle::kOutOfReach);

  Offer(kWhite, kSuspension, Color::kOrange, 5);
  EXPECT_EQ(Find(kMet).plan->cost, 7);
}

TEST_F(NearestLcffTest, OneLocalIndicatorAndAGroupInAnotherPrioritySuffice) {
  locals_ = {{.priority = 6, .outcome = kMet}};
  Offer(kHomeless, kSuspension, Color::kRed, 1);
  EXPECT_EQ(Find(kNotMet).obstacle, obstacle::kOutOfReach) << "the same priority";
  Offer(kHomeless, kAbsence, Color::kRed, 9);
  EXPECT_EQ(Find(kNotMet).plan->cost, 9) << "another one";

  methods_.erase(methods_.begin() + 2);
  EXPECT_EQ(Find(kNotMet).plan->cost, 10) << "where the year has no method 3, both are needed";
}

TEST_F(NearestLcffTest, NamesTheMethodThatNoResultEnds) {
  methods_[1].outcome = kMet;
  EXPECT_EQ(Find(kMet).obstacle, obstacle::kLocalIndicators);
  methods_[1].outcome = kNotMet;
  methods_[3].outcome = kMet;
  EXPECT_EQ(Find(kMet).obstacle, obstacle::kLateCertification);
  EXPECT_FALSE(Find(kMet).plan.has_value());
}

TEST_F(NearestLcffTest, WhatIsOpenBesideResultsCouldUndoAnyPlan) {
  Offer(kHomeless, kAbsence, Color::kRed, 1);
  Offer(kHomeless, kSuspension, Color::kRed, 1);
  for (const size_t open : {1, 3}) {
    methods_[open].outcome = kInsufficientData;
    EXPECT_EQ(Find(kNotMet).obstacle, obstacle::kUndecided) << "method " << open + 1;
    methods_[open].outcome = kNotMet;
  }
  methods_[0].outcome = kInsufficientData;
  methods_[2].outcome = kInsufficientData;
  EXPECT_EQ(Find(kNotMet).plan->cost, 2) << "these two rest on results";
}

TEST_F(NearestLcffTest, OfADeterminationAsksAllGroupsOfTheRulebook) {
  SetRed(kWhite, kAbsence);
  Offer(kWhite, kSuspension, Color::kRed, 6);
  EntityHistory history{.cds = *CdsCode::Parse("01611190000000")};
  history.years[kYear] = year_;
  const Rulebooks rulebooks;
  Determination now{.eligibility = kNotMet};
  now.answer = LcffAnswer{.methods = methods_};
  const NearestAnswer answer = FindNearestLcff(
      {.rulebooks = rulebooks, .rulebook = rulebook_, .history = history}, now, options_);
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->cost, 6);
}

}  // namespace
}  // namespace sos::eligibility
