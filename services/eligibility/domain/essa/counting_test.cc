// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/counting.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr Indicator kAbsence = Indicator::kChronicAbsenteeism;
constexpr Indicator kSuspension = Indicator::kSuspension;
constexpr Indicator kGraduation = Indicator::kGraduation;

// Red is the lowest, and orange the second lowest color.
CountedIndicator ByColor(Indicator indicator) {
  return {.lowest = {.indicator = indicator, .colors = Bit(1)},
          .second_lowest = Test{.indicator = indicator, .colors = Bit(2)}};
}

// Level 1 is the lowest; nothing counts as second lowest.
CountedIndicator ByLevel(Indicator indicator) {
  return {.lowest = {.indicator = indicator, .status_levels = Bit(1)}};
}

Performance Colors(Mask colors) { return {.origin = Origin::kResult, .colors = colors}; }

// Nobody is in any indicator, but for those that a test sets.
GroupEvidence Nothing() {
  GroupEvidence evidence;
  evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  return evidence;
}

GroupEvidence With(Mask absence, Mask suspension = Bit(0), Mask graduation = Bit(0)) {
  GroupEvidence evidence = Nothing();
  evidence[static_cast<size_t>(kAbsence)] = Colors(absence);
  evidence[static_cast<size_t>(kSuspension)] = Colors(suspension);
  evidence[static_cast<size_t>(kGraduation)] = Colors(graduation);
  return evidence;
}

EssaRules AllLowest(Reading in_force = Reading::kYes) {
  return {.indicators = {ByColor(kAbsence), ByColor(kSuspension), ByColor(kGraduation)},
          .criteria = {{.minimum_lowest = 1, .maximum_not_lowest = 0, .in_force = in_force}}};
}

std::vector<std::string> Named(const std::vector<ColorCounts>& possible) {
  std::vector<std::string> names;
  names.reserve(possible.size());
  for (const ColorCounts& counts : possible) {
    names.push_back(absl::StrCat(counts.counted, ":", counts.lowest, ":", counts.second_lowest));
  }
  return names;
}

TEST(CountingTest, AColorIsLowestSecondLowestAnotherOrDoesNotCount) {
  const CountedIndicator indicator = ByColor(kAbsence);
  EXPECT_EQ(ClassOf(indicator, 0, 1), CountClass::kNotCounted);
  EXPECT_EQ(ClassOf(indicator, 1, 5), CountClass::kLowest);
  EXPECT_EQ(ClassOf(indicator, 2, 1), CountClass::kSecondLowest);
  EXPECT_EQ(ClassOf(indicator, 3, 1), CountClass::kOther);
}

TEST(CountingTest, WhereALevelCountsTheColorDoesNot) {
  const CountedIndicator indicator = ByLevel(kAbsence);
  EXPECT_EQ(ClassOf(indicator, 1, 0), CountClass::kNotCounted);
  EXPECT_EQ(ClassOf(indicator, 5, 1), CountClass::kLowest);
  EXPECT_EQ(ClassOf(indicator, 1, 2), CountClass::kOther) << "there is no second lowest";
}

TEST(CountingTest, EveryLimitOfACriterionIsIncluded) {
  const ColorCounts counts{.counted = 5, .lowest = 3, .second_lowest = 1};
  EXPECT_TRUE(Holds({}, counts));
  EXPECT_TRUE(Holds({.minimum_counted = 5}, counts));
  EXPECT_FALSE(Holds({.minimum_counted = 6}, counts));
  EXPECT_TRUE(Holds({.minimum_lowest = 3}, counts));
  EXPECT_FALSE(Holds({.minimum_lowest = 4}, counts));
  EXPECT_TRUE(Holds({.maximum_not_lowest = 2}, counts));
  EXPECT_FALSE(Holds({.maximum_not_lowest = 1}, counts));
  EXPECT_TRUE(Holds({.maximum_above_second_lowest = 1}, counts));
  EXPECT_FALSE(Holds({.maximum_above_second_lowest = 0}, counts));
}

TEST(CountingTest, AMajorityIsMoreThanHalf) {
  EXPECT_TRUE(Holds({.majority_lowest = true}, {.counted = 5, .lowest = 3}));
  EXPECT_FALSE(Holds({.majority_lowest = true}, {.counted = 4, .lowest = 2}));
  EXPECT_FALSE(Holds({.majority_lowest = true}, {}));
}

TEST(CountingTest, OneOfSeveralCriteriaSuffices) {
  const EssaRules rules{.criteria = {{.minimum_counted = 9}, {.minimum_lowest = 2}}};
  EXPECT_EQ(Judge(rules, {.counted = 2, .lowest = 2}, 0), kMet);
  EXPECT_EQ(Judge(rules, {.counted = 2, .lowest = 1}, 0), kNotMet);
  EXPECT_EQ(Judge({}, {.counted = 2, .lowest = 2}, 0), kNotMet) << "of none, none holds";
}

TEST(CountingTest, TooFewIndicatorsAreNotJudged) {
  const EssaRules rules{.criteria = {{.minimum_lowest = 1}}};
  EXPECT_EQ(Judge(rules, {.counted = 2, .lowest = 2}, 2), kMet);
  EXPECT_EQ(Judge(rules, {.counted = 2, .lowest = 2}, 3), kNotMet);
}

TEST(CountingTest, ACriterionThatMayNotBeInForceLeavesTheAnswerOpen) {
  EssaRules rules{.criteria = {{.minimum_lowest = 1, .in_force = Reading::kUnknown}}};
  EXPECT_EQ(Judge(rules, {.counted = 1, .lowest = 1}, 0), kInsufficientData);
  EXPECT_EQ(Judge(rules, {.counted = 1, .lowest = 0}, 0), kNotMet) << "it would not hold anyway";
  rules.criteria.push_back({.minimum_lowest = 1});
  EXPECT_EQ(Judge(rules, {.counted = 1, .lowest = 1}, 0), kMet) << "another one holds";
  rules.criteria = {{.minimum_lowest = 1, .in_force = Reading::kNo}};
  EXPECT_EQ(Judge(rules, {.counted = 1, .lowest = 1}, 0), kNotMet);
}

TEST(CountingTest, WhereAllIsKnownOnlyOneCountIsPossible) {
  EXPECT_THAT(Named(PossibleCounts(AllLowest(), With(Bit(1), Bit(2), Bit(3)))),
              ElementsAre("3:1:1"));
  EXPECT_THAT(Named(PossibleCounts(AllLowest(), Nothing())), ElementsAre("0:0:0"));
}

TEST(CountingTest, WhatIsNotKnownMayBeAnyOfItsClasses) {
  EXPECT_THAT(Named(PossibleCounts(AllLowest(), With(Bit(1), Bit(1) | Bit(2)))),
              UnorderedElementsAre("2:2:0", "2:1:1"));
  EXPECT_THAT(Named(PossibleCounts(AllLowest(), With(kAllValues))),
              UnorderedElementsAre("0:0:0", "1:1:0", "1:0:1", "1:0:0"));
}

TEST(CountingTest, ColorsOfOneClassAreOneCount) {
  EXPECT_THAT(Named(PossibleCounts(AllLowest(), With(Bit(3) | Bit(4) | Bit(5)))),
              ElementsAre("1:0:0"));
}

TEST(CountingTest, AnUnknownColorMattersOnlyWhereItCouldChangeTheAnswer) {
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), Bit(1)), 0), kMet);
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), Bit(3)), 0), kNotMet);
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), kAllValues), 0), kInsufficientData);
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), Bit(0) | Bit(1)), 0), kMet)
      << "red, or nobody: all that counts is red either way";
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(3), kAllValues), 0), kNotMet)
      << "one is not red, whatever the other is";
}

TEST(CountingTest, AnUnknownColorMayDecideWhetherEnoughCounts) {
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), Bit(0) | Bit(1)), 2), kInsufficientData);
  EXPECT_EQ(PerformsLow(AllLowest(), With(Bit(1), Bit(0) | Bit(1)), 3), kNotMet);
}

TEST(CountingTest, AnOpenRuleStaysOpenWhereAllIsKnown) {
  EXPECT_EQ(PerformsLow(AllLowest(Reading::kUnknown), With(Bit(1)), 0), kInsufficientData);
}

}  // namespace
}  // namespace sos::eligibility
