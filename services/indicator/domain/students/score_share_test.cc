// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

using ::testing::SizeIs;

constexpr int64_t kSchool = 1611190000001;
constexpr int64_t kElsewhere = 1612590000001;

TEST(ScoreShareTest, AScoreBelongsToTheSchoolWhereTheTestWasFinishedOrElseToThatOfEnrollment) {
  const Schools schools(
      {{.cds = *CdsCode::Parse("01611190000001")}, {.cds = *CdsCode::Parse("01612590000001")}});
  const CdsCode lea = *CdsCode::Parse("01611190000000");
  EXPECT_EQ(SchoolOfScore(0, kSchool, lea, schools), schools.Find(kSchool));
  EXPECT_EQ(SchoolOfScore(kSchool, kElsewhere, lea, schools), schools.Find(kSchool));
  EXPECT_EQ(SchoolOfScore(kElsewhere, kSchool, lea, schools), std::nullopt) << "another LEA's";
  EXPECT_EQ(SchoolOfScore(0, 1611190000009, lea, schools), std::nullopt) << "no such school";
}

TEST(ScoreShareTest, OfTwoScoresAtASchoolTheOneThatCountsIsKeptWhateverTheirOrder) {
  const Share late{.student = 1, .in_cohort = Standing::kEnrolledLate, .tested = true};
  const Share counted{
      .student = 1, .since = 2500, .in_cohort = Standing::kDenominator, .points = 68};
  const Share higher{
      .student = 1, .since = 2600, .in_cohort = Standing::kDenominator, .points = 168};
  const Share elsewhere{.student = 1, .school = 1, .in_cohort = Standing::kWithoutScore};
  std::vector<Share> shares = {elsewhere, counted, late, higher};
  for (int turn = 0; turn < 4; ++turn) {
    std::rotate(shares.begin(), shares.begin() + 1, shares.end());
    std::vector<Share> kept = shares;
    KeepBestScores(kept);
    ASSERT_THAT(kept, SizeIs(2));
    EXPECT_EQ(kept[0].points, 168);
    EXPECT_TRUE(kept[0].tested) << "by one of the three";
    EXPECT_EQ(kept[1].school, 1);
  }
}

}  // namespace
}  // namespace sos::indicator::records
