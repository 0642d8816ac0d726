#include "services/reporting/domain/suppression.h"

#include <cstdint>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum StudentGroup;

TEST(SuppressionTest, ShowsElevenAndMasksTen) {
  EXPECT_THAT(MaskedGroups({{kAll, 100}, {kEnglishLearners, 11}}), IsEmpty());
  EXPECT_THAT(MaskedGroups({{kAll, 100}, {kEnglishLearners, 10}}), ElementsAre(kEnglishLearners));
}

TEST(SuppressionTest, MasksASecondPartSoThatOneCannotBeSubtracted) {
  // 100 - 60 - 35 would give the 5 away.
  EXPECT_THAT(MaskedGroups({{kAll, 100}, {kAsian, 5}, {kHispanic, 60}, {kWhite, 35}}),
              ElementsAre(kAsian, kWhite));
}

TEST(SuppressionTest, MasksAThirdPartWhereTwoHaveFewerThanElevenTogether) {
  EXPECT_THAT(
      MaskedGroups({{kAll, 100}, {kAsian, 2}, {kFilipino, 3}, {kHispanic, 60}, {kWhite, 35}}),
      ElementsAre(kAsian, kFilipino, kWhite));
}

TEST(SuppressionTest, LeavesTwoMaskedPartsOfElevenAlone) {
  EXPECT_THAT(MaskedGroups({{kAll, 100}, {kAsian, 5}, {kFilipino, 6}, {kHispanic, 89}}),
              ElementsAre(kAsian, kFilipino));
}

TEST(SuppressionTest, ProtectsEnglishLearnersOnlyThroughTheirSiblings) {
  EXPECT_THAT(MaskedGroups({{kAll, 100},
                            {kEnglishLearners, 40},
                            {kEnglishLearnersOnly, 35},
                            {kReclassifiedOnly, 5}}),
              ElementsAre(kEnglishLearnersOnly, kReclassifiedOnly));
}

TEST(SuppressionTest, MasksEverythingUnderTenStudents) {
  EXPECT_THAT(MaskedGroups({{kAll, 10}, {kHispanic, 10}}), ElementsAre(kAll, kHispanic));
}

TEST(SuppressionTest, NeverLeavesAPartThatCanBeSubtracted) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int64_t> size(0, 40);
  for (int round = 0; round < 2000; ++round) {
    std::map<StudentGroup, int64_t> counts;
    int64_t all = 0;
    for (int group = static_cast<int>(kAfricanAmerican); group <= static_cast<int>(kTwoOrMoreRaces);
         ++group) {
      const int64_t count = size(random);
      counts[static_cast<StudentGroup>(group)] = count;
      all += count;
    }
    counts[kAll] = all;
    const std::set<StudentGroup> masked = MaskedGroups(counts);
    if (masked.contains(kAll)) continue;
    int64_t hidden = 0;
    int parts = 0;
    for (const auto& [group, count] : counts) {
      if (group == kAll || !masked.contains(group)) continue;
      hidden += count;
      ++parts;
    }
    EXPECT_TRUE(parts == 0 || (parts >= 2 && hidden >= kMinimumShown)) << "round " << round;
  }
}

}  // namespace
}  // namespace sos::reporting
