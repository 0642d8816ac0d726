// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/convert/row_table.h"

#include <map>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<v1::StreamRowsResponse::Row> RowsOf(const v1::Partition& partition) {
  std::vector<v1::StreamRowsResponse::Row> rows;
  VisitRows(partition, [&](v1::StreamRowsResponse::Row row) { rows.push_back(std::move(row)); });
  return rows;
}

// The only row, by column.
std::map<std::string, std::string> Cells(const v1::Partition& partition) {
  const std::vector<std::string> columns = ColumnsOf(partition);
  const auto rows = RowsOf(partition);
  std::map<std::string, std::string> cells;
  EXPECT_EQ(rows.size(), 1U);
  if (rows.size() != 1 || rows[0].cells_size() != static_cast<int>(columns.size())) {
    ADD_FAILURE() << columns.size() << " columns";
    return cells;
  }
  for (size_t i = 0; i < columns.size(); ++i)
    cells[columns[i]] = rows[0].cells(static_cast<int>(i));
  return cells;
}

TEST(RowTableTest, ShowsAListOfRedsByGroupAndIndicator) {
  v1::Partition partition;
  partition.set_dashboard_year(2023);
  v1::LowestPerformance& entry = *partition.mutable_lowest_performance()->add_entries();
  entry.mutable_entity()->set_name("entities/99600026000001");
  entry.mutable_entity()->set_display_name("Alder Elementary");
  entry.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  entry.add_indicators(education::v1::INDICATOR_CHRONIC_ABSENTEEISM);
  entry.add_indicators(education::v1::INDICATOR_MATHEMATICS);

  const auto rows = RowsOf(partition);

  ASSERT_EQ(rows.size(), 1U);
  EXPECT_THAT(ColumnsOf(partition), ElementsAre("group", "indicators"));
  EXPECT_EQ(rows[0].cds(), "99600026000001");
  EXPECT_EQ(rows[0].entity_name(), "Alder Elementary");
  EXPECT_EQ(rows[0].dashboard_year(), 2023);
  EXPECT_THAT(rows[0].cells(), ElementsAre("HOM", "CHRO MATH"));
}

TEST(RowTableTest, ShowsColorsAsTheFilesNumberThemAndBlanksForWhatIsNotKnown) {
  v1::Partition partition;
  v1::ColorBlock& block = *partition.mutable_colors();
  block.add_indicators(education::v1::INDICATOR_SUSPENSION);
  block.add_indicators(education::v1::INDICATOR_GRADUATION);
  block.add_entities()->set_name("entities/99600026000001");
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_colors(education::v1::COLOR_RED);
  block.add_colors(education::v1::COLOR_NONE);
  block.add_graduation_average_millionths(67'050'000);

  const auto cells = Cells(partition);
  EXPECT_EQ(cells.at("SUSP"), "1");
  EXPECT_EQ(cells.at("GRAD"), "0");
  EXPECT_EQ(cells.at("graduation_average"), "67.050000");
  EXPECT_EQ(cells.at("title_i"), "");
}

TEST(RowTableTest, ShowsWhatTheStateSaidOfASchoolAndWhatItDidNotSay) {
  v1::Partition partition;
  v1::SchoolSupportRecord& record = *partition.mutable_school_support()->add_records();
  record.mutable_entity()->set_name("entities/99600026000001");
  v1::YearStatus& status = *record.add_statuses();
  status.set_dashboard_year(2021);
  status.set_status("CSI Grad");
  record.set_total_group_count(-1);
  record.set_enrollment(412);

  const auto cells = Cells(partition);
  EXPECT_EQ(cells.at("statuses"), "2021: CSI Grad");
  EXPECT_EQ(cells.at("total_groups"), "");
  EXPECT_EQ(cells.at("enrollment"), "412");
}

TEST(RowTableTest, ShowsRecordsWithTheColumnsOfTheirFile) {
  v1::Partition partition;
  v1::RecordBlock& block = *partition.mutable_records();
  block.add_columns("totalenrollment");
  v1::Record& record = *block.add_records();
  record.set_cds("99600020000000");
  record.add_cells("1234");
  EXPECT_EQ(Cells(partition).at("totalenrollment"), "1234");
}

TEST(RowTableTest, CountsStudentRecordsAndShowsNone) {
  v1::Partition partition;
  partition.set_lea_cds("99600020000000");
  partition.mutable_student_records()->set_row_count(26);
  EXPECT_THAT(ColumnsOf(partition), ElementsAre("records"));
  EXPECT_EQ(Cells(partition).at("records"), "26");
}

TEST(RowTableTest, APartitionWithoutContentsHasNeitherColumnsNorRows) {
  EXPECT_THAT(ColumnsOf({}), IsEmpty());
  EXPECT_THAT(RowsOf({}), IsEmpty());
}

}  // namespace
}  // namespace sos::ingestion
