// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/file_year.h"

#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kLast = 2024;

// The years of a file whose rows name each year as often as said, in this order.
FileYear Rows(const std::vector<std::pair<const char*, int>>& years) {
  FileYear file;
  for (const auto& [year, count] : years) {
    for (int i = 0; i < count; ++i) file.Add(year, kLast);
  }
  return file;
}

TEST(FileYearTest, KnowsNoYearWithoutARowThatNamesOne) {
  EXPECT_THAT(FileYear().Years(false, 2023), IsEmpty());
  EXPECT_THAT(Rows({{"", 3}, {"2016", 3}, {"soon", 3}}).Years(false, 2023), IsEmpty());
}

TEST(FileYearTest, TakesTheYearOfMostRowsAndNotOfTheFirst) {
  EXPECT_THAT(Rows({{"2019", 1}, {"2023", 2}}).Years(false, 0), ElementsAre(2023));
  EXPECT_THAT(Rows({{"2017f", 2}, {"2018", 1}}).Years(false, 0), ElementsAre(2017));
}

TEST(FileYearTest, ANameDecidesOnlyBetweenYearsOfAsManyRows) {
  EXPECT_THAT(Rows({{"2022", 2}, {"2023", 2}}).Years(false, 2023), ElementsAre(2023));
  EXPECT_THAT(Rows({{"2022", 3}, {"2023", 2}}).Years(false, 2023), ElementsAre(2022));
}

TEST(FileYearTest, WithoutANameTheFirstOfSeveralDecides) {
  EXPECT_THAT(Rows({{"2023", 1}, {"2022", 1}}).Years(false, 0), ElementsAre(2023));
  EXPECT_THAT(Rows({{"2022", 1}, {"2023", 1}}).Years(false, 2019), ElementsAre(2022));
}

TEST(FileYearTest, DoesNotCountYearsThatAreNotYet) {
  EXPECT_THAT(Rows({{"2025", 5}, {"2024", 1}}).Years(false, 0), ElementsAre(2024));
}

TEST(FileYearTest, OfAFileOfSeveralYearsTakesThoseOfATenthOfTheRows) {
  EXPECT_THAT(Rows({{"2023", 81}, {"2022", 10}, {"2021", 9}}).Years(true, 0),
              ElementsAre(2022, 2023));
}

}  // namespace
}  // namespace sos::ingestion
