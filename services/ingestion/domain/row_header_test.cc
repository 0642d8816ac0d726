// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/row_header.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Read {
  RowHeader row;
  std::vector<Issue> issues;
};

// Reads one row, whose cells stand between bars; literals outlive what is read.
Read ReadRow(absl::string_view header, absl::string_view row, const FileContext& context = {}) {
  const std::vector<absl::string_view> names = absl::StrSplit(header, '|');
  const std::vector<absl::string_view> cells = absl::StrSplit(row, '|');
  const Header columns(names);
  Read read;
  RowCells row_cells(columns, cells, 2, "", read.issues);
  read.row = RowHeaderReader(columns, context).Read(row_cells, Collection::kGraduation);
  return read;
}

constexpr char kNames[] = "cds|schoolname|districtname|countyname|reportingyear";

// A row of an entity, without names.
Read ReadCode(const std::string& cds) { return ReadRow("cds|reportingyear", cds + "|2023"); }
Read ReadTyped(const std::string& cds, const std::string& type) {
  return ReadRow("cds|rtype|reportingyear", cds + "|" + type + "|2023");
}

TEST(RowHeaderTest, ReadsEntityNamesFlagsAndYear) {
  const Read read =
      ReadRow("cds|rtype|schoolname|districtname|countyname|charter_flag|coe_flag|reportingyear",
              "01611190130229|S|Valley High|Valley Unified|Alameda|Y|N|2023");

  EXPECT_THAT(read.issues, IsEmpty());
  EXPECT_EQ(read.row.collection, Collection::kGraduation);
  EXPECT_EQ(read.row.line, 2);
  EXPECT_EQ(read.row.cds.text(), "01611190130229");
  EXPECT_EQ(read.row.school_name, "Valley High");
  EXPECT_EQ(read.row.district_name, "Valley Unified");
  EXPECT_EQ(read.row.county_name, "Alameda");
  EXPECT_TRUE(read.row.charter);
  EXPECT_FALSE(read.row.county_office);
  EXPECT_EQ(read.row.dashboard_year, 2023);
}

TEST(RowHeaderTest, ACountyOfficeIsKnownByItsCode) {
  EXPECT_TRUE(ReadCode("01100170000000").row.county_office);
  EXPECT_TRUE(ReadCode("01100170130401").row.county_office) << "a school of the office";
  EXPECT_FALSE(ReadCode("01611190000000").row.county_office);
}

TEST(RowHeaderTest, GivesBackTheZeroThatASpreadsheetTook) {
  EXPECT_EQ(ReadCode("1611190000000").row.cds.text(), "01611190000000");
  EXPECT_THAT(ReadCode("611190000000").issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
}

TEST(RowHeaderTest, ReadsACodeHoweverItIsWrapped) {
  for (const char* code : {"'01611190130229", "=\"01611190130229\"", "01611190130229.0",
                           "1611190130229.0", "01-61119-0130229", "1-61119-130229",
                           "01 61119 0130229", "0161119-0130229", "1,611,190,130,229"}) {
    const Read read = ReadCode(code);
    EXPECT_THAT(read.issues, IsEmpty()) << code;
    EXPECT_EQ(read.row.cds.text(), "01611190130229") << code;
  }
}

TEST(RowHeaderTest, ACodeThatLostItsLastDigitsIsRefusedWithTheCure) {
  for (const char* code : {"1.96473E+13", "1.9647E13"}) {
    const Read read = ReadCode(code);
    ASSERT_THAT(read.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds"))) << code;
    EXPECT_EQ(read.issues[0].value, code);
    EXPECT_THAT(read.issues[0].description, HasSubstr("format the column as text"));
  }
}

TEST(RowHeaderTest, WhereCodesAreCutThoseThatEndInZerosAreRefused) {
  const FileContext context{.codes = {.of_two_names = {}, .cut = true}};
  EXPECT_THAT(ReadRow("cds|reportingyear", "19647300000000|2023", context).issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
  EXPECT_THAT(ReadRow("cds|reportingyear", "19647330000000|2023", context).issues, IsEmpty());
  EXPECT_THAT(ReadRow("cds|reportingyear", "00000000000000|2023", context).issues, IsEmpty());
}

TEST(RowHeaderTest, EveryRowOfACodeThatStandsForTwoNamesIsRefused) {
  const FileContext context{.codes = {.of_two_names = {"01611190130229"}}};
  EXPECT_THAT(ReadRow(kNames, "01611190130229|Valley High|Valley|Alameda|2023", context).issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "schoolname")));
  EXPECT_THAT(ReadRow(kNames, "01611190130230|Hill High|Valley|Alameda|2023", context).issues,
              IsEmpty());
}

TEST(RowHeaderTest, AnLeaMayLackTheZerosBehindItsSevenDigits) {
  EXPECT_EQ(ReadCode("0161119").row.cds.text(), "01611190000000");
  EXPECT_EQ(ReadTyped("0161119", "D").row.cds.text(), "01611190000000");
  for (const Read& read : {ReadTyped("0161119", "S"), ReadCode("0199119"), ReadCode("016111")}) {
    EXPECT_THAT(read.issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
  }
}

TEST(RowHeaderTest, OneZeroIsTheStateIfTheRecordTypeSaysSo) {
  EXPECT_TRUE(ReadTyped("0", "X").row.cds.IsState());
  EXPECT_THAT(ReadTyped("0", "X").issues, IsEmpty());
  EXPECT_THAT(ReadTyped("0", "D").issues, ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
}

TEST(RowHeaderTest, ACodeWithTwoNamesIsAContradiction) {
  const std::vector<absl::string_view> names = absl::StrSplit(kNames, '|');
  const Header columns(names);
  const FileContext context;
  RowHeaderReader reader(columns, context);
  std::vector<Issue> issues;
  int64_t line = 1;
  for (const char* row : {"01611190130229|Valley High|Valley Unified|Alameda|2023",
                          "01611190130229|VALLEY  HIGH|Valley Unified|Alameda|2023",
                          "01611190130229|Hill High|Valley Unified|Alameda|2023",
                          "01611190130229|Hill High|Valley Unified|Alameda|2022",
                          "01611190000000||Valley Unified|Alameda|2023",
                          "01611190000000||Hill Unified|Alameda|2023"}) {
    const std::vector<absl::string_view> cells = absl::StrSplit(row, '|');
    RowCells row_cells(columns, cells, ++line, "", issues);
    reader.Read(row_cells, Collection::kGraduation);
  }

  ASSERT_THAT(issues, ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "schoolname"),
                                  IssueIs(IssueKind::kCodeContradictsName, "districtname")))
      << "case and blanks are no other name, and another year may have one";
  EXPECT_EQ(issues[0].line, 4);
  EXPECT_EQ(issues[1].line, 7);
}

TEST(RowHeaderTest, KnowsTheWordsThatStandForNoName) {
  const Read lea =
      ReadRow(kNames, "01611190000000|District Aggregate|Valley Unified|Alameda|2022-23");
  EXPECT_THAT(lea.issues, IsEmpty());
  EXPECT_EQ(lea.row.school_name, "");
  EXPECT_EQ(lea.row.dashboard_year, 2023);
  const Read state = ReadRow(kNames, "00000000000000|||CA State Aggregate|2023.0");
  EXPECT_THAT(state.issues, IsEmpty());
  EXPECT_EQ(state.row.county_name, "");
}

TEST(RowHeaderTest, AsksTheCountyWhichDigitOfThirteenIsMissing) {
  // 10 62166... is of Fresno without its last digit, or 01 06216... of Alameda without its first.
  EXPECT_THAT(ReadRow(kNames, "1062166000000|||Fresno|2023").issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
  const Read alameda = ReadRow(kNames, "1062166000000|||Alameda|2023");
  EXPECT_EQ(alameda.row.cds.county(), "01");
}

TEST(RowHeaderTest, EveryRowNeedsACodeOfACounty) {
  EXPECT_THAT(ReadCode("").issues, ElementsAre(IssueIs(IssueKind::kMissingValue, "cds")));
  EXPECT_THAT(ReadCode("0161119000000X").issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "cds")));
  EXPECT_THAT(ReadCode("58611190000000").issues, IsEmpty());
  EXPECT_THAT(ReadCode("59611190000000").issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "cds")));
  EXPECT_THAT(ReadCode("99600010000000").issues, IsEmpty()) << "the county of samples";
  EXPECT_THAT(ReadCode("00000000000000").issues, IsEmpty()) << "the state";
}

TEST(RowHeaderTest, PutsACodeTogetherFromThreeColumns) {
  constexpr char kParts[] = "county code|district code|school code|year";
  EXPECT_EQ(ReadRow(kParts, "01|61119|0130229|2023").row.cds.text(), "01611190130229");
  EXPECT_EQ(ReadRow(kParts, "1|61119|130229|2023").row.cds.text(), "01611190130229")
      << "with the zeros that a spreadsheet took";
  EXPECT_EQ(ReadRow(kParts, "1|0|0|2023").row.cds.text(), "01000000000000");
  EXPECT_THAT(ReadRow(kParts, "1|61119||2023").issues,
              ElementsAre(IssueIs(IssueKind::kMissingValue, "school code")));
  for (const char* row : {"1|6111|130229|2023", "1|61119|600122|2023", "27|66159|273022|2023",
                          "1|61119|01302|2023"}) {
    EXPECT_THAT(ReadRow(kParts, row).issues,
                ElementsAre(IssueIs(IssueKind::kMalformedValue, "county code")))
        << row << " lost other digits";
  }
}

TEST(RowHeaderTest, TheRecordTypeFitsTheCode) {
  EXPECT_THAT(ReadTyped("01611190130229", "S").issues, IsEmpty());
  EXPECT_THAT(ReadTyped("01611190000000", "D").issues, IsEmpty());
  EXPECT_THAT(ReadTyped("00000000000000", "X").issues, IsEmpty());
  for (const auto& [cds, type] :
       {std::pair{"01611190000000", "S"}, std::pair{"01611190130229", "D"},
        std::pair{"01000000000000", "D"}, std::pair{"01000000000000", "X"}}) {
    EXPECT_THAT(ReadTyped(cds, type).issues, ElementsAre(IssueIs(IssueKind::kWrongEntity, "rtype")))
        << cds << type;
  }
  EXPECT_THAT(ReadTyped("01611190000000", "Q").issues,
              ElementsAre(IssueIs(IssueKind::kUnknownCode, "rtype")));
}

TEST(RowHeaderTest, TheCountyIsCalledAsItsCodeSays) {
  EXPECT_THAT(ReadRow(kNames, "01611190000000|||ALAMEDA|2023").issues, IsEmpty());
  EXPECT_THAT(ReadRow(kNames, "01611190000000|||County 01|2023").issues, IsEmpty());
  EXPECT_THAT(ReadRow(kNames, "01611190000000|||Alpine|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "countyname")));
  EXPECT_THAT(ReadRow(kNames, "00000000000000|||Alameda|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "countyname")))
      << "the state is in no county";
}

TEST(RowHeaderTest, AMadeUpDistrictIsInNoOtherRealCounty) {
  EXPECT_THAT(ReadRow(kNames, "99600010000000|||Alpine|2023").issues, IsEmpty()) << "a sample";
  EXPECT_THAT(ReadRow(kNames, "01999990000000|||Nowhere|2023").issues, IsEmpty());
  EXPECT_THAT(ReadRow(kNames, "01999990000000|||Alpine|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "countyname")));
}

TEST(RowHeaderTest, FindsCellsThatHaveMovedToWhereNamesStand) {
  EXPECT_THAT(ReadRow(kNames, "01611190130229|12|Valley Unified|Alameda|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "schoolname")));
  EXPECT_THAT(ReadRow(kNames, "01611190130229|Valley High|S|Alameda|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "districtname")));
}

TEST(RowHeaderTest, ADistrictHasNoNameOfASchool) {
  EXPECT_THAT(ReadRow(kNames, "01611190000000|Valley High|Valley Unified|Alameda|2023").issues,
              ElementsAre(IssueIs(IssueKind::kCodeContradictsName, "schoolname")));
  for (const char* row : {"01611190000000|Valley Unified|Valley Unified|Alameda|2023",
                          "01611190000000|District Office|Valley Unified|Alameda|2023",
                          "01611190000000|No Data|Valley Unified|Alameda|2023"}) {
    EXPECT_THAT(ReadRow(kNames, row).issues, IsEmpty()) << row;
  }
  EXPECT_EQ(ReadRow(kNames, "01611190000000|no data|Valley Unified|Alameda|2023").row.school_name,
            "");
}

constexpr char kYear[] = "cds|reportingyear";

TEST(RowHeaderTest, ReadsTheYearsOfDashboards) {
  EXPECT_EQ(ReadRow(kYear, "01611190000000|2017f").row.dashboard_year, 2017);
  EXPECT_EQ(ReadRow(kYear, "01611190000000|2017").row.dashboard_year, 2017);
  EXPECT_THAT(ReadRow(kYear, "01611190000000|2016").issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "reportingyear")));
  EXPECT_THAT(ReadRow(kYear, "01611190000000|2017s").issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "reportingyear")));
}

TEST(RowHeaderTest, NoRowIsOfAYearThatIsNotYet) {
  const FileContext context{.last_dashboard_year = 2024};

  EXPECT_THAT(ReadRow(kYear, "01611190000000|2024", context).issues, IsEmpty());
  EXPECT_THAT(ReadRow(kYear, "01611190000000|2025", context).issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "reportingyear")));
}

TEST(RowHeaderTest, TheRowIsOfTheYearsOfItsFile) {
  const FileContext context{.years = {2022, 2023}};

  EXPECT_THAT(ReadRow(kYear, "01611190000000|2022", context).issues, IsEmpty());
  EXPECT_THAT(ReadRow(kYear, "01611190000000|2021", context).issues,
              ElementsAre(IssueIs(IssueKind::kWrongYear, "reportingyear")));
}

TEST(RowHeaderTest, ARowWithoutYearIsOfTheYearThatTheFileIsOf) {
  EXPECT_THAT(ReadRow(kYear, "01611190000000|").issues,
              ElementsAre(IssueIs(IssueKind::kMissingValue, "reportingyear")));
  EXPECT_EQ(ReadRow("cds", "01611190000000", {.dashboard_year = 2019}).row.dashboard_year, 2019);
  EXPECT_EQ(ReadRow(kYear, "01611190000000|", {.dashboard_year = 2019, .years = {2018}})
                .row.dashboard_year,
            2018)
      << "as the other rows say, not as the caller does";
}

}  // namespace
}  // namespace sos::ingestion
