// SPDX-License-Identifier: Apache-2.0

// Rows that cannot be, in every kind of file: each is put into quarantine, and says why.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/impossible_rows_samples.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Read {
  ReadOutcome outcome;
  PartitionBuilder rows;
};

constexpr int kLastYear = 2027;

Read ReadText(const Sample& sample, const std::string& text) {
  Read read;
  read.outcome = ReadFile({.bytes = text,
                           .display_name = sample.display_name,
                           .last_dashboard_year = kLastYear,
                           .max_quarantined_row_count = 10},
                          read.rows);
  return read;
}

std::string Without(const std::string& text, const std::string& what, const std::string& by) {
  EXPECT_THAT(text, HasSubstr(what));
  return absl::StrReplaceAll(text, {{what, by}});
}

// The row of another entity, so that no row repeats one.
std::string OtherRow(const Sample& sample) {
  return Without(sample.row, sample.cds,
                 sample.other_cds.empty() ? "27661420000000" : sample.other_cds);
}

// Reads a good row, and below it the sample's with `part` replaced.
Read ReadWith(const Sample& sample, const std::string& part, const std::string& by) {
  return ReadText(sample, absl::StrCat(sample.header, "\n", OtherRow(sample), "\n",
                                       Without(sample.row, part, by), "\n"));
}

// The kinds of the issues of line 3, the row that was changed.
std::vector<IssueKind> KindsOf(const Read& read) {
  std::vector<IssueKind> kinds;
  for (const Issue& issue : read.outcome.issues) {
    EXPECT_EQ(issue.line, 3);
    kinds.push_back(issue.kind);
  }
  return kinds;
}

class EverySample : public ::testing::TestWithParam<Sample> {};
INSTANTIATE_TEST_SUITE_P(Collections, EverySample, ::testing::ValuesIn(Samples()),
                         [](const auto& info) { return info.param.name; });

TEST_P(EverySample, IsAcceptedAsItIs) {
  const Read read = ReadWith(GetParam(), GetParam().cds, GetParam().cds);

  EXPECT_EQ(read.outcome.message, "");
  EXPECT_THAT(read.outcome.issues, IsEmpty());
  EXPECT_EQ(read.outcome.accepted_row_count, 2);
}

TEST_P(EverySample, NamesTheCountyThatDoesNotExist) {
  const Sample& sample = GetParam();
  for (const std::string county : {"00", "59", "77", "98"}) {
    const Read read = ReadWith(sample, sample.cds, absl::StrCat(county, sample.cds.substr(2)));

    EXPECT_THAT(KindsOf(read), ElementsAre(IssueKind::kOutOfRange)) << county;
    EXPECT_THAT(read.outcome.issues[0].description,
                HasSubstr(absl::StrCat("no county of California has the code ", county)));
  }
}

TEST_P(EverySample, DoesNotTakeACodeWithoutItsLastDigitForOneWithoutItsFirst) {
  const Sample& sample = GetParam();
  const std::string short_code = sample.cds.substr(0, sample.cds.size() - 1);
  // Three columns: a school that begins with its county, 27, may be cut; 011217 begins with a zero.
  const Read read = ReadWith(sample, sample.cds, short_code);

  EXPECT_THAT(KindsOf(read), ElementsAre(IssueKind::kMalformedValue));
}

TEST_P(EverySample, RefusesARowOfAnotherYearThanItsFile) {
  const Sample& sample = GetParam();
  if (sample.name == "Colors") return;  // Joined tables have several years, see below.
  const std::string tab = sample.year[0] == '\t' ? "\t" : "";

  EXPECT_THAT(KindsOf(ReadWith(sample, sample.year, absl::StrCat(tab, "2022"))),
              ElementsAre(IssueKind::kWrongYear));
}

TEST_P(EverySample, RefusesAYearThatIsNotYet) {
  const Sample& sample = GetParam();
  const std::string tab = sample.year[0] == '\t' ? "\t" : "";
  for (const char* year : {"2028", "2099", "1999", "2016"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.year, absl::StrCat(tab, year))),
                ElementsAre(IssueKind::kOutOfRange))
        << year;
  }
}

TEST_P(EverySample, RefusesAColumnThatIsNamedTwice) {
  const Sample& sample = GetParam();
  const std::string first = sample.header.substr(0, sample.header.find('\t'));

  const Read read = ReadText(sample, absl::StrCat(sample.header, "\t", first, "\n", sample.row,
                                                  "\t", sample.cds.substr(0, 2), "\n"));

  EXPECT_EQ(read.outcome.rejection, Rejection::kDuplicateColumn);
  EXPECT_THAT(read.outcome.message,
              HasSubstr(absl::StrCat("names the column ", first, " twice, as number 1 and ")));
  EXPECT_EQ(read.outcome.accepted_row_count, 0);
}

TEST_P(EverySample, FindsARowThatRepeatsAnother) {
  const Sample& sample = GetParam();

  const Read read =
      ReadText(sample, absl::StrCat(sample.header, "\n", sample.row, "\n", sample.row, "\n"));

  EXPECT_THAT(KindsOf(read), ElementsAre(IssueKind::kDuplicateRow));
}

TEST_P(EverySample, SeesThatTheCountyIsNotThatOfTheCode) {
  const Sample& sample = GetParam();
  for (const char* name : {"Fresno\t", "Monterey Peninsula Unified\t", "27102720000000\t", "12\t",
                           "Y\t", "https://www.cde.ca.gov\t"}) {
    const Read read = ReadWith(sample, absl::StrCat("\t", sample.county), absl::StrCat("\t", name));

    EXPECT_THAT(KindsOf(read), ElementsAre(IssueKind::kCodeContradictsName)) << name;
    EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("county 27 is called Monterey"));
  }
  for (const char* name : {"MONTEREY\t", "Monterey County\t", "County 27\t", "\t"}) {
    EXPECT_THAT(
        KindsOf(ReadWith(sample, absl::StrCat("\t", sample.county), absl::StrCat("\t", name))),
        IsEmpty())
        << name;
  }
}

TEST_P(EverySample, BoundsWhatItCounts) {
  const Sample& sample = GetParam();
  if (sample.count.empty()) return;  // Nobody is counted.
  const std::string tab = sample.count[0] == '\t' ? "\t" : "";
  for (const char* count : {"9223372036854775807", "40000000", "8000001", "-1"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.count, absl::StrCat(tab, count, tab))),
                ElementsAre(IssueKind::kOutOfRange))
        << count;
  }
  for (const char* count : {"12abc", "99999999999999999999", "1_000"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.count, absl::StrCat(tab, count, tab))),
                ElementsAre(IssueKind::kMalformedValue))
        << count;
  }
}

const Sample& Named(const std::string& name) {
  for (const Sample& sample : Samples()) {
    if (sample.name == name) return sample;
  }
  ADD_FAILURE() << name;
  return Samples().front();
}

TEST(ImpossibleRowsTest, TheStateIsOfNoCounty) {
  const Sample& sample = Named("Measures");
  const std::string state = Without(sample.row, "27102720000000\tD", "00000000000000\tX");

  EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, Without(state, "Monterey\t", "\t"))), IsEmpty());
  EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, state)),
              ElementsAre(IssueKind::kCodeContradictsName));
}

TEST(ImpossibleRowsTest, AMadeUpDistrictIsInACountyOfAnyName) {
  const Sample& sample = Named("Measures");
  for (const char* code : {"01990010000000", "99990010000000", "17100170000000"}) {
    const std::string row = Without(sample.row, sample.cds, code);
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, Without(row, "Monterey\t", "Made Up\t"))),
                IsEmpty())
        << code;
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, Without(row, "Monterey\t", "12\t"))),
                ElementsAre(IssueKind::kCodeContradictsName))
        << code;
  }
  EXPECT_THAT(KindsOf(ReadWith(sample, sample.cds, "01990010000000")),
              ElementsAre(IssueKind::kCodeContradictsName))
      << "Monterey is not the county 01";
}

TEST(ImpossibleRowsTest, TheLargestCountIsThatOfAllStudents) {
  const Sample& sample = Named("Measures");
  const std::string all = Without(sample.row, "\t5\t7001\t0.1", "\t8000\t8000000\t0.1");

  EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, all)), IsEmpty());
}

TEST(ImpossibleRowsTest, TheCountyNameTellsWhichDigitOfACodeIsLost) {
  Sample sample = Named("Measures");
  // 27 10272 of Monterey without its last digit is also 02 71027 without its first.
  const std::string cut = Without(sample.row, "27102720000000\tD", "2710272000000\tS");

  EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, cut)), ElementsAre(IssueKind::kMalformedValue));
  EXPECT_THAT(KindsOf(ReadWith(sample, sample.row, Without(cut, "Monterey\t", "Alpine\t"))),
              IsEmpty());
  // No district of county 11 is 00170: only 01 10017 can be meant.
  sample.row = Without(Without(sample.row, "27102720000000", "1100170000000"), "Monterey\t", "\t");
  EXPECT_THAT(ReadText(sample, absl::StrCat(sample.header, "\n", sample.row, "\n")).outcome.issues,
              IsEmpty());
}

TEST(ImpossibleRowsTest, DigitsInThreeColumnsAreNotFilledUpWhereTheyAreCut) {
  const Sample& sample = Named("EquityMultiplier");
  for (const char* code :
       {"27\t1027\t0112177", "27\t10272\t600217", "27\t10272\t273017", "27\t10272\t01121"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, sample.cds, code)),
                ElementsAre(IssueKind::kMalformedValue))
        << code;
  }
  EXPECT_THAT(KindsOf(ReadWith(sample, sample.cds, "27\t10272\t112177")), IsEmpty())
      << "a number without its zero";
  EXPECT_THAT(KindsOf(ReadWith(sample, sample.cds, "27\t\t0112177")),
              ElementsAre(IssueKind::kMissingValue));
}

TEST(ImpossibleRowsTest, MostOfTheFirstRowsSayTheYearAndNotTheFirst) {
  const Sample& sample = Named("Measures");
  std::string text = absl::StrCat(sample.header, "\n");
  for (const char* year : {"2019", "2018", "2018", "2019", "2018"}) {
    const std::string cds = absl::StrCat("27", 66000 + text.size(), "0000000");
    absl::StrAppend(&text, Without(Without(sample.row, "2018", year), sample.cds, cds), "\n");
  }

  const Read read = ReadText(sample, text);

  ASSERT_THAT(read.outcome.issues, SizeIs(2));
  EXPECT_EQ(read.outcome.issues[0].line, 2);
  EXPECT_EQ(read.outcome.issues[1].line, 5);
  EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("the file is of 2018"));
}

TEST(ImpossibleRowsTest, ARowFarBelowIsOfAnotherYearToo) {
  const Sample& sample = Named("Measures");
  std::string text = absl::StrCat(sample.header, "\n");
  for (int i = 0; i < 300; ++i) {
    const std::string cds = absl::StrCat("27", 66000 + i, "0000000");
    const std::string row = Without(sample.row, sample.cds, cds);
    absl::StrAppend(&text, i == 250 ? Without(row, "2018", "2019") : row, "\n");
  }

  const Read read = ReadText(sample, text);

  EXPECT_EQ(read.outcome.accepted_row_count, 299);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].line, 252);
}

TEST(ImpossibleRowsTest, AJoinedTableOfColorsHasTheYearsThatManyRowsName) {
  const Sample& sample = Named("Colors");
  std::string text = absl::StrCat(sample.header, "\n");
  for (int i = 0; i < 20; ++i) {
    const std::string cds = absl::StrCat("27", 66000 + i, "0112177");
    const char* year = i == 13 ? "2024" : i % 2 == 0 ? "2017" : "2018";
    absl::StrAppend(&text, Without(Without(sample.row, sample.cds, cds), "2018", year), "\n");
  }

  const Read read = ReadText(sample, text);

  EXPECT_EQ(read.outcome.accepted_row_count, 19);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kWrongYear);
  EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("2017 and 2018"));
}

TEST(ImpossibleRowsTest, ColumnsWithoutANameMayBeMany) {
  const Sample& sample = Named("Census");

  const Read read = ReadText(sample, absl::StrCat(sample.header, "\t\t\n", sample.row, "\t\t\n"));

  EXPECT_EQ(read.outcome.message, "");
  EXPECT_EQ(read.outcome.accepted_row_count, 1);
}

TEST(ImpossibleRowsTest, ALineWithMoreCellsThanTheHeaderHasMoved) {
  const Sample& sample = Named("Census");
  const Read read = ReadWith(sample, "\tAA\t392", "\tAA\t\t392");

  EXPECT_THAT(KindsOf(read), ElementsAre(IssueKind::kMalformedValue));
  EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("11 cells and the header 10"));
}

TEST(ImpossibleRowsTest, CensusAndElpacCountsAgreeWithOneAnother) {
  const Sample& census = Named("Census");
  EXPECT_THAT(KindsOf(ReadWith(census, "392\t4\t1.0", "3\t4\t1.0")),
              ElementsAre(IssueKind::kContradiction));
  EXPECT_THAT(KindsOf(ReadWith(census, "392\t4\t1.0", "392\t4\t9.0")),
              ElementsAre(IssueKind::kContradiction));
  EXPECT_THAT(KindsOf(ReadWith(census, "\tAA\t", "\tXX\t")), ElementsAre(IssueKind::kUnknownCode));
  const Sample& elpac = Named("ElpacLevels");
  EXPECT_THAT(KindsOf(ReadWith(elpac, "\t14\t34.1", "\t13\t")),
              ElementsAre(IssueKind::kContradiction));
  EXPECT_THAT(KindsOf(ReadWith(elpac, "\t14\t34.1\t19\t46.3\t6\t14.6\t2\t4.9\t41",
                               "\t\t\t20\t50.0\t20\t50.0\t\t\t40")),
              IsEmpty())
      << "levels at which nobody is may be blank";
}

TEST(ImpossibleRowsTest, ARateIsAPercentageAndADistanceIsOnTheScale) {
  const Sample& sample = Named("Measures");
  EXPECT_THAT(KindsOf(ReadWith(sample, "\t5\t7001\t0.1", "\t\t\t100.1")),
              ElementsAre(IssueKind::kOutOfRange));
  EXPECT_THAT(KindsOf(ReadWith(sample, "\t5\t7001\t0.1", "\t\t\t-0.1")),
              ElementsAre(IssueKind::kOutOfRange));
  Sample academic = sample;
  academic.display_name = "eladownload2018.txt";
  academic.header =
      Without(Without(sample.header, "type\tst", "statuslevel\tst"), "currnumer\t", "x\t");
  academic.row = Without(Without(sample.row, "UD", "1"), "\t0.1", "\t-399.9");
  EXPECT_THAT(KindsOf(ReadWith(academic, academic.cds, academic.cds)), IsEmpty());
  EXPECT_THAT(KindsOf(ReadWith(academic, "-399.9", "-400.1")), ElementsAre(IssueKind::kOutOfRange));
}

TEST(ImpossibleRowsTest, ANumeratorHasADenominator) {
  const Sample& sample = Named("Measures");
  for (const char* counts : {"\t5\t\t", "\t5\t0\t"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, "\t5\t7001\t0.1", counts)),
                ElementsAre(IssueKind::kContradiction));
  }
  for (const char* counts : {"\t0\t0\t", "\t\t\t", "\t\t5\t", "\t0\t\t"}) {
    EXPECT_THAT(KindsOf(ReadWith(sample, "\t5\t7001\t0.1", counts)), IsEmpty());
  }
}

TEST(ImpossibleRowsTest, ATypeOfTheTestsDirectoryFitsItsCode) {
  Sample sample = Named("Directory");
  sample.display_name = "sb_ca2023entities.txt";
  sample.header =
      "County Code\tDistrict Code\tSchool Code\tFiller\tTest Year\tType Id\tCounty Name\tDistrict "
      "Name\tSchool Name\tZip Code";
  sample.row = "27\t10272\t0000000\t\t2023\t6\tMonterey\tMonterey County Office Of Education\t\t";
  sample.cds = "27\t10272\t0000000";
  sample.other_cds = "27\t66142\t0000000";

  EXPECT_THAT(KindsOf(ReadWith(sample, sample.cds, sample.cds)), IsEmpty());
  EXPECT_THAT(KindsOf(ReadWith(sample, "\t6\t", "\t7\t")), ElementsAre(IssueKind::kWrongEntity));
  EXPECT_THAT(KindsOf(ReadWith(sample, "\t6\tMonterey\tMonterey County Office Of Education\t\t",
                               "\t6\tMonterey\tMonterey County Office Of Education\t\tHigh")),
              ElementsAre(IssueKind::kMalformedValue));
  // The cells have moved by one.
  EXPECT_THAT(KindsOf(ReadWith(sample, "\t\t2023\t6\tMonterey", "\t\t2023\t6\t\tMonterey")),
              ElementsAre(IssueKind::kCodeContradictsName));
}

}  // namespace
}  // namespace sos::ingestion
