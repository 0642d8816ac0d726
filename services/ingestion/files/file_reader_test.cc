// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/file_reader.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/text/printable.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/convert/partition_builder.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kGraduationHeader[] =
    "cds\trtype\tschoolname\tdistrictname\tcountyname\tstudentgroup\tcurrnumer\tcurrdenom\tcurrstat"
    "us\t"
    "fiveyrnumer\treportingyear\n";

std::string GraduationRow(const std::string& cds, const std::string& group,
                          const std::string& counts) {
  return absl::StrCat(cds, "\tD\t\tValley Unified\tAlameda\t", group, "\t", counts, "\t0\t2022\n");
}

struct Read {
  ReadOutcome outcome;
  PartitionBuilder rows;
};

Read ReadText(const std::string& text, ReadRequest request = {}) {
  Read read;
  request.bytes = text;
  if (request.display_name.empty()) request.display_name = "file.txt";
  request.max_quarantined_row_count = 10;
  read.outcome = ReadFile(request, read.rows);
  return read;
}

std::vector<std::string> Collections(const Read& read) {
  std::vector<std::string> names;
  for (const auto& [key, partition] : read.rows.partitions()) {
    names.push_back(absl::StrCat(kCollections.Code(key.collection), " ", key.dashboard_year));
  }
  return names;
}

Issue OnlyIssue(const Read& read) {
  EXPECT_THAT(read.outcome.issues, SizeIs(1));
  return read.outcome.issues.empty() ? Issue() : read.outcome.issues.front();
}

TEST(FileReaderTest, RecognizesAFileByItsHeaderWhateverCaseAndOrder) {
  const Read read = ReadText(
      "ReportingYear\tCURRDENOM\tcurrnumer\tCurrStatus\tType\tStudentGroup\trtype\tCDS\n"
      "2018\t100\t5\t5\tES\tALL\tD\t01611190000000\n",
      {.display_name = "grad.txt"});

  EXPECT_EQ(read.outcome.rejection, Rejection::kNone);
  EXPECT_THAT(Collections(read), ElementsAre("suspension 2018"));
}

TEST(FileReaderTest, FindsTheHeaderBelowTitleLines) {
  const Read read = ReadText(absl::StrCat("Title\nDecember 2022\n\n", kGraduationHeader,
                                          GraduationRow("01611190000000", "ALL", "50\t60\t83.3")));

  EXPECT_EQ(read.outcome.accepted_row_count, 1);
}

TEST(FileReaderTest, AsksTheNameOnlyWhereTwoHeadersAreTheSame) {
  constexpr char kAcademic[] =
      "cds\trtype\tstudentgroup\tcurrdenom\tcurrstatus\tstatuslevel\treportingyear\n"
      "01611190000000\tD\tALL\t100\t-3.5\t2\t2018\n";

  EXPECT_THAT(Collections(ReadText(kAcademic, {.display_name = "mathdownload2018.txt"})),
              ElementsAre("mathematics 2018"));
  EXPECT_THAT(Collections(ReadText(kAcademic, {.display_name = "eladownload2018.txt"})),
              ElementsAre("english-language-arts 2018"));
  const Read unnamed = ReadText(kAcademic, {.display_name = "data.txt"});
  EXPECT_EQ(unnamed.outcome.rejection, Rejection::kAmbiguousLayout);
  EXPECT_THAT(unnamed.outcome.message, HasSubstr("english-language-arts or mathematics"));
  EXPECT_THAT(Collections(ReadText(
                  kAcademic, {.display_name = "data.txt", .collection = Collection::kMathematics})),
              ElementsAre("mathematics 2018"));
}

TEST(FileReaderTest, RejectsAnUnknownLayoutNamingTheClosestOne) {
  const Read read = ReadText("cds\trtype\tstudentgroup\tcurrnumer\tsomething\n1\t2\t3\t4\t5\n");

  EXPECT_EQ(read.outcome.rejection, Rejection::kUnknownLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("lacks currdenom"));
}

TEST(FileReaderTest, AsksForTheYearWhereNeitherFileNorNameTellsIt) {
  constexpr char kLocal[] =
      "CDS\tLEAname\tCountyname\tLocalIndicator\tPerformance\n"
      "01611190000000\tAlameda Unified\tAlameda\tBasic-Priority Area 1\tNot Met\n";

  EXPECT_EQ(ReadText(kLocal).outcome.rejection, Rejection::kUnknownYear);
  EXPECT_THAT(Collections(ReadText(kLocal, {.display_name = "LocalIndPerf2017.txt"})),
              ElementsAre("local-priority-1 2017"));
  EXPECT_THAT(Collections(ReadText(kLocal, {.dashboard_year = 2018})),
              ElementsAre("local-priority-1 2018"));
}

constexpr char kNamesHeader[] = "CDS\tLEAname\tCountyname\tLocalIndicator\tPerformance\n";
std::string NamesRow(absl::string_view lea) {
  return absl::StrCat("01611190000000\t", lea, "\tAlameda\tBasic-Priority Area 1\tNot Met\n");
}

TEST(FileReaderTest, QuarantinesNamesWithCharactersThatCannotBeSeen) {
  for (const char* const name : {"Unified \x1b]0;owned\x07", "\x1b[2J", "\u009b31mUnified",
                                 "Alam\xe2\x80\xae"
                                 "eda",
                                 "Ala\u200bmeda", "Ala\u00admeda", "\x7f"}) {
    const Read read =
        ReadText(absl::StrCat(kNamesHeader, NamesRow(name)), {.dashboard_year = 2018});

    EXPECT_EQ(read.outcome.quarantined_row_count, 1) << name;
    const Issue issue = OnlyIssue(read);
    EXPECT_EQ(issue.kind, IssueKind::kMalformedValue);
    EXPECT_EQ(issue.column, "LEAname");
    EXPECT_THAT(issue.description, HasSubstr("characters that no name has"));
    EXPECT_TRUE(IsPrintable(ToProto(issue).value())) << "kept as escapes";
  }
}

TEST(FileReaderTest, TakesEveryNameThatCanBeRead) {
  for (const char* const name : {"Ca\u00f1ada \u2013 K\u20118", "=Alameda", "+Alameda", "@Alameda",
                                 "-St. Mary's", "Mt.\u00a0Diablo", "\u5927\u962a", "O'Neill"}) {
    const Read read =
        ReadText(absl::StrCat(kNamesHeader, NamesRow(name)), {.dashboard_year = 2018});

    EXPECT_EQ(read.outcome.accepted_row_count, 1) << name;
  }
}

TEST(FileReaderTest, CutsTheValueOfAnIssueBetweenTwoCharacters) {
  std::string name = "\x1b";
  while (name.size() < kMaxIssueValueBytes) name += "\u5927";
  const Read read = ReadText(absl::StrCat(kNamesHeader, NamesRow(name)), {.dashboard_year = 2018});

  EXPECT_EQ(OnlyIssue(read).value, name.substr(0, kMaxIssueValueBytes)) << "ends with a character";
  const Read longer =
      ReadText(absl::StrCat(kNamesHeader, NamesRow("a" + name)), {.dashboard_year = 2018});
  EXPECT_EQ(OnlyIssue(longer).value, ("a" + name).substr(0, kMaxIssueValueBytes - 2));
}

struct BadRow {
  std::string name;
  std::string row;
  IssueKind kind;
  std::string column;
  std::string value;
};
void PrintTo(const BadRow& c, std::ostream* os) { *os << c.name; }

class QuarantineTest : public ::testing::TestWithParam<BadRow> {};

TEST_P(QuarantineTest, NamesLineColumnValueAndReason) {
  const Read read = ReadText(absl::StrCat(
      kGraduationHeader, GraduationRow("01611190000000", "ALL", "50\t60\t83.3"), GetParam().row));

  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << "a quarantined row stops no commit";
  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  EXPECT_EQ(read.outcome.quarantined_row_count, 1);
  const Issue issue = OnlyIssue(read);
  EXPECT_EQ(issue.kind, GetParam().kind);
  EXPECT_EQ(issue.line, 3);
  EXPECT_EQ(issue.column, GetParam().column);
  EXPECT_EQ(issue.value, GetParam().value);
  EXPECT_FALSE(issue.description.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Rows, QuarantineTest,
    ::testing::Values(
        BadRow{"CodeOfThirteenLetters", GraduationRow("0161119000000x", "AA", "50\t60\t83.3"),
               IssueKind::kMalformedValue, "cds", "0161119000000x"},
        BadRow{"SchoolCodeOnADistrictRow", GraduationRow("01611190000001", "AA", "50\t60\t83.3"),
               IssueKind::kWrongEntity, "rtype", "D"},
        BadRow{"UnknownGroup", GraduationRow("01611190000000", "XX", "50\t60\t83.3"),
               IssueKind::kUnknownCode, "studentgroup", "XX"},
        BadRow{"NegativeCount", GraduationRow("01611190000000", "AA", "-1\t60\t83.3"),
               IssueKind::kOutOfRange, "currnumer", "-1"},
        BadRow{"FractionOfAStudent", GraduationRow("01611190000000", "AA", "50\t60.5\t83.3"),
               IssueKind::kMalformedValue, "currdenom", "60.5"},
        BadRow{"NumeratorAboveDenominator", GraduationRow("01611190000000", "AA", "61\t60\t100"),
               IssueKind::kContradiction, "currnumer", "61"},
        BadRow{"RateAgainstItsCounts", GraduationRow("01611190000000", "AA", "50\t60\t93.3"),
               IssueKind::kContradiction, "currstatus", "93.3"},
        BadRow{"Duplicate", GraduationRow("01611190000000", "ALL", "50\t60\t83.3"),
               IssueKind::kDuplicateRow, "cds", "01611190000000"},
        BadRow{"LineCutShort", "01611190000000\tD\t\n", IssueKind::kMissingValue, "", ""},
        BadRow{"TextThatEndsWithinARow",
               "01611190000000\tD\t\tValley Unified\tAlameda\tAA\t50\t60\t83.3\t0\t202",
               IssueKind::kMalformedValue, "reportingyear", "202"}),
    [](const auto& info) { return info.param.name; });

TEST(FileReaderTest, KeepsAContradictoryRateForReconciliation) {
  const std::string text =
      absl::StrCat(kGraduationHeader, GraduationRow("01611190000000", "AA", "50\t60\t93.3"));

  EXPECT_THAT(ReadText(text, {.contradictions_accepted = true}).outcome.issues, IsEmpty());
}

TEST(FileReaderTest, RejectsAFileWithTooManyWrongRows) {
  std::string text = kGraduationHeader;
  for (int i = 0; i < 11; ++i) text += GraduationRow("bad", "ALL", "1\t2\t50");

  const Read read = ReadText(text);

  EXPECT_EQ(read.outcome.rejection, Rejection::kTooManyQuarantinedRows);
  EXPECT_THAT(read.outcome.issues, SizeIs(11));
}

TEST(FileReaderTest, SkipsNotesAndTotalsBelowTheRows) {
  const Read read = ReadText(
      "cds,schoolname,districtname,countyname,TitleI1819,AssistanceStatus2019,ReportingYear\n"
      "01611190130229,A School,B Unified,Alameda,Yes,ATSI,2019\n"
      "California Department of Education,,,,,,\n"
      "TOTAL:,,,,,5,\n");

  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  EXPECT_THAT(read.outcome.issues, IsEmpty());
}

TEST(FileReaderTest, ReadsAnEssaFileOfAYearThatNobodyHasSeenYet) {
  const Read read = ReadText(
      "cds,schoolname,districtname,countyname,TitleI2526,AssistanceStatus2026,ReportingYear\n"
      "01611190130229,A School,B Unified,Alameda,Yes,ATSI,2026\n");

  EXPECT_EQ(read.outcome.rejection, Rejection::kNone) << read.outcome.message;
  ASSERT_EQ(read.rows.partitions().size(), 1);
  const auto& record = read.rows.partitions().begin()->second.school_support().records(0);
  ASSERT_EQ(record.title_i_size(), 1);
  EXPECT_EQ(record.title_i(0).school_year(), 2026);
}

TEST(FileReaderTest, SortsRowsIntoPartitionsByLeaWithChartersUnderTheirDistrict) {
  const Read read = ReadText(
      "cds\trtype\tstudentgroup\tcurrnumer\tcurrdenom\tcurrstatus\tcharter_"
      "flag\tfiveyrnumer\treportingyear\n"
      "01611190130229\tS\tALL\t50\t60\t83.3\tY\t0\t2022\n"
      "00000000000000\tX\tALL\t50\t60\t83.3\t\t0\t2022\n"
      "01611190000000\tD\tALL\t50\t60\t83.3\t\t0\t2022\n");

  ASSERT_EQ(read.rows.partitions().size(), 2);
  auto partition = read.rows.partitions().begin();
  EXPECT_EQ(partition->second.name(), "partitions/graduation-2022-00000000000000");
  ++partition;
  EXPECT_EQ(partition->second.name(), "partitions/graduation-2022-01611190000000");
  EXPECT_EQ(partition->second.measures().entities_size(), 2);
}

TEST(FileReaderTest, ReadsAnAssistanceFileOfAnyEra) {
  const Read read = ReadText(
      "cdcode,CDS,LEAname,Cityname,Countyname,gsoffered,ReportYear,AApriorities,LTELpriorities,"
      "SWDpriorities,"
      "WHpriorities,TotalStudentGroups,AssistanceStatus2023,AssistanceStatus2024,MetMethod1,"
      "MetMethod4,EC52072_2024\n"
      "0161119,01611190000000,Alameda Unified,Alameda,Alameda,K-12,2024,*,A,K,*,2,General "
      "Assistance,"
      "\"Differentiated Assistance, Year 1\",Y,N,N\n");

  ASSERT_EQ(read.outcome.accepted_row_count, 1) << read.outcome.message;
  const auto& record = read.rows.partitions().begin()->second.assistance().records(0);
  EXPECT_EQ(record.group_letters_size(), 2);
  EXPECT_EQ(record.listed_groups_size(), 4);
  EXPECT_EQ(record.statuses(1).status(), "Differentiated Assistance, Year 1");
  EXPECT_EQ(record.methods_size(), 2);
  EXPECT_EQ(record.ec52072(), v1::ANSWER_NO);
}

constexpr char kLocalText[] =
    "CDS\tLEAname\tCountyname\tLocalIndicator\tPerformance\n"
    "01611190000000\tAlameda Unified\tAlameda\tBasic-Priority Area 1\tMet\n";

TEST(FileReaderTest, NoDateInANameIsTheYear) {
  for (const char* name :
       {"2024 board meeting LocalIndPerf2018.txt", "20251106_LocalIndPerf2018.txt",
        "LocalIndPerf2018 (1).txt", "LocalIndPerf2018 (downloaded 2024-01-15).txt"}) {
    EXPECT_THAT(Collections(ReadText(kLocalText, {.display_name = name})),
                ElementsAre("local-priority-1 2018"))
        << name;
  }
  const Read stamped = ReadText(kLocalText, {.display_name = "20251106_ratings.txt"});
  EXPECT_EQ(stamped.outcome.rejection, Rejection::kUnknownYear);
  const Read two = ReadText(kLocalText, {.display_name = "ratings 2017 and 2018.txt"});
  EXPECT_EQ(two.outcome.rejection, Rejection::kUnknownYear);
  EXPECT_THAT(two.outcome.message, HasSubstr("may mean 2017 or 2018; say --year"));
}

TEST(FileReaderTest, NamesAKnownFileThatIsNotReadAndTheWayOut) {
  const Read read = ReadText(
      "14.2 - Student Absences\n\n"
      "School Code,School Name,SSID,Days Expected (A),Days Absent (C+E+F+G)\n"
      "0100001,Alder Creek Elementary,9000000001,180,20\n");

  EXPECT_EQ(read.outcome.rejection, Rejection::kUnknownLayout);
  EXPECT_THAT(read.outcome.message, HasSubstr("this is a CALPADS report 14.2"));
  EXPECT_THAT(read.outcome.message, HasSubstr("STAS"));
}

// Chronic absenteeism, suspension and graduation of 2018 without the columns that tell them apart.
constexpr char kCounts[] =
    "cds\trtype\tstudentgroup\tcurrnumer\tcurrdenom\tcurrstatus\treportingyear\n"
    "01611190000000\tD\tALL\t5\t100\t5\t2018\n";

TEST(FileReaderTest, CountsWithoutAnyMarkAreWhatTheNameSaysAndNothingElse) {
  EXPECT_THAT(Collections(ReadText(kCounts, {.display_name = "graddownload2018.txt"})),
              ElementsAre("graduation 2018"));
  EXPECT_THAT(Collections(ReadText(kCounts, {.display_name = "chronic 2018.txt"})),
              ElementsAre("chronic-absenteeism 2018"));
  EXPECT_EQ(ReadText(kCounts, {.display_name = "upgrade.txt"}).outcome.rejection,
            Rejection::kAmbiguousLayout);
}

constexpr char kListHeader[] =
    "cds,rtype,schoolname,districtname,countyname,charter_flag,studentgroup,ELA,Math,Chronic,ELPI,"
    "Grad,Susp,reportingyear\n";

TEST(FileReaderTest, AListOfSchoolsWithAColumnOfElpiStaysAListOfSchools) {
  const std::string school = "01611190130229,S,A School,B Unified,Alameda,,EL,Y,,,Y,,,2024\n";
  const std::string charter = "01611190130230,S,C School,B Unified,Alameda,Y,EL,Y,,,,,,2024\n";
  const std::string lea = "01611190000000,D,,B Unified,Alameda,,EL,Y,,,,,,2024\n";

  EXPECT_THAT(Collections(ReadText(absl::StrCat(kListHeader, charter, school))),
              ElementsAre("lowest-performance-school-groups 2024"));
  EXPECT_THAT(Collections(ReadText(absl::StrCat(kListHeader, charter, lea))),
              ElementsAre("lowest-performance-lea-groups 2024"));
  const Read charters = ReadText(absl::StrCat(kListHeader, charter));
  EXPECT_EQ(charters.outcome.rejection, Rejection::kAmbiguousLayout);
  EXPECT_THAT(charters.outcome.message, HasSubstr("--collection"));
  EXPECT_THAT(Collections(ReadText(absl::StrCat(kListHeader, charter),
                                   {.display_name = "lowperfleasnonall24data.csv"})),
              ElementsAre("lowest-performance-lea-groups 2024"));
}

TEST(FileReaderTest, ATableOfSeveralIndicatorsMayHaveSeveralYears) {
  const Read read = ReadText(
      "cds,r_type,student_group,indicator,curr_denom,curr_status,academic_year\n"
      "01611190000000,D,ALL,ELA,100,-3.5,2022-23\n"
      "01611190000000,D,ALL,suspension,100,5.0,2022-23\n"
      "01611190000000,D,ALL,suspension,100,4.0,2023-24\n");

  EXPECT_THAT(read.outcome.issues, IsEmpty());
  EXPECT_THAT(Collections(read),
              ElementsAre("suspension 2023", "suspension 2024", "english-language-arts 2023"));
}

TEST(FileReaderTest, ATableThatIsJoinedMaySpellAColumnInSeveralWaysEachForItsOwnRows) {
  constexpr char kTwice[] =
      "cds,rtype,studentgroup,indicator,currdenom,currstatus,changeLevel,changelevel,ReportingYear,"
      "reportingyear\n";
  const Read read = ReadText(absl::StrCat(kTwice,
                                          "01611190000000,D,ALL,ELA,100,-3.5,4,NA,2023,NA\n"
                                          "01611190000000,D,ALL,MATH,100,-3.5,NA,5,NA,2023\n"
                                          "01611190000000,D,ALL,CCI,100,5.0,NA,NA,2023,2022\n"));

  EXPECT_THAT(Collections(read), ElementsAre("english-language-arts 2023", "mathematics 2023"));
  EXPECT_EQ(OnlyIssue(read).kind, IssueKind::kContradiction);
  EXPECT_EQ(OnlyIssue(read).column, "ReportingYear");
  const Read alike = ReadText("cds,indicator,currdenom,currstatus,year,year\n");
  EXPECT_EQ(alike.outcome.rejection, Rejection::kDuplicateColumn);
}

TEST(FileReaderTest, ARowThatASpreadsheetShortenedLacksNothingButBlanks) {
  constexpr char kLong[] =
      "cds,rtype,studentgroup,currnumer,currdenom,currstatus,fiveyrnumer,reportingyear,note,"
      "other\n";
  const Read read = ReadText(absl::StrCat(kLong,
                                          "01611190000000,D,ALL,50,60,83.3,0,2022\n"
                                          "01611190000000,D,EL,50,60,83.3,0,2022,x\n"
                                          "01611190000000,D,SWD,50,60,83.3,0\n"));

  EXPECT_EQ(read.outcome.accepted_row_count, 2);
  EXPECT_EQ(read.outcome.quarantined_row_count, 1) << "it lacks its year";
  EXPECT_THAT(OnlyIssue(read).description, HasSubstr("cut short"));
  const Read cut = ReadText(absl::StrCat(kLong, "01611190000000,D,ALL,50,60,83.3,0,2022"));
  EXPECT_THAT(OnlyIssue(cut).description, HasSubstr("cut short")) << "the text ends within the row";
}

TEST(FileReaderTest, ACommaBeginsTheDecimalsBetweenSemicolons) {
  const Read read = ReadText(
      "cds;rtype;studentgroup;currnumer;currdenom;currstatus;fiveyrnumer;reportingyear\n"
      "01611190000000;D;ALL;50;60;83,3;0;2022\n");

  EXPECT_THAT(read.outcome.issues, IsEmpty());
  ASSERT_EQ(read.rows.partitions().size(), 1);
  EXPECT_EQ(read.rows.partitions().begin()->second.measures().current_status_tenths(0), 833);
}

}  // namespace
}  // namespace sos::ingestion
