// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_layout.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::IsNull;
using ::testing::NotNull;

// Two eras of one record type, and one open to all years.
RecordLayouts ThreeLayouts() {
  return RecordLayouts(
      {{.record_type = "STAS", .first_year = 2018, .last_year = 2022, .lea_position = 1},
       {.record_type = "STAS", .first_year = 2024, .lea_position = 2},
       {.record_type = "SENR", .lea_position = 3}});
}

TEST(RecordLayoutTest, KnowsARecordTypeWhateverTheYear) {
  EXPECT_TRUE(ThreeLayouts().Knows("STAS"));
  EXPECT_FALSE(ThreeLayouts().Knows("stas"));
  EXPECT_FALSE(ThreeLayouts().Knows(""));
  EXPECT_FALSE(RecordLayouts().Knows("STAS"));
}

TEST(RecordLayoutTest, AnEraHasItsFirstAndItsLastYear) {
  const RecordLayouts layouts = ThreeLayouts();

  EXPECT_THAT(layouts.Find("STAS", 2017), IsNull());
  for (const int year : {2018, 2022}) {
    ASSERT_THAT(layouts.Find("STAS", year), NotNull()) << year;
    EXPECT_EQ(layouts.Find("STAS", year)->lea_position, 1) << year;
  }
  EXPECT_THAT(layouts.Find("STAS", 2023), IsNull()) << "between two eras";
  ASSERT_THAT(layouts.Find("STAS", 2024), NotNull());
  EXPECT_EQ(layouts.Find("STAS", 2024)->lea_position, 2);
}

TEST(RecordLayoutTest, AnEraWithoutEndIsOpen) {
  const RecordLayouts layouts = ThreeLayouts();

  EXPECT_THAT(layouts.Find("STAS", 2099), NotNull());
  EXPECT_THAT(layouts.Find("SENR", 1900), NotNull());
  EXPECT_THAT(layouts.Find("SENR", 2099), NotNull());
  EXPECT_THAT(layouts.Find("SINF", 2024), IsNull());
}

}  // namespace
}  // namespace sos::ingestion
