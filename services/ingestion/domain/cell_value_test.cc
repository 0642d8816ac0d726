// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/cell_value.h"

#include <optional>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

constexpr char kNoBreakSpace[] = "\xc2\xa0";

TEST(CellValueTest, KnowsTheMarksOfBlankCellsAndOfNumbersThatAreKeptBack) {
  for (const char* text :
       {"",     " ",   "\t",   kNoBreakSpace, "*",    "**",   "-",   "--",  "---",  "\xe2\x80\x93",
        ".",    "N/A", "n/a",  "NA",          "<NA>", "#N/A", "NaN", "nan", "None", "Null",
        "NULL", "<11", "< 11", "<=10"}) {
    EXPECT_TRUE(IsBlankCell(text)) << text;
  }
  for (const char* text :
       {"0", "Nulls", "No", "Nan Elementary", "-1", ".5", "*1", "<b>", "<", "11"}) {
    EXPECT_FALSE(IsBlankCell(text)) << text;
  }
}

TEST(CellValueTest, TakesOffWhatASpreadsheetPutsAroundACell) {
  EXPECT_EQ(BareCell("=\"01611190000000\""), "01611190000000");
  EXPECT_EQ(BareCell("\xc2\xa0 Alameda \xc2\xa0"), "Alameda");
  EXPECT_EQ(BareCell("Alameda"), "Alameda");
  EXPECT_EQ(BareCell("=1+1"), "=1+1");
}

TEST(CellValueTest, ReadsGroupsOfThreeDigitsAndNoOthers) {
  for (const auto& [text, plain] :
       {std::pair{"1,314", "1314"}, std::pair{"5,937,622", "5937622"}, std::pair{"1 314", "1314"},
        std::pair{"1\xc2\xa0"
                  "314",
                  "1314"},
        std::pair{"-1,314.5", "-1314.5"}, std::pair{"'1314", "1314"},
        std::pair{"1,314.0", "1314.0"},
        std::pair{"\xe2\x88\x92"
                  "48.3",
                  "-48.3"}}) {
    EXPECT_EQ(PlainNumber(text, false), plain) << text;
  }
  for (const char* text : {"13,14,15", "1,3144,000", "1314,000,00", "1.314.000", "1,314 000",
                           "twelve", "", "-", "1,314,", ",314,000", "1-2", "0,314,000", "1.2E+3"}) {
    EXPECT_EQ(PlainNumber(text, false), std::nullopt) << text;
  }
}

TEST(CellValueTest, ACommaBeforeOtherThanThreeDigitsBeginsTheDecimals) {
  EXPECT_EQ(PlainNumber("48,3", false), "48.3");
  EXPECT_EQ(PlainNumber("-0,125", false), "-0.125") << "no number with groups begins with a zero";
  EXPECT_EQ(PlainNumber("48,314", false), "48314");
}

TEST(CellValueTest, BetweenSemicolonsEveryCommaBeginsTheDecimals) {
  EXPECT_EQ(PlainNumber("48,314", true), "48.314");
  EXPECT_EQ(PlainNumber("1.314,5", true), "1314.5");
  EXPECT_EQ(PlainNumber("48.3", true), "48.3");
  EXPECT_EQ(PlainNumber("1,314,000", true), std::nullopt);
}

TEST(CellValueTest, AWholeNumberHasNoDecimalsButZeros) {
  EXPECT_EQ(ParseWhole("72", false), 72);
  EXPECT_EQ(ParseWhole("72.0", false), 72);
  EXPECT_EQ(ParseWhole("1,314.00", false), 1314);
  EXPECT_EQ(ParseWhole("72,0", true), 72);
  for (const char* text : {"72.5", ".0", "", "99999999999999999999", "1E3"}) {
    EXPECT_EQ(ParseWhole(text, false), std::nullopt) << text;
  }
  EXPECT_EQ(ParseWhole("1,314", true), std::nullopt) << "1.314 is not whole, 1314 is not sure";
}

TEST(CellValueTest, FindsExponents) {
  for (const char* text : {"1.96473E+13", "1e3", "1,9E-2"}) EXPECT_TRUE(HasExponent(text)) << text;
  for (const char* text : {"19.6", "E230", "1E", "Ela", "", "12e"}) {
    EXPECT_FALSE(HasExponent(text)) << text;
  }
}

TEST(CellValueTest, ReadsTheYearOfACell) {
  for (const char* text : {"2023", "2023.0", "2,023", "'2023", "2022-23", "2022-2023", "2022/23",
                           "2022\xe2\x80\x93"
                           "23",
                           "=\"2023\""}) {
    EXPECT_EQ(ParseYearCell(text), 2023) << text;
  }
  EXPECT_EQ(ParseYearCell("2017f"), 2017);
  for (const char* text : {"", "23", "2016", "2017s", "2022-24", "20231", "2023-01", "2023.5"}) {
    EXPECT_EQ(ParseYearCell(text), std::nullopt) << text;
  }
}

TEST(CellValueTest, TakesACodeOutOfItsWrapping) {
  for (const auto& [text, code] :
       {std::pair{"'01611190130229", "01611190130229"},
        std::pair{"1611190130229.0", "1611190130229"},
        std::pair{"01-61119-0130229", "01-61119-0130229"},
        std::pair{"01 61119  0130229", "01-61119-0130229"},
        std::pair{"1,611,190,130,229", "1611190130229"},
        std::pair{"19647331234567.5", "19647331234567.5"}, std::pair{"", ""}}) {
    EXPECT_EQ(BareCode(text), code) << text;
  }
}

}  // namespace
}  // namespace sos::ingestion
