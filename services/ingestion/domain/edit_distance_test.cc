// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/edit_distance.h"

#include <string>

#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

constexpr int kMany = 9;

TEST(EditDistanceTest, EqualWordsAreApartByNothing) {
  EXPECT_EQ(SlipDistance("", "", kMany), 0);
  EXPECT_EQ(SlipDistance("salinas", "salinas", 0), 0);
}

TEST(EditDistanceTest, CountsEachSlipOnce) {
  EXPECT_EQ(SlipDistance("salinas", "salnas", kMany), 1) << "left out";
  EXPECT_EQ(SlipDistance("salinas", "sallinas", kMany), 1) << "added";
  EXPECT_EQ(SlipDistance("salinas", "selinas", kMany), 1) << "exchanged";
  EXPECT_EQ(SlipDistance("salinas", "slainas", kMany), 1) << "changed places";
  EXPECT_EQ(SlipDistance("salinas", "slaniass", kMany), 3);
  EXPECT_EQ(SlipDistance("", "abc", kMany), 3);
}

TEST(EditDistanceTest, StopsAtTheLimit) {
  EXPECT_EQ(SlipDistance("abc", "xyz", 2), 3);
  EXPECT_EQ(SlipDistance("abc", "abcdef", 2), 3);
  EXPECT_EQ(SlipDistance("ab", "ba", 0), 1);
  EXPECT_EQ(SlipDistance(std::string(200, 'a'), std::string(200, 'b'), 2), 3);
}

}  // namespace
}  // namespace sos::ingestion
