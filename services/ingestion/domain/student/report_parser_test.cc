// SPDX-License-Identifier: Apache-2.0

// The exports of reports, by the layouts that are shipped, through the reader of files.

#include "services/ingestion/domain/student/report_parser.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"

namespace sos::ingestion {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Fields that ingestion itself does not look at.
constexpr RecordField kDaysAbsent{68};
constexpr RecordField kDuration{73};
constexpr RecordField kScore{78};
constexpr RecordField kPriorScore{79};
constexpr RecordField kAttempted{92};
constexpr RecordField kAccountableLea{93};

constexpr char kAbsences[] =
    "SchoolCode,SchoolName,SSID,LocalID,StudentName,Grade,DaysExpectedA,DaysAttendedB,"
    "DaysAbsentCEFG,AbsenceRate\n";
constexpr char kProfiles[] =
    "SchoolCode,SSID,Grade,EthnicityRace,Homeless,StudentswithDisabilities,"
    "SocioEconomicallyDisadvantaged,ELAStatus,ELAStatusStartDate\n";
constexpr char kIncidents[] = "SchoolCode,SSID,IncidentID,IncidentResult,DurationDays\n";

struct ReadFileResult {
  ReadOutcome outcome;
  // By collection: the rows of each field.
  std::map<Collection, std::map<RecordField, std::vector<int64_t>>> numbers;
  std::vector<PartitionKey> keys;
};

class ReportParserTest : public ::testing::Test {
 protected:
  ReportParserTest() : layouts_(*LoadRecordLayouts(LayoutFiles())) {
    request_.display_name = "export.csv";
    request_.dashboard_year = 2024;
    request_.last_dashboard_year = 2025;
    request_.max_quarantined_row_count = 100;
    request_.record_layouts = &layouts_;
    request_.lea = CdsCode::Parse("19757130000000");
  }

  ReadFileResult Read(absl::string_view bytes) {
    request_.bytes = bytes;
    PartitionBuilder rows;
    ReadFileResult result{.outcome = ReadFile(request_, rows), .numbers = {}, .keys = {}};
    for (const auto& [key, of_key] : rows.student_rows()) {
      result.keys.push_back(key);
      for (const RecordField text : of_key.columns.texts) {
        EXPECT_EQ(text, RecordField::kLocalStudent) << "names are dropped at the door";
      }
      for (const RecordField field : of_key.columns.numbers) {
        result.numbers[key.collection][field] = *of_key.Numbers(field);
      }
    }
    return result;
  }

  // A row of report 14.2 for the n-th student.
  static std::string Absence(int n, absl::string_view grade = "03") {
    return absl::StrFormat("0100001,Alder,%d,L%d,\"Doe, Ana\",%s,180,160,20,11.1\n", 9000000000 + n,
                           n, grade);
  }

  const RecordLayouts layouts_;
  ReadRequest request_;
};

TEST_F(ReportParserTest, ReadsDaysOfEachStudentAndSchool) {
  const ReadFileResult read =
      Read(absl::StrCat(kAbsences, "0100001,Alder,9000000001,L1,\"Doe, Ana\",03,180,160,20,11\n",
                        "100002,Birch,9000000001,L1,\"Doe, Ana\",3.0,10,9.5,0.5,5\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  const auto& rows = read.numbers.at(Collection::kAbsenceReport);
  EXPECT_THAT(rows.at(RecordField::kSchool), ElementsAre(100001, 100002));
  EXPECT_THAT(rows.at(RecordField::kGrade), ElementsAre(3, 3));
  EXPECT_THAT(rows.at(RecordField::kDaysExpected), ElementsAre(18000, 1000));
  EXPECT_THAT(rows.at(RecordField::kDaysAttended), ElementsAre(16000, 950));
  EXPECT_THAT(rows.at(kDaysAbsent), ElementsAre(2000, 50));
  ASSERT_THAT(read.keys, SizeIs(1));
  EXPECT_EQ(read.keys[0].lea.text(), "19757130000000");
  EXPECT_EQ(read.keys[0].dashboard_year, 2024);
}

TEST_F(ReportParserTest, TellsBackWhichColumnsWereReadAndWhichWereNot) {
  const ReadFileResult read =
      Read(absl::StrCat("SchoolCode,SSID,StudentName,DaysExpectedA,DaysAbsentCEFG\n",
                        "0100001,9000000001,Doe,9,1\n"));
  EXPECT_EQ(read.outcome.report->report, "14.2");
  EXPECT_THAT(read.outcome.report_columns.read,
              ElementsAre("SchoolCode", "SSID", "DaysExpectedA", "DaysAbsentCEFG"));
  EXPECT_THAT(read.outcome.report_columns.ignored, ElementsAre("StudentName"));
  EXPECT_THAT(read.outcome.report_columns.missing,
              ElementsAre("localid", "grade", "daysattendedb"));
}

TEST_F(ReportParserTest, ATableBelowATitleIsFoundAndTheTitleSaysLeaAndYear) {
  request_.lea.reset();
  request_.dashboard_year = 0;
  const ReadFileResult read =
      Read(absl::StrCat(",14.2 - Student Absences - Student List\n", ",Academic Year: 2024-2025\n",
                        ",LEA: 1975713 - Alder Unified\n", ",Status: Certified\n",
                        ",School Code,SSID,Days Expected (A),Days Absent (C+E+F+G)\n",
                        ",100001,9000000001,180,20\n", ",Filters: none\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  EXPECT_EQ(read.outcome.accepted_row_count, 1) << "the line below the table is no row";
  EXPECT_THAT(read.outcome.issues, IsEmpty());
  ASSERT_THAT(read.keys, SizeIs(1));
  EXPECT_EQ(read.keys[0].dashboard_year, 2025);
  EXPECT_EQ(read.outcome.report_status, "Certified");
}

TEST_F(ReportParserTest, WithoutLeaOrYearNothingIsRead) {
  request_.lea.reset();
  const std::string file = absl::StrCat(kAbsences, Absence(1));
  const ReadFileResult no_lea = Read(file);
  EXPECT_EQ(no_lea.outcome.rejection, Rejection::kUnknownLea);
  EXPECT_THAT(no_lea.outcome.message, HasSubstr("--lea"));
  request_.lea = CdsCode::Parse("19757130000000");
  request_.dashboard_year = 0;
  EXPECT_EQ(Read(file).outcome.rejection, Rejection::kUnknownYear);
}

TEST_F(ReportParserTest, ATitleThatContradictsTheSenderIsNotBelieved) {
  const std::string table = absl::StrCat(kAbsences, Absence(1));
  EXPECT_EQ(Read(absl::StrCat("LEA: 1964733 - Another\n", table)).outcome.rejection,
            Rejection::kUnknownLea);
  EXPECT_EQ(Read(absl::StrCat("Academic Year: 2022-2023\n", table)).outcome.rejection,
            Rejection::kUnknownYear);
}

TEST_F(ReportParserTest, AColumnOfTheYearMustAgree) {
  const char* const header = "AcademicYear,SchoolCode,SSID,DaysExpectedA,DaysAbsentCEFG\n";
  request_.dashboard_year = 0;
  const ReadFileResult read = Read(absl::StrCat(header, "2023-2024,0100001,9000000001,180,20\n"));
  ASSERT_THAT(read.keys, SizeIs(1));
  EXPECT_EQ(read.keys[0].dashboard_year, 2024);
  request_.dashboard_year = 2023;
  const ReadFileResult other = Read(absl::StrCat(header, "2023-2024,0100001,9000000001,180,20\n"));
  ASSERT_THAT(other.outcome.issues, SizeIs(1));
  EXPECT_EQ(other.outcome.issues[0].kind, IssueKind::kWrongYear);
}

TEST_F(ReportParserTest, GroupsAreReadByTheirWordsAndTheCombinedColumnIsNot) {
  const ReadFileResult read = Read(absl::StrCat(
      "SchoolCode,SSID,Grade,EthnicityRace,Homeless,StudentswithDisabilities,"
      "EnglishLearner_ReclassifiedFluentEnglishProficient,SocioEconomicallyDisadvantaged,"
      "ELAStatus,ELAStatusStartDate,EnrollmentStatus\n",
      "0100001,9000000001,KN,Nat Hwiin/Othr Pac Islndr,Y,N,Y,Yes,RFEP,9/1/2020,10 - Primary\n",
      "0100001,9000000002,12,Missing,,Y,N,,EL,,30\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  EXPECT_THAT(read.outcome.issues, IsEmpty());
  const auto& rows = read.numbers.at(Collection::kProfileReport);
  EXPECT_THAT(rows.at(RecordField::kRaceGroup), ElementsAre(300, 0));
  EXPECT_THAT(rows.at(RecordField::kHomeless), ElementsAre(1, 0));
  EXPECT_THAT(rows.at(RecordField::kDisabled), ElementsAre(0, 1));
  EXPECT_THAT(rows.at(RecordField::kDisadvantaged), ElementsAre(1, 0));
  EXPECT_THAT(rows.at(RecordField::kEnrollmentStatus), ElementsAre(10, 30));
  EXPECT_FALSE(rows.contains(RecordField::kEnglishLearner));
  EXPECT_THAT(read.outcome.report_columns.ignored,
              ElementsAre("EnglishLearner_ReclassifiedFluentEnglishProficient"));
}

TEST_F(ReportParserTest, ResultsOfIncidentsAreReadAsCodesAndAsWords) {
  const ReadFileResult read = Read(absl::StrCat(
      kIncidents, "0100003,9000000004,I-17,100 - Out-of-School Suspension,0.5\n",
      "0100003,9000000004,I-31,In-School Suspension,0.5\n", "0100003,9000000005,I-31,300,\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  const auto& rows = read.numbers.at(Collection::kIncidentReport);
  EXPECT_THAT(rows.at(kDuration), ElementsAre(50, 50, -1)) << "other results need none";
}

TEST_F(ReportParserTest, AnUnknownResultOfAnIncidentIsNotGuessed) {
  const ReadFileResult read = Read(absl::StrCat(kIncidents, "0100003,9000000004,I-17,Detention,1\n",
                                                "0100003,9000000005,I-18,110,1\n"));
  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kUnknownCode);
}

TEST_F(ReportParserTest, ASuspensionWithoutItsDaysIsNotOneOfNoDays) {
  const ReadFileResult read = Read(
      absl::StrCat(kIncidents, "0100003,9000000004,I-17,100,\n", "0100003,9000000005,I-18,300,\n"));
  EXPECT_EQ(read.outcome.accepted_row_count, 1) << "other results have no days";
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kMissingValue);
}

TEST_F(ReportParserTest, ANameThatSaysAnotherReportIsNotBelieved) {
  request_.display_name = "14.1_StudentAbsences.csv";
  const ReadFileResult read = Read(absl::StrCat(kAbsences, Absence(1)));
  EXPECT_EQ(read.outcome.rejection, Rejection::kAmbiguousLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("the name says report 14.1"));
}

TEST_F(ReportParserTest, ARowWhoseIdentifierCannotBeReadIsNoFooter) {
  request_.display_name = "5.7.csv";
  const ReadFileResult read =
      Read("SSID,FosterYouthStartDate\n9000000001,8/15/2023\n9.0E+09,8/15/2023\nTotal: 2,\n");
  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  EXPECT_THAT(read.outcome.issues, SizeIs(2)) << "a total has a digit where a student would be";
}

TEST_F(ReportParserTest, ScoresWithoutThoseOfTheYearBeforeAreNotEnough) {
  request_.display_name = "scores.csv";
  const ReadFileResult read = Read(
      "RecordType^SSID^GradeAssessed^CALPADSSchoolCode^OverallScaleScore^OverallPL\n"
      "21^9000000001^03^19757130100001^1490^3\n");
  EXPECT_EQ(read.outcome.rejection, Rejection::kUnknownLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("overallscalescoreminus1"))
      << "without the scores of the year before nobody can be judged";
}

TEST_F(ReportParserTest, AReportWithoutTheColumnThatMattersIsRefusedByName) {
  const ReadFileResult read =
      Read("SchoolCode,SSID,IncidentID,DurationDays\n0100003,9000000004,I-17,1\n");
  EXPECT_EQ(read.outcome.rejection, Rejection::kUnknownLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("CALPADS report 7.12"));
  EXPECT_THAT(read.outcome.message, HasSubstr("incidentresult"));
}

TEST_F(ReportParserTest, RowsOfSelectedStudentsAreNoReport) {
  std::string one_grade = kAbsences;
  std::string two_grades = kAbsences;
  for (int n = 0; n < 20; ++n) {
    one_grade += Absence(n);
    two_grades += Absence(n, n == 0 ? "04" : "03");
  }
  const ReadFileResult read = Read(one_grade);
  EXPECT_EQ(read.outcome.rejection, Rejection::kSelectedStudents);
  EXPECT_THAT(read.outcome.message, HasSubstr("every student is in grade 3"));
  EXPECT_EQ(Read(two_grades).outcome.rejection, Rejection::kNone);
  request_.all_students = true;
  EXPECT_EQ(Read(one_grade).outcome.rejection, Rejection::kNone) << "the sender says so";
}

TEST_F(ReportParserTest, NineteenStudentsMayWellBeOfOneGrade) {
  std::string file = kAbsences;
  for (int n = 0; n < 19; ++n) file += Absence(n);
  EXPECT_EQ(Read(file).outcome.rejection, Rejection::kNone);
}

TEST_F(ReportParserTest, AnExportOfOneGroupIsOfSelectedStudents) {
  std::string file = kProfiles;
  for (int n = 0; n < 20; ++n) {
    absl::StrAppendFormat(&file, "0100001,%d,%02d,White,N,N,%s,EL,9/1/2020\n", 9000000000 + n,
                          n % 12 + 1, "Y");
  }
  EXPECT_EQ(Read(file).outcome.rejection, Rejection::kSelectedStudents);
}

TEST_F(ReportParserTest, AStudentTwiceAtASchoolIsOneTooMany) {
  const ReadFileResult read = Read(absl::StrCat(kAbsences, Absence(1), Absence(1)));
  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kDuplicateRow);
}

TEST_F(ReportParserTest, NoIssueSaysWhatACellHolds) {
  const ReadFileResult read = Read(
      absl::StrCat(kAbsences, "0100001,Alder,9000000001,L1,\"Doe, Ana\",03,180,160,9000000002,11\n",
                   Absence(3)));
  ASSERT_THAT(read.outcome.issues, Not(IsEmpty()));
  for (const Issue& issue : read.outcome.issues) {
    EXPECT_THAT(issue.description, Not(HasSubstr("900000")));
    EXPECT_EQ(issue.value, "");
  }
}

constexpr char kScores[] =
    "RecordType^UIN^SSID^StudentLastName^GradeAssessed^CALPADSSchoolCode^SPEDAcctDist^ELEntryDate^"
    "ELASforTesting^Attemptedness^OverallScaleScore^OverallPL^GradeAssessedMinus1^"
    "OverallScaleScoreMinus1^EndofRecord\n";

TEST_F(ReportParserTest, ScoresOfTheElpacAreReadByNameWithThoseOfTheYearBefore) {
  request_.lea.reset();
  request_.dashboard_year = 0;
  request_.display_name =
      "19757130000000_Summative_ELPAC_Student_Score_Data_File_TestedStudentScoreData_2024.csv";
  const ReadFileResult read = Read(
      absl::StrCat(kScores,
                   "21^1^9000000001^Doe^03^19757130100001^^2017-09-01^EL^Y^1490^3^02^1440^ZZ\n"
                   "23^2^9000000012^Quo^04^19757130100002^19647330000000^^EL^Y^563^3^03^551^ZZ\n"
                   "21^3^9000000004^Poe^07^19757130100001^^^EL^N^NS^NS^06^1530^ZZ\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  EXPECT_THAT(read.outcome.issues, IsEmpty());
  const auto& rows = read.numbers.at(Collection::kLanguageTest);
  EXPECT_THAT(rows.at(kScore), ElementsAre(1490, 563, 0)) << "scores";
  EXPECT_THAT(rows.at(kPriorScore), ElementsAre(1440, 551, 1530)) << "of the year before";
  EXPECT_THAT(rows.at(kAttempted), ElementsAre(3, 3, 1)) << "attempted";
  EXPECT_THAT(rows.at(kAccountableLea), ElementsAre(0, 19647330000000, 0)) << "accountable";
  ASSERT_THAT(read.keys, SizeIs(1));
  EXPECT_EQ(read.keys[0].dashboard_year, 2024);
  EXPECT_THAT(read.outcome.report_columns.ignored, Contains("StudentLastName"));
}

TEST_F(ReportParserTest, ScoresOfTheInitialElpacAreNotThoseOfTheSummative) {
  const ReadFileResult read =
      Read(absl::StrCat(kScores, "22^1^9000000001^Doe^03^19757130100001^^^EL^Y^1490^3^^^ZZ\n"));
  EXPECT_EQ(read.outcome.rejection, Rejection::kNoRows);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kUnknownCode);
}

TEST_F(ReportParserTest, NothingIsGuessedWhereNoLayoutsAreKnown) {
  request_.record_layouts = nullptr;
  const ReadFileResult read = Read(absl::StrCat(kAbsences, Absence(1)));
  EXPECT_EQ(read.outcome.rejection, Rejection::kUnknownLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("CALPADS report 14.2"));
}

}  // namespace
}  // namespace sos::ingestion
