// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_title.h"

#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

ReportTitle TitleOf(const std::vector<std::vector<absl::string_view>>& lines) {
  ReportTitle title;
  for (const auto& line : lines) title.AddLine(line);
  return title;
}

TEST(ReportTitleTest, SaysLeaYearAndHowFinalItIs) {
  const ReportTitle title = TitleOf({{"", "14.2 - Student Absences - Student List"},
                                     {"", "Academic Year: 2024-2025"},
                                     {"", "LEA: 1975713 - Alder Unified"},
                                     {"", "Status: In Review Uncertified"}});
  EXPECT_EQ(title.lea->text(), "19757130000000");
  EXPECT_EQ(title.dashboard_year, 2025);
  EXPECT_EQ(title.status, "In Review Uncertified");
}

TEST(ReportTitleTest, AllMayStandInOneCellOrEachInOneOfItsOwn) {
  const ReportTitle one =
      TitleOf({{"Academic Year: 2024-2025 / LEA: 1975713 - Alder Unified / Status: Certified"}});
  EXPECT_EQ(one.lea->text(), "19757130000000");
  EXPECT_EQ(one.dashboard_year, 2025);
  EXPECT_EQ(one.status, "Certified");
  const ReportTitle each = TitleOf({{"LEA:", "1975713"}, {"Academic Year:", "2024-2025"}});
  EXPECT_EQ(each.lea->text(), "19757130000000");
  EXPECT_EQ(each.dashboard_year, 2025);
}

TEST(ReportTitleTest, TextWithoutThemSaysNothing) {
  const ReportTitle title = TitleOf({{"LEA: Alder Unified"}, {"Academic Year: all"}, {""}});
  EXPECT_FALSE(title.lea);
  EXPECT_EQ(title.dashboard_year, 0);
  EXPECT_EQ(title.status, "");
}

TEST(ReportTitleTest, AFileNameSaysHowFinalItIs) {
  for (const auto& [name, status] :
       {std::pair{"14.2_StudentAbsencesStudentList.InReviewUncertified_20240715.csv",
                  "In Review Uncertified"},
        std::pair{"8.1_StudentProfileList(EOY3).Certified_20240731 (1).csv", "Certified"},
        std::pair{"16.14_Plan.SELPAApproved_20240731.csv", "SELPA Approved"},
        std::pair{"14.2.csv", ""}}) {
    ReportTitle title;
    title.AddName(name, {});
    EXPECT_EQ(title.status, status) << name;
    EXPECT_EQ(title.dashboard_year, 0) << "a date is not the year";
  }
}

TEST(ReportTitleTest, AFileOfScoresIsNamedByItsLeaAndYear) {
  ReportTitle title;
  title.AddName(
      "19757130000000_Summative_ELPAC_and_Summative_Alternate_ELPAC_Student_Score_Data_File_"
      "TestedStudentScoreData_2025.xlsx",
      {.named_by_lea_and_year = true});
  EXPECT_EQ(title.lea->text(), "19757130000000");
  EXPECT_EQ(title.dashboard_year, 2025);
  ReportTitle other;
  other.AddName("Summative_ELPAC_Student_Score_Data_File.csv", {.named_by_lea_and_year = true});
  EXPECT_FALSE(other.lea);
  EXPECT_EQ(other.dashboard_year, 0);
}

TEST(ReportTitleTest, AListOfACohortSaysItsClassInItsName) {
  for (const auto& [name, year] :
       {std::pair{"15.2 - Cohort Outcome - Student Details_2025.csv", 2025},
        std::pair{"15.2 - Cohort Outcome - Class of 2024.csv", 2024},
        std::pair{"15.2_2024.csv", 2024}, std::pair{"15.2-2024.csv", 2024},
        std::pair{"15.2 Student Details 2023-24.csv", 2024},
        std::pair{"15.2 Details 2023-2024 (1).csv", 2024}, std::pair{"15.2.csv", 0},
        std::pair{"15.2_Certified_20250815.csv", 0}}) {
    ReportTitle title;
    title.AddName(name, {.earlier_years = 1});
    EXPECT_EQ(title.dashboard_year, year) << name;
    EXPECT_FALSE(title.lea.has_value());
  }
}

TEST(ReportTitleTest, TheNumberOfAReportStandsAtTheBeginningOfTheName) {
  EXPECT_EQ(ReportNumberIn("14.2_StudentAbsences.csv"), "14.2");
  EXPECT_EQ(ReportNumberIn("8.1 Student Profile.xlsx"), "8.1");
  EXPECT_EQ(ReportNumberIn("8.1a_Exits.csv"), "8.1a") << "a list of its own";
  EXPECT_EQ(ReportNumberIn("5.7foster.csv"), "5.7");
  EXPECT_EQ(ReportNumberIn("14.2.csv"), "14.2");
  EXPECT_EQ(ReportNumberIn("absences 14.2.csv"), "");
  EXPECT_EQ(ReportNumberIn("2025.csv"), "");
  EXPECT_EQ(ReportNumberIn("20.2024.csv"), "");
}

}  // namespace
}  // namespace sos::ingestion
