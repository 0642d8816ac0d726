// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/examinations.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::suite {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int64_t kBorn = 13'587;  // 2007-03-15.

constexpr char kAdvancedPlacement[] =
    "\"AP Number / AP ID\",\"Last Name\",\"First Name\",\"Middle Initial\",\"Date of Birth\","
    "\"School ID\",\"Grade Level\",\"Admin Year 01\",\"Exam Code 01\",\"Exam Grade 01\","
    "\"Admin Year 02\",\"Exam Code 02\",\"Exam Grade 02\"\n"
    "\"00000001\",\"Low\",\"Fay\",\"A\",\"031507\",\"999901\",\"12\",\"24\",\"07\",\"4\",\"25\","
    "\"36\",\"3\"\n"
    "\"00000002\",\"Ray\",\"Hal\",\"\",\"110207\",\"999901\",\"12\",\"25\",\"66\",\"2\",\"\",\"\","
    "\"\"\n";

constexpr char kBaccalaureate[] =
    "YEAR,MONTH,CANDIDATE,FIRST_NAME,LAST_NAME,DOB,SUBJECT,LEVEL,SUBJECT_GRADE,RESULT_CODE\n"
    "2025,MAY,xyz001,FAY,LOW,2007-03-15,BIOLOGY,HL,5,D\n"
    "2025,MAY,xyz001,FAY,LOW,2007-03-15,HISTORY,HL,4,D\n"
    "2025,MAY,xyz001,FAY,LOW,2007-03-15,TOK,TK,B,D\n"
    "2025,MAY,xyz002,HAL,RAY,2007-11-02,SPANISH B,SL,P,\n";

Roster WithFay() {
  Roster roster;
  roster.Add({"Low", "Fay", kBorn}, 9'000'000'006);
  return roster;
}

TEST(ExaminationsTest, TheFileOfApHasExaminationsSideBySide) {
  const auto file = ReadExaminations(kAdvancedPlacement);
  ASSERT_TRUE(file.has_value());
  const MatchedExaminations matched = Match(*file, WithFay());
  EXPECT_EQ(matched.text,
            "SSID,ExaminationProgram,ExaminationGrade\n"
            "9000000006,Advanced Placement,4\n"
            "9000000006,Advanced Placement,3\n");
  EXPECT_EQ(matched.student_count, 1);
  EXPECT_EQ(matched.unknown_student_count, 1);
}

TEST(ExaminationsTest, TheResultsOfIbHaveARowASubject) {
  const auto file = ReadExaminations(kBaccalaureate);
  ASSERT_TRUE(file.has_value());
  EXPECT_EQ(Match(*file, WithFay()).text,
            "SSID,ExaminationProgram,ExaminationGrade\n"
            "9000000006,International Baccalaureate,5\n"
            "9000000006,International Baccalaureate,4\n")
      << "letters of the core are no grades";
}

TEST(ExaminationsTest, NeitherNamesNorBirthDatesAreSent) {
  for (const char* const bytes : {kAdvancedPlacement, kBaccalaureate}) {
    const std::string text = Match(*ReadExaminations(bytes), WithFay()).text;
    EXPECT_THAT(text, Not(HasSubstr("Low")));
    EXPECT_THAT(text, Not(HasSubstr("LOW")));
    EXPECT_THAT(text, Not(HasSubstr("2007")));
    EXPECT_THAT(text, Not(HasSubstr("0315")));
  }
}

TEST(ExaminationsTest, AnExaminationTakenTwiceCountsOnceWithItsBetterGrade) {
  const auto file = ReadExaminations(
      "APID,LastName,FirstName,DateofBirth,ExamCode01,ExamGrade01,ExamCode02,ExamGrade02\n"
      "1,Low,Fay,031507,07,2,07,4\n");
  EXPECT_EQ(Match(*file, WithFay()).text,
            "SSID,ExaminationProgram,ExaminationGrade\n9000000006,Advanced Placement,4\n");
}

TEST(ExaminationsTest, BirthDatesMayHaveLostTheirZeroOrBeWrittenAsDates) {
  for (const char* const birth : {"31507", "031507", "3/15/2007", "2007-03-15"}) {
    const auto file = ReadExaminations(
        std::string("APID,LastName,FirstName,DateofBirth,ExamCode01,ExamGrade01\n1,Low,Fay,") +
        birth + ",07,4\n");
    EXPECT_EQ(Match(*file, WithFay()).student_count, 1) << birth;
  }
}

TEST(ExaminationsTest, RowsThatNameNobodyAreCounted) {
  const auto file = ReadExaminations(
      "APID,LastName,FirstName,DateofBirth,ExamCode01,ExamGrade01\n1,Low,,031507,07,4\n"
      "2,Low,Fay,134507,07,4\n");
  EXPECT_EQ(file->rows_without_person, 2);
  EXPECT_EQ(Match(*file, WithFay()).unknown_student_count, 2);
}

TEST(ExaminationsTest, OtherTablesAreNoExaminations) {
  EXPECT_EQ(ReadExaminations("SchoolCode,SSID,StudentName\n1,2,3\n"), std::nullopt);
  EXPECT_EQ(ReadExaminations(""), std::nullopt);
}

}  // namespace
}  // namespace sos::suite
