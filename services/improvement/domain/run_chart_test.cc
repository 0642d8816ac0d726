// SPDX-License-Identifier: Apache-2.0
#include "services/improvement/domain/run_chart.h"

#include <algorithm>
#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::improvement {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

std::vector<Value> Whole(const std::vector<int64_t>& numbers) {
  std::vector<Value> values;
  for (const int64_t number : numbers) values.push_back({number, 1});
  return values;
}

RunChart ChartOf(const std::vector<int64_t>& numbers, size_t baseline = 0) {
  return MakeRunChart(Whole(numbers), baseline).value();
}

auto Is(Rule rule, Direction direction, size_t first, size_t last, int count) {
  return AllOf(Field(&Signal::rule, rule), Field(&Signal::direction, direction),
               Field(&Signal::first, first), Field(&Signal::last, last),
               Field(&Signal::count, count));
}

TEST(RunChartTest, TheMedianIsTheMiddleOrHalfwayBetweenTheTwoMiddleOnes) {
  EXPECT_EQ(ChartOf({7, 1, 3}).median.numerator, 3);
  const RunChart even = ChartOf({7, 1, 3, 4});
  EXPECT_EQ(even.median.numerator, 7);
  EXPECT_EQ(even.median.denominator, 2);
  EXPECT_EQ(ChartOf({5}).median.numerator, 5);
}

TEST(RunChartTest, TheMedianIsThatOfTheBaseline) {
  EXPECT_EQ(ChartOf({1, 2, 3, 9, 9, 9}, 3).median.numerator, 2);
  EXPECT_FALSE(MakeRunChart(Whole({1, 2}), 3)) << "a baseline of more points than there are";
}

TEST(RunChartTest, RatesAreComparedExactly) {
  // One third, twice, and a hair more than one third.
  const std::vector<Value> rates = {{1, 3}, {3'333'333, 9'999'999}, {3'333'334, 9'999'999}};
  EXPECT_EQ(MakeRunChart(rates, 0)->useful_points, 1);
}

TEST(RunChartTest, SixPointsOnOneSideAreAShiftAndFiveAreNot) {
  EXPECT_THAT(ChartOf({5, 4, 6, 4, 6, 7, 7, 6, 8, 6}, 4).signals,
              ElementsAre(Is(Rule::kShift, Direction::kUp, 4, 9, 6)));
  EXPECT_THAT(ChartOf({5, 4, 6, 4, 6, 7, 7, 6, 8}, 4).signals, IsEmpty());
}

TEST(RunChartTest, PointsOnTheMedianNeitherMakeNorBreakAShift) {
  // The median of the first three is 5.
  EXPECT_THAT(ChartOf({5, 4, 6, 3, 2, 5, 3, 5, 2, 3, 2}, 3).signals,
              ElementsAre(Is(Rule::kShift, Direction::kDown, 3, 10, 6)));
  EXPECT_THAT(ChartOf({5, 4, 6, 3, 2, 5, 3, 5, 2, 3, 5}, 3).signals, IsEmpty())
      << "five below, and three on it";
}

TEST(RunChartTest, FivePointsInOneDirectionAreATrendAndFourAreNot) {
  EXPECT_THAT(ChartOf({5, 1, 2, 3, 4, 5, 2}).signals,
              ElementsAre(Is(Rule::kTrend, Direction::kUp, 1, 5, 5)));
  EXPECT_THAT(ChartOf({5, 1, 2, 3, 4, 2, 3}).signals, IsEmpty());
  EXPECT_THAT(ChartOf({1, 9, 7, 5, 3, 1, 2}).signals,
              ElementsAre(Is(Rule::kTrend, Direction::kDown, 1, 5, 5)));
}

TEST(RunChartTest, OfEqualPointsInARowATrendCountsOne) {
  EXPECT_THAT(ChartOf({5, 1, 2, 2, 3, 4, 4, 5, 2}).signals,
              ElementsAre(Is(Rule::kTrend, Direction::kUp, 1, 7, 5)));
  EXPECT_THAT(ChartOf({5, 1, 2, 2, 3, 4, 4, 2}).signals, IsEmpty());
  EXPECT_THAT(ChartOf({3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3}).signals, IsEmpty())
      << "no point is off the median";
}

// Twelve points, six on each side.
TEST(RunChartTest, FewerRunsThanChanceMakesAreASignal) {
  const RunChart three = ChartOf({6, 7, 8, 2, 1, 2, 1, 3, 1, 7, 6, 8}, 0);
  EXPECT_EQ(three.runs, 3);
  EXPECT_EQ(three.limits->least, 4);
  EXPECT_THAT(three.signals, ElementsAre(Is(Rule::kShift, Direction::kDown, 3, 8, 6),
                                         Is(Rule::kTooFewRuns, Direction::kUp, 0, 11, 3)));
  const RunChart four = ChartOf({6, 7, 8, 2, 1, 2, 1, 6, 7, 6, 1, 2});
  EXPECT_EQ(four.runs, 4);
  EXPECT_THAT(four.signals, IsEmpty());
}

TEST(RunChartTest, MoreRunsThanChanceMakesAreASignal) {
  const RunChart eleven = ChartOf({6, 1, 7, 2, 8, 1, 6, 2, 7, 1, 2, 8});
  EXPECT_EQ(eleven.runs, 11);
  EXPECT_EQ(eleven.limits->most, 10);
  EXPECT_THAT(eleven.signals, ElementsAre(Is(Rule::kTooManyRuns, Direction::kUp, 0, 11, 11)));
  EXPECT_THAT(ChartOf({6, 1, 7, 2, 8, 1, 6, 7, 2, 1, 8, 2}).signals, IsEmpty()) << "ten";
}

TEST(RunChartTest, RunsAreJudgedOfTenPointsOffTheMedianOrMore) {
  EXPECT_FALSE(ChartOf({1, 9, 2, 8, 1, 9, 2, 8, 5}).limits) << "eight, and one on it";
  EXPECT_TRUE(ChartOf({1, 9, 2, 8, 1, 9, 2, 8, 1, 9}).limits);
  EXPECT_FALSE(LimitsOfRuns(9));
  EXPECT_FALSE(LimitsOfRuns(61));
}

TEST(RunChartTest, AnAstronomicalPointIsMarkedAndNoSignal) {
  const RunChart chart = ChartOf({5, 6, 5, 7, 5, 40, 6, 5, 7, 6});
  EXPECT_THAT(chart.astronomical, ElementsAre(5));
  EXPECT_THAT(chart.signals, IsEmpty());
  EXPECT_THAT(ChartOf({5, 5, 5, 5, 5, 40, 5, 5}).astronomical, IsEmpty())
      << "where points do not move, nothing says what is far";
}

TEST(RunChartTest, ValuesOutOfRangeMakeNoChart) {
  EXPECT_FALSE(MakeRunChart({}, 0));
  EXPECT_FALSE(MakeRunChart({{{1, 0}}}, 0));
  EXPECT_FALSE(MakeRunChart({{{kGreatestNumerator + 1, 1}}}, 0));
  EXPECT_FALSE(MakeRunChart({{{1, kGreatestDenominator + 1}}}, 0));
  const Value greatest = {kGreatestNumerator, kGreatestDenominator - 1};
  const Value median = MakeRunChart({{greatest, {-5, kGreatestDenominator}}}, 0)->median;
  EXPECT_DOUBLE_EQ(static_cast<double>(median.numerator) / static_cast<double>(median.denominator),
                   (1e11 / 9'999'999 - 5e-7) / 2);
}

// The limits of the runs distribution, two-sided 5 %, computed exactly: points, least, most.
constexpr int kLimits[][3] = {
    {10, 3, 9},   {11, 4, 9},   {12, 4, 10},  {13, 4, 11},  {14, 4, 12},  {15, 5, 12},
    {16, 5, 13},  {17, 6, 13},  {18, 6, 14},  {19, 6, 15},  {20, 7, 15},  {21, 7, 16},
    {22, 8, 16},  {23, 8, 17},  {24, 8, 18},  {25, 9, 18},  {26, 9, 19},  {27, 10, 19},
    {28, 10, 20}, {29, 10, 21}, {30, 11, 21}, {31, 11, 22}, {32, 12, 22}, {33, 12, 23},
    {34, 12, 24}, {35, 13, 24}, {36, 13, 25}, {37, 14, 25}, {38, 14, 26}, {39, 14, 26},
    {40, 15, 27}, {41, 15, 28}, {42, 16, 28}, {43, 16, 29}, {44, 17, 29}, {45, 17, 30},
    {46, 17, 31}, {47, 18, 31}, {48, 18, 32}, {49, 19, 32}, {50, 19, 33}, {51, 20, 33},
    {52, 20, 34}, {53, 20, 35}, {54, 21, 35}, {55, 21, 36}, {56, 22, 36}, {57, 22, 37},
    {58, 23, 37}, {59, 23, 38}, {60, 24, 38}};

TEST(RunLimitsTest, AreThoseOfTheRunsDistribution) {
  int points = kFewestForRuns;
  for (const auto& [listed, least, most] : kLimits) {
    EXPECT_EQ(listed, points);
    const RunLimits limits = LimitsOfRuns(points++).value();
    EXPECT_EQ(limits.least, least) << listed;
    EXPECT_EQ(limits.most, most) << listed;
  }
  EXPECT_EQ(points, kMostForRuns + 1);
}

// Every order of points above and below the median, counted one by one.
TEST(RunLimitsTest, HaveAtMostOneChanceInFortyBeyondThemOnEitherSide) {
  for (int points = kFewestForRuns; points <= 18; ++points) {
    std::vector<bool> above(points, false);
    std::fill(above.end() - points / 2, above.end(), true);
    std::map<int, int64_t> orders;
    int64_t all = 0;
    do {
      int runs = 1;
      for (int i = 1; i < points; ++i) runs += above[i] != above[i - 1] ? 1 : 0;
      ++orders[runs];
      ++all;
    } while (std::next_permutation(above.begin(), above.end()));
    const RunLimits limits = LimitsOfRuns(points).value();
    const auto beyond = [&orders](auto is_beyond) {
      int64_t sum = 0;
      for (const auto& [runs, count] : orders) sum += is_beyond(runs) ? count : 0;
      return sum;
    };
    EXPECT_LE(40 * beyond([&](int runs) { return runs < limits.least; }), all) << points;
    EXPECT_GT(40 * beyond([&](int runs) { return runs <= limits.least; }), all) << points;
    EXPECT_LE(40 * beyond([&](int runs) { return runs > limits.most; }), all) << points;
    EXPECT_GT(40 * beyond([&](int runs) { return runs >= limits.most; }), all) << points;
  }
}

}  // namespace
}  // namespace sos::improvement
