// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/column/column.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/files/file_reader.h"
#include "services/ingestion/files/record_layout_library.h"
#include "services/ingestion/layouts/layout_files.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A row of the record type with `cells` at their CALPADS positions.
std::string Row(const std::string& type, const std::vector<std::pair<int, std::string>>& cells,
                int width = 21) {
  std::vector<std::string> row(width);
  row[0] = type;
  for (const auto& [position, cell] : cells) row[position - 1] = cell;
  return absl::StrJoin(row, "^") + "\n";
}

std::string Absence(const std::string& student, const std::string& expected,
                    const std::string& unexcused) {
  return Row("STAS", {{4, "9960001"},
                      {5, "9000001"},
                      {6, "2023-2024"},
                      {7, student},
                      {8, "L1"},
                      {13, "N"},
                      {15, expected},
                      {16, "150"},
                      {20, unexcused}});
}

struct Read {
  ReadOutcome outcome;
  PartitionBuilder rows;
};

Read ReadText(const std::string& text) {
  static const auto* const kLayouts = new RecordLayouts(*LoadRecordLayouts(LayoutFiles()));
  Read read;
  read.outcome = ReadFile({.bytes = text,
                           .display_name = "file.txt",
                           .last_dashboard_year = 2027,
                           .max_quarantined_row_count = 10,
                           .record_layouts = kLayouts},
                          read.rows);
  read.rows.Finish();
  return read;
}

std::vector<int64_t> Column(const Read& read, v1::RecordField field) {
  for (const auto& [key, partition] : read.rows.partitions()) {
    const v1::StudentRecordBlock& block = partition.student_records();
    for (const v1::StudentColumn& column : block.columns()) {
      if (column.field() != field) continue;
      return *column::UnpackNumbers(column.width(), column.base(), column.packed(),
                                    block.row_count());
    }
  }
  return {};
}

TEST(StudentRecordTest, KnowsALayoutOfEveryRecordType) {
  const auto layouts = LoadRecordLayouts(LayoutFiles());

  ASSERT_THAT(layouts, test_util::IsOk());
  std::vector<std::string> types;
  for (const RecordLayout& layout : layouts->all()) types.push_back(layout.record_type);
  EXPECT_THAT(types, ElementsAre("COHO", "SELA", "SENR", "SINC", "SINF", "SIRS", "SOFF", "SPED",
                                 "SPRG", "STAS"));
}

TEST(StudentRecordTest, ReadsAFileWithoutHeaderIntoColumns) {
  const Read read =
      ReadText(Absence("1000000001", "180", "18") + Absence("1000000002", "30.5", ""));

  EXPECT_EQ(read.outcome.message, "");
  EXPECT_EQ(read.outcome.accepted_row_count, 2);
  ASSERT_THAT(read.rows.partitions(), SizeIs(1));
  EXPECT_EQ(read.rows.partitions().begin()->second.name(),
            "partitions/absence-summary-2024-99600010000000");
  EXPECT_THAT(Column(read, v1::RECORD_FIELD_STUDENT), ElementsAre(1000000001, 1000000002));
  EXPECT_THAT(Column(read, v1::RECORD_FIELD_DAYS_EXPECTED), ElementsAre(18000, 3050));
  EXPECT_THAT(Column(read, v1::RECORD_FIELD_DAYS_UNEXCUSED), ElementsAre(1800, 0));
  EXPECT_THAT(Column(read, v1::RECORD_FIELD_LINE), ElementsAre(1, 2));
}

TEST(StudentRecordTest, PutsRacesTogether) {
  const Read read = ReadText(Row("SINF",
                                 {{6, "9960001"},
                                  {7, "9000001"},
                                  {8, "2023-2024"},
                                  {9, "1000000001"},
                                  {23, "N"},
                                  {25, "201"},
                                  {26, "700"},
                                  {38, "14"}},
                                 42));

  EXPECT_THAT(Column(read, v1::RECORD_FIELD_RACES), ElementsAre(201700));
  EXPECT_THAT(Column(read, v1::RECORD_FIELD_PARENT_EDUCATION), ElementsAre(14));
}

TEST(StudentRecordTest, QuarantinesARowAndNamesTheField) {
  const Read read = ReadText(Absence("1000000001", "180", "18") + Absence("123", "180", "18") +
                             Absence("1000000003", "", "18") + Absence("1000000004", "367", "18"));

  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  ASSERT_THAT(read.outcome.issues, SizeIs(3));
  EXPECT_EQ(read.outcome.issues[0].line, 2);
  EXPECT_EQ(read.outcome.issues[0].column, "13.07 SSID");
  EXPECT_EQ(read.outcome.issues[0].value, "") << "nothing of a student appears in an issue";
  EXPECT_EQ(read.outcome.issues[1].kind, IssueKind::kMissingValue);
  EXPECT_EQ(read.outcome.issues[1].column, "13.15 expected attendance days");
  EXPECT_THAT(read.outcome.issues[2].description, HasSubstr("0 to 366"));
}

TEST(StudentRecordTest, QuarantinesTheSecondSummaryOfAStudentAtASchool) {
  const Read read = ReadText(Absence("1000000001", "180", "18") + Absence("1000000001", "90", "9"));

  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kDuplicateRow);
}

TEST(StudentRecordTest, QuarantinesARowOfACountyThatDoesNotExist) {
  for (const char* county : {"00", "59", "77"}) {
    std::string row = Absence("1000000002", "180", "18");
    row.replace(row.find("9960001"), 2, county);

    const Read read = ReadText(Absence("1000000001", "180", "18") + row);

    EXPECT_EQ(read.outcome.accepted_row_count, 1) << county;
    ASSERT_THAT(read.outcome.issues, SizeIs(1)) << county;
    EXPECT_EQ(read.outcome.issues[0].column, "reporting LEA");
    EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("county (01 to 58)"));
  }
}

TEST(StudentRecordTest, MayHaveSeveralYearsButNoneThatIsNotYet) {
  const auto of_year = [](const std::string& student, const std::string& year) {
    std::string row = Absence(student, "180", "18");
    return row.replace(row.find("2023-2024"), 9, year);
  };

  const Read read =
      ReadText(of_year("1000000001", "2023-2024") + of_year("1000000002", "2022-2023") +
               of_year("1000000003", "2026-2027") + of_year("1000000004", "2027-2028") +
               of_year("1000000005", "2098-2099"));

  EXPECT_EQ(read.outcome.accepted_row_count, 3);
  ASSERT_THAT(read.outcome.issues, SizeIs(2));
  for (const Issue& issue : read.outcome.issues) {
    EXPECT_EQ(issue.kind, IssueKind::kOutOfRange);
    EXPECT_EQ(issue.column, "academic year");
    EXPECT_EQ(issue.value, "");
  }
}

TEST(StudentRecordTest, RefusesAFileThatMixesRecordTypes) {
  const Read read = ReadText(Absence("1000000001", "180", "18") + Row("SENR", {}));

  ASSERT_THAT(read.outcome.issues, SizeIs(1));
  EXPECT_EQ(read.outcome.issues[0].kind, IssueKind::kUnknownCode);
}

TEST(StudentRecordTest, SaysWhereAValueIsWrongAndNotWhatItIs) {
  // The cells have moved by one: the student's identifier stands where the year should.
  const Read read =
      ReadText(Absence("1000000001", "180", "0") + "STAS^A^^9960001^1000000002^1000000002^9000001" +
               std::string(14, '^') + "\n");

  ASSERT_EQ(read.outcome.quarantined_row_count, 1);
  for (const Issue& issue : read.outcome.issues) EXPECT_EQ(issue.value, "") << issue.column;
}

TEST(StudentRecordTest, ALocalIdIsOnOneLine) {
  std::string row = Absence("1000000001", "180", "0");
  std::replace(row.begin(), row.end(), '^', ',');
  const size_t local = row.find("L1");

  const Read read = ReadText(row + std::string(row).replace(local, 2, "\"L\n2\""));

  EXPECT_EQ(read.outcome.accepted_row_count, 1);
  ASSERT_THAT(read.outcome.issues, ::testing::Not(::testing::IsEmpty()));
  EXPECT_THAT(read.outcome.issues[0].description, HasSubstr("on one line"));
}

}  // namespace
}  // namespace sos::ingestion
