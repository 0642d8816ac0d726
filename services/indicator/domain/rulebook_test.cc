// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/rulebook.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using test_util::IsOk;
using ::testing::HasSubstr;
using ::testing::IsNull;
using ::testing::NotNull;

Band MakeBand(int level, std::optional<int64_t> minimum, std::optional<int64_t> maximum) {
  Band band{.level = level};
  if (minimum) band.minimum = Tenths{*minimum};
  if (maximum) band.maximum = Tenths{*maximum};
  return band;
}

// 1 up to -0.1, 2 to 9.9, 3 to 19.9, 4 to 29.9, 5 from 30.0 on.
std::vector<Band> Rising() {
  return {MakeBand(1, std::nullopt, -1), MakeBand(2, 0, 99), MakeBand(3, 100, 199),
          MakeBand(4, 200, 299), MakeBand(5, 300, std::nullopt)};
}

std::string ProblemOf(std::vector<Band> bands) {
  const absl::StatusOr<Scale> scale = Scale::Create(std::move(bands));
  EXPECT_EQ(scale.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(scale.status().message());
}

TEST(RulebookTest, AScaleRisesOrFalls) {
  const auto rising = Scale::Create(Rising());
  ASSERT_THAT(rising, IsOk());
  EXPECT_TRUE(rising->ascending());
  EXPECT_EQ(rising->Level(Tenths{-1}), 1);
  EXPECT_EQ(rising->Level(Tenths{0}), 2);
  EXPECT_EQ(rising->Level(Tenths{299}), 4);
  EXPECT_EQ(rising->Level(Tenths{300}), 5);

  const auto falling =
      Scale::Create({MakeBand(1, 300, std::nullopt), MakeBand(2, 200, 299), MakeBand(3, 100, 199),
                     MakeBand(4, 0, 99), MakeBand(5, std::nullopt, -1)});
  ASSERT_THAT(falling, IsOk());
  EXPECT_FALSE(falling->ascending());
  EXPECT_EQ(falling->Level(Tenths{-1}), 5);
  EXPECT_EQ(falling->Level(Tenths{0}), 4);
  EXPECT_EQ(falling->Level(Tenths{300}), 1);
  EXPECT_EQ(falling->band(4).maximum, Tenths{99});
}

TEST(RulebookTest, AScaleHasFiveLevelsInOrder) {
  std::vector<Band> four = Rising();
  four.pop_back();
  EXPECT_THAT(ProblemOf(four), HasSubstr("5 levels, not 4"));
  std::vector<Band> swapped = Rising();
  std::swap(swapped[1].level, swapped[2].level);
  EXPECT_THAT(ProblemOf(swapped), HasSubstr("level 2 stands out of order"));
}

TEST(RulebookTest, LevelsFollowOneAnotherWithoutGapAndOverlap) {
  std::vector<Band> gap = Rising();
  gap[2].minimum = Tenths{101};
  EXPECT_THAT(ProblemOf(gap), HasSubstr("level 3 starts at 10.1 but level 2 ends at 9.9"));
  std::vector<Band> overlap = Rising();
  overlap[2].minimum = Tenths{99};
  EXPECT_THAT(ProblemOf(overlap), HasSubstr("level 3 starts at 9.9 but level 2 ends at 9.9"));
}

TEST(RulebookTest, OnlyTheOuterEndsAreOpen) {
  std::vector<Band> closed = Rising();
  closed[4].maximum = Tenths{1000};
  EXPECT_THAT(ProblemOf(closed), HasSubstr("level 5 must be open at the outer end only"));
  std::vector<Band> open = Rising();
  open[1].maximum = std::nullopt;
  EXPECT_THAT(ProblemOf(open), HasSubstr("level 2 must be open at the outer end only"));
  std::vector<Band> both = Rising();
  both[0].minimum = Tenths{-100};
  EXPECT_THAT(ProblemOf(both), HasSubstr("must be open at the outer end only"));
}

TEST(RulebookTest, AGridHasAColorForEachPairOfLevels) {
  Grid grid;
  EXPECT_EQ(grid.at(1, 1), Color::kNone);
  grid.set(1, 5, Color::kOrange);
  grid.set(5, 1, Color::kGreen);
  EXPECT_EQ(grid.at(1, 5), Color::kOrange);
  EXPECT_EQ(grid.at(5, 1), Color::kGreen);
}

TEST(RulebookTest, KnowsTheRulesOfTheIndicatorsThatWerePublished) {
  const Rulebook rulebook{.indicators = {{.indicator = Indicator::kSuspension, .unit = "percent"},
                                         {.indicator = Indicator::kScience, .unit = "points"}}};
  ASSERT_THAT(rulebook.Find(Indicator::kScience), NotNull());
  EXPECT_EQ(rulebook.Find(Indicator::kScience)->unit, "points");
  EXPECT_THAT(rulebook.Find(Indicator::kGraduation), IsNull());
}

}  // namespace
}  // namespace sos::indicator
