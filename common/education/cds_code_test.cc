// SPDX-License-Identifier: Apache-2.0
#include "common/education/cds_code.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(CdsCodeTest, KeepsLeadingZeros) {
  EXPECT_EQ(CdsCode::Parse("01100170112607")->ToString(), "01100170112607");
}

TEST(CdsCodeTest, RejectsWhatIsNotFourteenDigits) {
  for (const char* text :
       {"", "1100170112607", "011001701126070", "0110017011260x", " 1100170112607"}) {
    EXPECT_EQ(CdsCode::Parse(text), std::nullopt) << text;
  }
}

TEST(CdsCodeTest, RestoresTheZeroASpreadsheetTookFromACell) {
  EXPECT_EQ(CdsCode::ParseCell("1100170112607")->ToString(), "01100170112607");
  EXPECT_EQ(CdsCode::ParseCell("100170112607"), std::nullopt) << "only one zero can lead";
}

TEST(CdsCodeTest, TellsACodeThatLostItsLastDigitWhereTheDigitsShowIt) {
  EXPECT_FALSE(CdsCode::MayLackLastDigit("1100170112607")) << "county 11 has no district 00170";
  EXPECT_FALSE(CdsCode::MayLackLastDigit("7616480000000")) << "there is no county 76";
  EXPECT_TRUE(CdsCode::MayLackLastDigit("2710272000000")) << "the county office of county 27";
  EXPECT_TRUE(CdsCode::MayLackLastDigit("2766035011260")) << "a school of 27 66035";
  EXPECT_TRUE(CdsCode::MayLackLastDigit("9960001000000")) << "a made-up district";
  EXPECT_FALSE(CdsCode::MayLackLastDigit("27102720000000")) << "no digit is lost";
}

TEST(CdsCodeTest, NoCountyHasTheseCodes) {
  for (const char* text : {"00102720000000", "59102720000000", "77102720000000"}) {
    EXPECT_FALSE(CdsCode::Parse(text)->HasCaliforniaCounty()) << text;
  }
  EXPECT_TRUE(CdsCode().HasCaliforniaCounty()) << "the state is of all counties";
  EXPECT_TRUE(CdsCode::Parse("58000000000000")->HasCaliforniaCounty());
  EXPECT_TRUE(CdsCode::Parse("99600020000000")->HasCaliforniaCounty());
}

TEST(CdsCodeTest, TellsTheKindsOfEntitiesApart) {
  const CdsCode school = *CdsCode::Parse("01100170112607");
  EXPECT_TRUE(school.IsSchool());
  EXPECT_FALSE(school.IsLea());
  EXPECT_EQ(school.Lea().text(), "01100170000000");
  EXPECT_TRUE(school.Lea().IsCountyOffice());
  EXPECT_FALSE(CdsCode::Parse("01611190000000")->IsCountyOffice());
  EXPECT_TRUE(school.County().IsCounty());
  EXPECT_TRUE(CdsCode().IsState());
  EXPECT_TRUE(CdsCode().Lea().IsState());
}

TEST(CdsCodeTest, KnowsTheFiftyEightCountiesAndTheOneOfTests) {
  int count = 0;
  for (int number = 0; number < 100; ++number) {
    count += IsCaliforniaCountyCode(std::to_string(number / 10) + std::to_string(number % 10));
  }
  EXPECT_EQ(count, 59);
  for (const char* text : {"01", "19", "58", "99"}) EXPECT_TRUE(IsCaliforniaCountyCode(text));
  for (const char* text : {"00", "59", "77", "98", "", "1", "019", "1 ", "a1", "-1"}) {
    EXPECT_FALSE(IsCaliforniaCountyCode(text)) << text;
  }
}

TEST(CdsCodeTest, KnowsTheCodesOfMadeUpDistrictsWhateverTheirCounty) {
  EXPECT_TRUE(CdsCode::Parse("99600020000000")->IsSynthetic());
  EXPECT_TRUE(CdsCode::Parse("01600990000000")->IsSynthetic());
  EXPECT_TRUE(CdsCode::Parse("17100170100001")->IsSynthetic());
  EXPECT_FALSE(CdsCode::Parse("01100170000000")->IsSynthetic()) << "Alameda's county office";
  EXPECT_FALSE(CdsCode::Parse("01611190000000")->IsSynthetic());
  EXPECT_FALSE(CdsCode().IsSynthetic());
}

}  // namespace
}  // namespace sos
