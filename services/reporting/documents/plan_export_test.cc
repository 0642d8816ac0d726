// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/plan_export.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/table/packed_test_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using SheetRows = std::vector<std::vector<std::string>>;

const std::vector<std::string>& ExportHeader() {
  static const auto* const kHeader =
      new std::vector<std::string>{"District Name", "Section", "Description", "FieldData"};
  return *kHeader;
}

std::vector<std::string> ExportRow(const std::string& description, const std::string& text) {
  return {"Alder Unified", "Measuring and Reporting Results", description, text};
}

std::string ExportOf(const SheetRows& rows) {
  std::string lines;
  int number = 0;
  for (const auto& row : rows) {
    absl::StrAppend(&lines, "<row r=\"", ++number, "\">");
    for (const std::string& cell : row) {
      absl::StrAppend(&lines, "<c t=\"inlineStr\"><is><t>", cell, "</t></is></c>");
    }
    absl::StrAppend(&lines, "</row>");
  }
  return table::Workbook({.rows = lines});
}

v1::LcapMetric SuspensionAnswer(education::v1::StudentGroup group, const std::string& value) {
  v1::LcapMetric metric;
  metric.set_priority(6);
  metric.set_code("suspension");
  metric.set_label("Suspension rate");
  metric.set_student_group(group);
  metric.set_value(value);
  metric.set_unit("percent");
  metric.set_dashboard_year(2024);
  metric.mutable_cell()->set_state(v1::Cell::STATE_RATED);
  metric.set_availability(v1::LcapMetric::AVAILABILITY_LOADED);
  metric.set_source("suspdownload2024.txt");
  return metric;
}

v1::LcapPack ThePack() {
  v1::LcapPack pack;
  pack.mutable_entity()->set_display_name("ALDER UNIFIED");
  *pack.add_metrics() = SuspensionAnswer(education::v1::STUDENT_GROUP_ALL, "4.3");
  *pack.add_metrics() = SuspensionAnswer(education::v1::STUDENT_GROUP_ASIAN, "2.7");
  *pack.add_metrics() = SuspensionAnswer(education::v1::STUDENT_GROUP_HOMELESS, "7.7");
  v1::LcapMetric& attendance = *pack.add_metrics();
  attendance.set_code("attendance");
  attendance.set_label("Attendance rate");
  attendance.set_availability(v1::LcapMetric::AVAILABILITY_ELSEWHERE);
  attendance.set_source("CALPADS 14.2");
  return pack;
}

absl::StatusOr<v1::FillPlanExportResponse> Filled(const std::string& workbook) {
  return FillPlanExport(ThePack(), workbook, *SentenceCatalog().Find("en"));
}

std::string WhyNot(const std::string& workbook) {
  const auto filled = Filled(workbook);
  EXPECT_EQ(ErrorReason(filled.status()), "FIELD_INVALID") << filled.status();
  return std::string(filled.status().message());
}

TEST(PlanExportTest, TheRowsOfOneMetricAreOneMetricWithItsFieldsInOrder) {
  const auto filled =
      Filled(ExportOf({ExportHeader(),
                       ExportRow("21-22 LCAP: Goal 1 - M - 3 - Metric",
                                 "Priority 6 (a) suspension rate&lt;br/&gt;Dashboard"),
                       ExportRow("21-22 LCAP: Goal 2 - M - 1 - Metric", "Attendance"),
                       ExportRow("21-22 LCAP: Goal 1 - M - 3 - Baseline", "All 5 - 6%"),
                       ExportRow("Engaging Partners - Summary", "no metric")}));
  ASSERT_TRUE(filled.ok()) << filled.status();
  ASSERT_THAT(filled->metrics(), SizeIs(2));
  const v1::MidYearMetric& metric = filled->metrics(0);
  EXPECT_EQ(metric.goal(), 1);
  EXPECT_EQ(metric.metric(), 3);
  EXPECT_EQ(metric.line(), 2);
  EXPECT_EQ(metric.description(), "Priority 6 (a) suspension rate\nDashboard");
  ASSERT_THAT(metric.fields(), SizeIs(2));
  EXPECT_EQ(metric.fields(1).type(), "Baseline");
  EXPECT_EQ(metric.fields(1).text(), "All 5 - 6%");
  EXPECT_EQ(filled->other_lea(), "") << "case makes no other name";
}

TEST(PlanExportTest, AnswersWithTheValueTheGroupsTheLowestFirstAndTheSource) {
  const auto filled = Filled(ExportOf(
      {ExportHeader(), ExportRow("21-22 LCAP: Goal 1 - M - 3 - Metric", "Suspension rate")}));
  ASSERT_TRUE(filled.ok()) << filled.status();
  const v1::MidYearMetric& metric = filled->metrics(0);
  EXPECT_EQ(metric.code(), "suspension");
  ASSERT_THAT(metric.answers(), SizeIs(3));
  EXPECT_EQ(metric.sentence(),
            "Suspension rate, All Students, 2024: 4.3 percent. Groups: Homeless: 7.7; Asian: 2.7. "
            "Source: suspdownload2024.txt. It can be reported in the middle of the year.");
}

TEST(PlanExportTest, WhatTheDataDoNotAnswerSaysWhereToLook) {
  const auto filled = Filled(
      ExportOf({ExportHeader(), ExportRow("21-22 LCAP: Goal 1 - M - 1 - Metric", "Attendance rate"),
                ExportRow("21-22 LCAP: Goal 1 - M - 2 - Metric", "Hours of sunshine")}));
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_THAT(filled->metrics(0).sentence(),
              AllOf(HasSubstr("not from these data"), HasSubstr("CALPADS 14.2")));
  EXPECT_EQ(filled->metrics(1).code(), "");
  EXPECT_THAT(filled->metrics(1).answers(), IsEmpty());
  EXPECT_THAT(filled->metrics(1).sentence(), HasSubstr("not recognized"));
}

TEST(PlanExportTest, ColumnsMayStandInAnyOrderAndAnotherLeaIsNamed) {
  const auto filled = Filled(ExportOf(
      {{"FieldData", "description", "Section", "DISTRICT NAME"},
       {"Suspension", "21-22 LCAP: Goal 1 - M - 1 - Metric", "Measuring", "Birch Unified"}}));
  ASSERT_TRUE(filled.ok()) << filled.status();
  EXPECT_EQ(filled->metrics(0).code(), "suspension");
  EXPECT_EQ(filled->other_lea(), "Birch Unified");
}

TEST(PlanExportTest, AnErrorNamesRowAndColumn) {
  EXPECT_THAT(WhyNot(ExportOf({{"District Name", "Section", "Description"}, {"a", "b", "c"}})),
              HasSubstr("row 1, column FieldData"));
  EXPECT_THAT(WhyNot(ExportOf({ExportHeader(), ExportRow("", "text")})),
              HasSubstr("row 2, column Description"));
  EXPECT_THAT(WhyNot(ExportOf({ExportHeader(), ExportRow("Budget", "text")})),
              HasSubstr("column Description"));
  EXPECT_THAT(WhyNot("\x01\x02 no workbook"), HasSubstr("workbook"));
  EXPECT_THAT(WhyNot(std::string(kMaxPlanExportBytes + 1, 'x')), HasSubstr("at most 3145728"));
  EXPECT_EQ(ErrorReason(Filled("").status()), "FIELD_REQUIRED");
}

}  // namespace
}  // namespace sos::reporting
