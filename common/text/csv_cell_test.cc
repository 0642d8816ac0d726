// SPDX-License-Identifier: Apache-2.0
#include "common/text/csv_cell.h"

#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(CsvCellTest, LeavesTextAndNumbersAsTheyAre) {
  for (const char* const text : {"", "Alameda Unified", "-1.5", "-5.2", "+1", "-.5", "5.", "0", "-",
                                 "12-34", "a=b", "St. Mary's", "'quoted'", "*", "#1", "1e5"}) {
    EXPECT_EQ(SpreadsheetText(text), text);
    EXPECT_EQ(CsvCell(text), text);
  }
}

TEST(CsvCellTest, MakesTextOfWhatASpreadsheetWouldCompute) {
  EXPECT_EQ(SpreadsheetText("=1"), "'=1");
  EXPECT_EQ(SpreadsheetText(" =1"), "' =1");
  EXPECT_EQ(SpreadsheetText("\u00a0=1"), "'\u00a0=1");
  EXPECT_EQ(SpreadsheetText("\t=1"), "'\t=1");
  EXPECT_EQ(SpreadsheetText("\r=1"), "'\r=1");
  EXPECT_EQ(SpreadsheetText("\tplain"), "'\tplain");
  EXPECT_EQ(SpreadsheetText("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(SpreadsheetText("-1+cmd"), "'-1+cmd");
  EXPECT_EQ(SpreadsheetText("+1 555"), "'+1 555");
  EXPECT_EQ(SpreadsheetText("-St. Mary's"), "'-St. Mary's");
  EXPECT_EQ(SpreadsheetText("-1.2.3"), "'-1.2.3");
  EXPECT_EQ(SpreadsheetText(" -1"), "' -1") << "a number stands at the beginning";
  EXPECT_EQ(SpreadsheetText("="), "'=");
  EXPECT_EQ(SpreadsheetText("--"), "'--");
  for (const char* const wide : {"\uff1d1", "\uff0b1", "\uff0d1", "\uff20A", "\u3000\uff1d1"}) {
    EXPECT_EQ(SpreadsheetText(wide), "'" + std::string(wide));
  }
}

TEST(CsvCellTest, QuotesWhatHoldsACommaOrAQuote) {
  EXPECT_EQ(CsvCell("a,b"), "\"a,b\"");
  EXPECT_EQ(CsvCell("the \"best\""), "\"the \"\"best\"\"\"");
  EXPECT_EQ(CsvCell("=HYPERLINK(\"http://x\",\"y\")"),
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
}

TEST(CsvCellTest, IsPrintable) {
  EXPECT_EQ(CsvCell("two\nlines"), R"(two\x0alines)");
  EXPECT_EQ(CsvCell("\t=1"), R"(\x09=1)");
  EXPECT_EQ(CsvCell("\u200b=1"), R"(\u200b=1)") << "what hides the sign is shown";
  EXPECT_EQ(CsvCell("\x1b]0;x\x07,"), R"("\x1b]0;x\x07,")");
}

}  // namespace
}  // namespace sos
