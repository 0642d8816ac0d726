// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_values.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "services/ingestion/domain/student/record_values.h"

namespace sos::ingestion {
namespace {

TEST(ReportValuesTest, ASchoolCodeMayHaveLostItsZeros) {
  EXPECT_EQ(ParseCode("0100001", 7, true), 100001);
  EXPECT_EQ(ParseCode("100001", 7, true), 100001);
  EXPECT_EQ(ParseCode("100001.0", 7, true), 100001);
  for (const char* text : {"01000011", "100001.5", "-100001", "1e5", "10 0001", "", "."}) {
    EXPECT_EQ(ParseCode(text, 7, true), std::nullopt) << text;
  }
}

TEST(ReportValuesTest, AnIdentifierHasAllItsDigits) {
  EXPECT_EQ(ParseCode("9000000001", 10, false), 9000000001);
  EXPECT_EQ(ParseCode("9000000001.00", 10, false), 9000000001);
  for (const char* text : {"900000001", "90000000011", "9.000000001E9", "900000000x"}) {
    EXPECT_EQ(ParseCode(text, 10, false), std::nullopt) << text;
  }
}

TEST(ReportValuesTest, ADateIsReadInEveryFormThatASpreadsheetGivesIt) {
  const auto ides = ParseDate("20240315");
  for (const char* text : {"3/15/2024", "03/15/2024", "2024-03-15", "20240315", "45366", "45366.0",
                           "3/15/2024 12:00:00 AM", "2024-03-15T00:00:00"}) {
    EXPECT_EQ(ParseReportDate(text), ides) << text;
  }
  for (const char* text :
       {"15/3/2024", "2/30/2024", "3/15/24", "3/15", "366", "73051", "-45366", "March 15", ""}) {
    EXPECT_EQ(ParseReportDate(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseReportDate("367"), ParseDate("19010101"));
}

TEST(ReportValuesTest, AGradeMayHaveBecomeANumber) {
  for (const char* text : {"03", "3", "3.0"}) EXPECT_EQ(ParseReportGrade(text), 3) << text;
  for (const char* text : {"TK", "KN", "kn", "K"}) EXPECT_EQ(ParseReportGrade(text), 0) << text;
  EXPECT_EQ(ParseReportGrade("UE"), -1) << "a grade outside of these";
  for (const char* text : {"0", "13", "3.5", "third", ""}) {
    EXPECT_EQ(ParseReportGrade(text), std::nullopt) << text;
  }
}

TEST(ReportValuesTest, YesAndNoHaveManyNames) {
  for (const char* text : {"Y", "y", "Yes", "TRUE", "1"}) EXPECT_EQ(ParseYesNo(text), 1) << text;
  for (const char* text : {"N", "No", "False", "0"}) EXPECT_EQ(ParseYesNo(text), 0) << text;
  for (const char* text : {"", "maybe", "Y/N", "2"}) EXPECT_EQ(ParseYesNo(text), std::nullopt);
}

TEST(ReportValuesTest, AWordIsKnownByItsTextOrByTheNumberBeforeIt) {
  const std::vector<ReportWord> words = {{{"outofschoolsuspension"}, 100}, {{"none"}, 400}};
  for (const char* text :
       {"Out-of-School Suspension", "100", "100 - Out-of-School Suspension", "100-anything"}) {
    EXPECT_EQ(ParseWord(text, words), 100) << text;
  }
  EXPECT_EQ(ParseWord("None", words), 400);
  for (const char* text : {"suspension", "1000", "110 - In-School Suspension", "", "-100"}) {
    EXPECT_EQ(ParseWord(text, words), std::nullopt) << text;
  }
}

TEST(ReportValuesTest, ACodeOfFourteenDigitsMayHaveLostItsZero) {
  EXPECT_EQ(ParseCdsNumber("19757130100001"), 19757130100001);
  EXPECT_EQ(ParseCdsNumber("01611190000001"), 1611190000001);
  EXPECT_EQ(ParseCdsNumber("1611190000001"), 1611190000001);
  for (const char* text : {"611190000001", "59757130100001", "00000000000000", "1.9757E13", ""}) {
    EXPECT_EQ(ParseCdsNumber(text), std::nullopt) << text;
  }
}

TEST(ReportValuesTest, AScoreIsAWholeNumberOrNone) {
  EXPECT_EQ(ParseScore("1150"), 1150);
  EXPECT_EQ(ParseScore("563.0"), 563);
  EXPECT_EQ(ParseScore("NS"), 0);
  for (const char* text : {"0", "10000", "-5", "3.5", "ns", ""}) {
    EXPECT_EQ(ParseScore(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sos::ingestion
