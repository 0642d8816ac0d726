// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/near_match.h"

#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(NearMatchTest, CountsEdits) {
  EXPECT_EQ(EditDistance("abc", "abc", 3), 0);
  EXPECT_EQ(EditDistance("abc", "abd", 3), 1);
  EXPECT_EQ(EditDistance("abc", "ac", 3), 1);
  EXPECT_EQ(EditDistance("abc", "xyz", 2), 3) << "more than the limit";
}

TEST(NearMatchTest, OffersCodesWithFewWrongDigitsBestFirst) {
  NearMatches near("27102720000001");
  near.Offer("27102720000011", "Two");
  near.Offer("27102720000000", "One");
  near.Offer("01611190000000", "Far");

  EXPECT_THAT(near.Best(), ElementsAre("27102720000011 Two", "27102720000000 One"));
}

TEST(NearMatchTest, OffersNamesThatContainWhatWasTyped) {
  NearMatches near("carmel");
  near.Offer("27659870000000", "Carmel Unified");
  near.Offer("27660350000000", "Greenfield Union");

  EXPECT_THAT(near.Best(), ElementsAre("27659870000000 Carmel Unified"));
}

TEST(NearMatchTest, OffersNothingForNothing) {
  NearMatches near("");
  near.Offer("27659870000000", "Carmel Unified");

  EXPECT_THAT(near.Best(), IsEmpty());
}

TEST(NearMatchTest, AStudentGroupIsKnownWhereOneNameIsLikeIt) {
  EXPECT_EQ(NearStudentGroup("Two or More Race"), StudentGroup::kTwoOrMoreRaces);
  EXPECT_EQ(NearStudentGroup("Students with Disabilties"), StudentGroup::kStudentsWithDisabilities);
  EXPECT_EQ(NearStudentGroup("homless"), StudentGroup::kHomeless);
}

TEST(NearMatchTest, ACodeOrAnotherWordIsNoStudentGroup) {
  EXPECT_EQ(NearStudentGroup("English Learners Onl"), StudentGroup::kEnglishLearnersOnly);
  for (const char* name : {"", "SWE", "EP", "Martians", "Two"}) {
    EXPECT_EQ(NearStudentGroup(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace sos::ingestion
