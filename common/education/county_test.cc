// SPDX-License-Identifier: Apache-2.0
#include "common/education/county.h"

#include "absl/strings/str_format.h"
#include "common/education/cds_code.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(CountyTest, EveryCodeOfACountyHasAName) {
  for (int number = 1; number <= 58; ++number) {
    const std::string code = absl::StrFormat("%02d", number);
    ASSERT_TRUE(IsCaliforniaCountyCode(code));
    EXPECT_EQ(CountyCodeOf(CountyName(code)), code);
  }
  EXPECT_EQ(CountyName("01"), "Alameda");
  EXPECT_EQ(CountyName("27"), "Monterey");
  EXPECT_EQ(CountyName("58"), "Yuba");
}

TEST(CountyTest, NoOtherCodeIsOfACounty) {
  for (const char* code : {"", "1", "00", "59", "77", "98", "100", "0x", "\xd9\xa2"}) {
    EXPECT_FALSE(IsCaliforniaCountyCode(code)) << code;
    EXPECT_EQ(CountyName(code), "") << code;
  }
  EXPECT_TRUE(IsCaliforniaCountyCode("99")) << "the county of tests";
  EXPECT_EQ(CountyName("99"), "") << "has no name of its own";
}

TEST(CountyTest, FindsACountyByItsNameHoweverItIsWritten) {
  EXPECT_EQ(CountyCodeOf("los angeles"), "19");
  EXPECT_EQ(CountyCodeOf("El Dorado County"), "09");
  EXPECT_EQ(CountyCodeOf("Monterey Peninsula Unified"), "");
  EXPECT_EQ(CountyCodeOf(""), "");
}

}  // namespace
}  // namespace sos
