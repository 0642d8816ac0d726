// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/backtest_comparison.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

using education::v1::COLOR_NONE;
using education::v1::COLOR_ORANGE;
using education::v1::COLOR_RED;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kSuspension = education::v1::INDICATOR_SUSPENSION;
constexpr auto kDistrict = education::v1::ENTITY_TYPE_DISTRICT;
constexpr auto kSchool = education::v1::ENTITY_TYPE_SCHOOL;
constexpr auto kAll = education::v1::STUDENT_GROUP_ALL;

ComparedKey Of(const char* cds) { return {.cds = cds, .indicator = kSuspension, .group = kAll}; }
ComparedResult Result(std::optional<int64_t> tenths, education::v1::EntityType kind = kDistrict) {
  return {.kind = kind, .status_tenths = tenths};
}

TEST(ComparisonTest, TheBiasIsTheMeanOfTheDifferencesAndTheSpreadHowFarTheyLieFromIt) {
  const auto groups = CompareResults({{Of("1"), Result(53)}, {Of("2"), Result(41)}},
                                     {{Of("1"), Result(50)}, {Of("2"), Result(40)}});
  ASSERT_THAT(groups, SizeIs(1));
  const Errors& errors = groups.begin()->second;
  EXPECT_EQ(errors.compared, 2);
  EXPECT_DOUBLE_EQ(errors.Bias(), 2);
  EXPECT_DOUBLE_EQ(errors.Spread(), 1) << "3 and 1 tenths";
  EXPECT_EQ(errors.largest_tenths, 3);
}

TEST(ComparisonTest, ADifferenceOfBothSignsHasNoBiasAndASpread) {
  const auto groups = CompareResults({{Of("1"), Result(48)}, {Of("2"), Result(42)}},
                                     {{Of("1"), Result(50)}, {Of("2"), Result(40)}});
  EXPECT_DOUBLE_EQ(groups.begin()->second.Bias(), 0);
  EXPECT_DOUBLE_EQ(groups.begin()->second.Spread(), 2);
}

TEST(ComparisonTest, WhatIsMissingOnOneSideIsCountedAndNotCompared) {
  const auto groups = CompareResults({{Of("1"), Result(50)}, {Of("3"), Result({})}},
                                     {{Of("2"), Result(40)}, {Of("3"), Result(10)}});
  const Errors& errors = groups.begin()->second;
  EXPECT_EQ(errors.compared, 0);
  EXPECT_EQ(errors.not_published, 1);
  EXPECT_EQ(errors.not_estimated, 2) << "one has an estimate of too few students";
  EXPECT_DOUBLE_EQ(errors.Bias(), 0);
  EXPECT_THAT(CompareResults({{Of("1"), Result({})}}, {{Of("1"), Result({})}}), IsEmpty())
      << "neither shows anything";
}

TEST(ComparisonTest, KindsOfEntitiesAreGroupsOfTheirOwn) {
  const ComparedResults same = {{Of("1"), Result(50)}, {Of("2"), Result(40, kSchool)}};
  const auto groups = CompareResults(same, same);
  ASSERT_THAT(groups, SizeIs(2));
  Errors both = groups.begin()->second;
  both.Add(groups.rbegin()->second);
  EXPECT_EQ(both.compared, 2);
}

TEST(ComparisonTest, ColorsAreComparedWhereBothHaveOne) {
  ComparedResult red = Result(50);
  red.color = COLOR_RED;
  red.status_level = 1;
  ComparedResult orange = red;
  orange.color = COLOR_ORANGE;
  ComparedResult none = red;
  none.color = COLOR_NONE;
  const auto groups = CompareResults({{Of("1"), red}, {Of("2"), orange}, {Of("3"), none}},
                                     {{Of("1"), red}, {Of("2"), red}, {Of("3"), red}});
  const Errors& errors = groups.begin()->second;
  EXPECT_EQ(errors.colors, 2);
  EXPECT_EQ(errors.colors_right, 1);
  EXPECT_EQ(errors.levels, 3);
  EXPECT_EQ(errors.levels_right, 3);
}

TEST(ComparisonTest, DecisionsAreComparedWhereBothAreMade) {
  const DecisionErrors errors = CompareDecisions({{"1", true}, {"2", false}, {"4", true}},
                                                 {{"1", true}, {"2", true}, {"3", false}});
  EXPECT_EQ(errors.compared, 2);
  EXPECT_EQ(errors.right, 1);
  EXPECT_EQ(errors.not_estimated, 1);
}

}  // namespace
}  // namespace sos::reporting
