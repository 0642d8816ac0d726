// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_values.h"

#include <optional>

#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

TEST(RecordValuesTest, ReadsDatesThatExist) {
  EXPECT_EQ(ParseDate("19700101"), 0);
  EXPECT_EQ(ParseDate("19700102"), 1);
  EXPECT_EQ(ParseDate("19691231"), -1);
  EXPECT_EQ(ParseDate("2024-02-29"), ParseDate("20240229"));
  for (const char* text : {"20230229", "20241301", "20240100", "2024022", "202402299", "2024/02/29",
                           "2024-0229", "2024-02-2x", "-2024022", ""}) {
    EXPECT_EQ(ParseDate(text), std::nullopt) << text;
  }
}

TEST(RecordValuesTest, ReadsHundredthsOfADay) {
  EXPECT_EQ(ParseDays("0"), 0);
  EXPECT_EQ(ParseDays("180"), 18000);
  EXPECT_EQ(ParseDays("0.5"), 50);
  EXPECT_EQ(ParseDays(".25"), 25);
  EXPECT_EQ(ParseDays("0.05"), 5);
  EXPECT_EQ(ParseDays("30.9900"), 3099);
  EXPECT_EQ(ParseDays("366"), kMaxDays);
  EXPECT_EQ(ParseDays("366.00"), kMaxDays);
  for (const char* text : {"366.01", "0.125", "-1", "1.", ".", "1.5.5", "+1", "1e2", "99999999"}) {
    EXPECT_EQ(ParseDays(text), std::nullopt) << text;
  }
}

TEST(RecordValuesTest, ReadsGrades) {
  EXPECT_EQ(ParseGrade("TK"), 0);
  EXPECT_EQ(ParseGrade("KN"), 0);
  EXPECT_EQ(ParseGrade("01"), 1);
  EXPECT_EQ(ParseGrade("1"), 1);
  EXPECT_EQ(ParseGrade("12"), 12);
  EXPECT_EQ(ParseGrade("AD"), -1) << "a grade outside of these";
  for (const char* text : {"0", "00", "13", "012", "kn", "XX", ""}) {
    EXPECT_EQ(ParseGrade(text), std::nullopt) << text;
  }
}

TEST(RecordValuesTest, ReadsALetterAndThreeDigits) {
  EXPECT_EQ(ParseLetterCode("A000"), 1000);
  EXPECT_EQ(ParseLetterCode("E230"), 5230);
  EXPECT_EQ(ParseLetterCode("T160"), 20160);
  EXPECT_EQ(ParseLetterCode("Z999"), 26999);
  for (const char* text : {"230", "e230", "E23", "E2300", "E23x", "1230", ""}) {
    EXPECT_EQ(ParseLetterCode(text), std::nullopt) << text;
  }
}

TEST(RecordValuesTest, AnLeaHasSevenDigitsOrFourteen) {
  EXPECT_EQ(ParseLea("1975713")->text(), "19757130000000");
  EXPECT_EQ(ParseLea("19757130000000")->text(), "19757130000000");
  EXPECT_EQ(ParseLea("19757130100001")->text(), "19757130100001") << "a charter school";
  for (const char* text : {"197571", "19757", "5975713", "0000000", "19000000000000",
                           "00000000000000", "1975713x", ""}) {
    EXPECT_EQ(ParseLea(text), std::nullopt) << text;
  }
}

TEST(RecordValuesTest, TheDashboardYearIsThatInWhichTheAcademicYearEnds) {
  EXPECT_EQ(ParseAcademicYear("2016-2017"), 2017);
  EXPECT_EQ(ParseAcademicYear("2023-2024"), 2024);
  for (const char* text : {"2015-2016", "2023-2025", "2024-2023", "2023-2023", "2023/2024",
                           "2023-24", "2098-2100", ""}) {
    EXPECT_EQ(ParseAcademicYear(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace sos::ingestion
