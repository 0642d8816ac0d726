// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/student/report_layout.h"

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

Header HeaderFrom(absl::string_view line) {
  const std::vector<absl::string_view> names = absl::StrSplit(line, '|');
  return Header(names);
}

// Two reports: absences, and profiles that have none of the days of absences.
const ReportLayouts& TheLayouts() {
  static const auto* const kLayouts =
      new ReportLayouts(std::vector<ReportLayout>{{.report = "14.2",
                                                   .origin = "CALPADS report",
                                                   .title = "Student Absences",
                                                   .known_by = {"ssid", "daysexpecteda"}},
                                                  {.report = "8.1",
                                                   .origin = "CALPADS report",
                                                   .title = "Student Profile List",
                                                   .known_by = {"ssid", "ethnicityrace|race"},
                                                   .without = {"daysexpecteda"}}});
  return *kLayouts;
}

std::string ReportOf(absl::string_view header) {
  const ReportLayout* const layout = TheLayouts().Recognize(HeaderFrom(header));
  return layout == nullptr ? "" : layout->report;
}

TEST(ReportLayoutTest, AReportIsKnownByItsColumnsInEverySpelling) {
  EXPECT_EQ(ReportOf("SSID|DaysExpectedA"), "14.2");
  EXPECT_EQ(ReportOf("Days Expected (A)|Name|ssid"), "14.2");
  EXPECT_EQ(ReportOf("SSID|Ethnicity/Race"), "8.1");
  EXPECT_EQ(ReportOf("SSID|Race"), "8.1") << "either of two names";
}

TEST(ReportLayoutTest, AColumnOfAnotherReportMakesItNone) {
  EXPECT_EQ(ReportOf("SSID|Race|DaysExpectedA"), "14.2");
  EXPECT_EQ(ReportOf("SSID"), "");
  EXPECT_EQ(ReportOf("Race|DaysExpectedA"), "");
}

TEST(ReportLayoutTest, APersonReadsWhereItIsFrom) {
  EXPECT_EQ(NameOf(TheLayouts().all()[0]), "CALPADS report 14.2 (Student Absences)");
  EXPECT_EQ(FirstName({.names = "grade|gradelevel"}), "grade");
}

}  // namespace
}  // namespace sos::ingestion
