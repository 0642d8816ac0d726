// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/record_parser.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/domain/parser_test.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr RecordField kGrade{12};

// TEST|lea|year|student|local id|start|race|race|grade, of which a student starts once a day.
RecordLayout TestLayout() {
  return {.record_type = "TEST",
          .collection = Collection::kStudentEnrollment,
          .lea_position = 1,
          .year_position = 2,
          .fields = {{.position = 3,
                      .field = RecordField::kStudent,
                      .name = "SSID",
                      .kind = FieldKind::kDigits,
                      .digits = 10,
                      .required = true},
                     {.position = 4, .field = RecordField::kLocalStudent, .name = "local ID"},
                     {.position = 5,
                      .field = RecordField::kEnrollmentStart,
                      .name = "start",
                      .kind = FieldKind::kDate},
                     {.position = 6,
                      .field = RecordField::kRaces,
                      .name = "race 1",
                      .kind = FieldKind::kNumber,
                      .codes = {201, 700}},
                     {.position = 7,
                      .field = RecordField::kRaces,
                      .name = "race 2",
                      .kind = FieldKind::kNumber,
                      .codes = {201, 700}},
                     {.position = 8,
                      .field = kGrade,
                      .name = "grade",
                      .kind = FieldKind::kWord,
                      .words = {"low", "high"}}},
          .key = {RecordField::kStudent, RecordField::kEnrollmentStart}};
}

struct Read {
  FakeRecordSink rows;
  std::vector<Issue> issues;
};

// Reads rows of the layout, whose cells stand between bars.
Read ReadRows(const std::vector<std::string>& rows, const RecordLayout& layout = TestLayout()) {
  Read read;
  RecordKeys keys;
  const Header names = NamesOf(layout);
  const auto parser = MakeStudentRecordParser(layout, keys, 2024);
  int64_t line = 0;
  for (const std::string& row : rows) {
    const std::vector<absl::string_view> cells = absl::StrSplit(row, '|');
    RowCells row_cells(names, cells, ++line, "", read.issues);
    parser->Parse(row_cells, read.rows);
  }
  return read;
}

TEST(RecordParserTest, ReadsARowIntoNumbersAndTexts) {
  const Read read = ReadRows({"TEST|9960001|2023-2024|1000000001|L1|19700102|201|700|high"});

  ASSERT_THAT(read.issues, IsEmpty());
  ASSERT_THAT(read.rows.student_records, SizeIs(1));
  EXPECT_EQ(read.rows.student_records[0].lea.text(), "99600010000000");
  EXPECT_EQ(read.rows.student_records[0].dashboard_year, 2024);
  EXPECT_EQ(read.rows.student_records[0].line, 1);
  EXPECT_THAT(read.rows.student_records[0].numbers, ElementsAre(1000000001, 1, 201700, 2))
      << "the races stand in one column, a word by its place";
  EXPECT_THAT(read.rows.student_records[0].texts, ElementsAre("L1"));
}

TEST(RecordParserTest, ABlankDateIsNotTheFirstOfAllDays) {
  const Read read = ReadRows({"TEST|9960001|2023-2024|1000000001|||||"});

  ASSERT_THAT(read.rows.student_records, SizeIs(1));
  EXPECT_THAT(read.rows.student_records[0].numbers, ElementsAre(1000000001, -1, 0, 0));
  EXPECT_THAT(read.rows.student_records[0].texts, ElementsAre(""));
}

TEST(RecordParserTest, TheNamesOfTheFieldsStandWhereTheFieldsDo) {
  const Header names = NamesOf(TestLayout());

  EXPECT_EQ(names.size(), 9);
  EXPECT_EQ(names.name(0), "record type");
  EXPECT_EQ(names.name(1), "reporting LEA");
  EXPECT_EQ(names.name(2), "academic year");
  EXPECT_EQ(names.name(8), "grade");
}

TEST(RecordParserTest, RefusesRowsOfAnotherRecordType) {
  EXPECT_THAT(ReadRows({"OTHR|9960001|2023-2024|1000000001|||||"}).issues,
              ElementsAre(IssueIs(IssueKind::kUnknownCode, "record type")));
}

TEST(RecordParserTest, ADistrictOrACharterSchoolReports) {
  const Read read = ReadRows(
      {"TEST|9960001|2023-2024|1000000001|||||", "TEST|99600010123456|2023-2024|1000000001|||||"});
  ASSERT_THAT(read.rows.student_records, SizeIs(2));
  EXPECT_EQ(read.rows.student_records[1].lea.text(), "99600010123456");

  for (const char* lea : {"0000000", "0100000", "5960001", "996000", "99600011"}) {
    EXPECT_THAT(ReadRows({std::string("TEST|") + lea + "|2023-2024|1000000001|||||"}).issues,
                ElementsAre(IssueIs(IssueKind::kMalformedValue, "reporting LEA")))
        << lea;
  }
  EXPECT_THAT(ReadRows({"TEST||2023-2024|1000000001|||||"}).issues,
              ElementsAre(IssueIs(IssueKind::kMissingValue, "reporting LEA")));
}

TEST(RecordParserTest, NoYearIsAfterTheLast) {
  EXPECT_THAT(ReadRows({"TEST|9960001|2024-2025|1000000001|||||"}).issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "academic year")));
  EXPECT_THAT(ReadRows({"TEST|9960001||1000000001|||||"}).issues,
              ElementsAre(IssueIs(IssueKind::kMissingValue, "academic year")));
  EXPECT_THAT(ReadRows({"TEST|9960001|2024|1000000001|||||"}).issues,
              ElementsAre(IssueIs(IssueKind::kMalformedValue, "academic year")));
}

TEST(RecordParserTest, WhatWasReadOfTheRowBeforeIsNotKeptForABadOne) {
  const Read read =
      ReadRows({"TEST|9960001|2023-2024|1000000001|||||", "TEST|9960002|2022-2023|1000000001|||||",
                "TEST||2022-2023|1000000001|||||", "TEST|9960001|2023-2024|1000000002|||||"});

  ASSERT_THAT(read.rows.student_records, SizeIs(3));
  EXPECT_EQ(read.rows.student_records[1].lea.text(), "99600020000000");
  EXPECT_EQ(read.rows.student_records[1].dashboard_year, 2023);
  EXPECT_EQ(read.rows.student_records[2].lea.text(), "99600010000000");
}

TEST(RecordParserTest, SaysOfEachFieldWhatIsWrongWithIt) {
  for (const auto& [row, kind, column] :
       {std::tuple{"TEST|9960001|2023-2024|||||||", IssueKind::kMissingValue, "SSID"},
        std::tuple{"TEST|9960001|2023-2024|100000001|||||", IssueKind::kMalformedValue, "SSID"},
        std::tuple{"TEST|9960001|2023-2024|1000000001||20230229|||", IssueKind::kMalformedValue,
                   "start"},
        std::tuple{"TEST|9960001|2023-2024|1000000001|||300||", IssueKind::kUnknownCode, "race 1"},
        std::tuple{"TEST|9960001|2023-2024|1000000001|||-201||", IssueKind::kMalformedValue,
                   "race 1"},
        std::tuple{"TEST|9960001|2023-2024|1000000001|||||middle", IssueKind::kMalformedValue,
                   "grade"}}) {
    EXPECT_THAT(ReadRows({row}).issues, ElementsAre(IssueIs(kind, column))) << row;
  }
}

TEST(RecordParserTest, ATextHasSixtyFourBytesAtMost) {
  const auto row = [](const std::string& local) {
    return "TEST|9960001|2023-2024|1000000001|" + local + "||||";
  };

  EXPECT_THAT(ReadRows({row(std::string(64, 'a'))}).issues, IsEmpty());
  EXPECT_THAT(ReadRows({row(std::string(65, 'a'))}).issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "local ID")));
  EXPECT_THAT(ReadRows({row("a\x01")}).issues,
              ElementsAre(IssueIs(IssueKind::kOutOfRange, "local ID")));
}

TEST(RecordParserTest, AnIssueSaysWhomItIsAboutAndNothingElseOfTheRow) {
  const Read read = ReadRows({"TEST|9960001|2023-2024|100|L1||||"});

  ASSERT_THAT(read.issues, SizeIs(1));
  EXPECT_EQ(read.issues[0].value, "");
  EXPECT_EQ(read.issues[0].local_student, "L1");
}

TEST(RecordParserTest, ARowThatAgreesInTheKeyIsADuplicate) {
  const Read read = ReadRows({"TEST|9960001|2023-2024|1000000001|L1|20230801|||low",
                              "TEST|9960001|2023-2024|1000000001|L2|20230801|||high",
                              "TEST|9960001|2023-2024|1000000001|L1|20230802|||low",
                              "TEST|9960001|2022-2023|1000000001|L1|20230801|||low",
                              "TEST|9960002|2023-2024|1000000001|L1|20230801|||low"});

  EXPECT_THAT(read.rows.student_records, SizeIs(4)) << "another day, year or LEA is another key";
  ASSERT_THAT(read.issues, ElementsAre(IssueIs(IssueKind::kDuplicateRow, "record type")));
  EXPECT_EQ(read.issues[0].line, 2);
}

TEST(RecordParserTest, WithoutAKeyRowsMayRepeat) {
  RecordLayout layout = TestLayout();
  layout.key.clear();
  const std::string row = "TEST|9960001|2023-2024|1000000001|||||";

  EXPECT_THAT(ReadRows({row, row}, layout).rows.student_records, SizeIs(2));
}

}  // namespace
}  // namespace sos::ingestion
