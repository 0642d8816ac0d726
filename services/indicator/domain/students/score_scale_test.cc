// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/score_scale.h"

#include <vector>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

const std::vector<ScoreScale>& TwoScales() {
  static const auto* const kScales =
      new std::vector<ScoreScale>{{3, 3, 300, {345, 360}, 399}, {4, 5, 400, {445, 460}, 499}};
  return *kScales;
}

TEST(ScoreScaleTest, AScoreIsOnTheScaleOfItsGradeFromTheLowestToTheHighest) {
  EXPECT_EQ(ScaleOf(3, 300, TwoScales()), &TwoScales()[0]);
  EXPECT_EQ(ScaleOf(3, 399, TwoScales()), &TwoScales()[0]);
  EXPECT_EQ(ScaleOf(5, 400, TwoScales()), &TwoScales()[1]);
  EXPECT_EQ(ScaleOf(3, 299, TwoScales()), nullptr);
  EXPECT_EQ(ScaleOf(3, 400, TwoScales()), nullptr) << "of another grade";
  EXPECT_EQ(ScaleOf(6, 400, TwoScales()), nullptr);
  EXPECT_EQ(ScaleOf(3, 0, TwoScales()), nullptr) << "no score";
}

TEST(ScoreScaleTest, ALevelBeginsWithItsLowestScore) {
  const ScoreScale& scale = TwoScales()[0];
  EXPECT_EQ(LevelOn(scale, 300), 1);
  EXPECT_EQ(LevelOn(scale, 344), 1);
  EXPECT_EQ(LevelOn(scale, 345), 2);
  EXPECT_EQ(LevelOn(scale, 359), 2);
  EXPECT_EQ(LevelOn(scale, 360), 3);
  EXPECT_EQ(LevelOn(scale, 399), 3);
}

}  // namespace
}  // namespace sos::indicator::records
