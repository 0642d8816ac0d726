// SPDX-License-Identifier: Apache-2.0
#include "services/suite/excel_csv.h"

#include "gtest/gtest.h"

namespace sos::suite {
namespace {

constexpr char kBegin[] = "\xEF\xBB\xBF";

TEST(ExcelCsvTest, CodesKeepTheirZerosAndAllTheirDigits) {
  EXPECT_EQ(ForExcel("cds,n\n01611190000000,12\n19647330000000,0\n"),
            std::string(kBegin) +
                "cds,n\r\n\"=\"\"01611190000000\"\"\",12\r\n\"=\"\"19647330000000\"\"\",0\r\n");
}

TEST(ExcelCsvTest, NumbersAndTextsStayAsTheyAre) {
  EXPECT_EQ(ForExcel("-0.5,12345,0.0,2024\n"), std::string(kBegin) + "-0.5,12345,0.0,2024\r\n");
  EXPECT_EQ(ForExcel("'=SUM(A1),\"a, \"\"b\"\"\n01\",x"),
            std::string(kBegin) + "'=SUM(A1),\"a, \"\"b\"\"\n01\",x");
}

TEST(ExcelCsvTest, LinesOfWindowsStayLinesOfWindows) {
  EXPECT_EQ(ForExcel("a\r\n01\r\n"), std::string(kBegin) + "a\r\n\"=\"\"01\"\"\"\r\n");
  EXPECT_EQ(ForExcel(""), kBegin);
}

}  // namespace
}  // namespace sos::suite
