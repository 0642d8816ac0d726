// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kYear = 2024;

// Results of the state on one indicator, made from the records of `counted` LEAs; published for 0.
indicator::v1::ResultBlock StateBlock(education::v1::Indicator indicator, int counted, int known) {
  indicator::v1::ResultBlock block;
  block.set_dashboard_year(kYear);
  block.set_indicator(indicator);
  education::v1::Entity& entity = *block.add_entities();
  entity.set_display_name("State of California");
  block.add_entity_indexes(0);
  block.add_student_groups(education::v1::STUDENT_GROUP_ALL);
  block.add_current_numerators(5);
  block.add_current_denominators(100);
  block.add_status_tenths(50);
  block.add_change_tenths(0);
  block.add_status_levels(2);
  block.add_change_levels(0);
  block.add_colors(education::v1::COLOR_NONE);
  block.add_boxes(0);
  block.add_current_size_met(true);
  block.add_disclosures(education::v1::DISCLOSURE_SHOWN);
  if (counted == 0) return block;
  block.set_from_student_records(true);
  block.mutable_lea_coverage()->set_lea_count(counted);
  block.mutable_lea_coverage()->set_known_lea_count(known);
  entity.set_display_name("State of California (from some LEAs)");
  return block;
}

v1::Report ReportOf(const std::vector<indicator::v1::ResultBlock>& blocks) {
  FakeReportSource source;
  education::v1::Entity& state = source.entities[CdsCode()];
  state.set_name("entities/00000000000000");
  state.set_display_name("State of California");
  source.results = blocks;
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kReport, .dashboard_year = kYear};
  const auto report = ComposeReport(source, key, Revision(), call);
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : v1::Report();
}

TEST(ReportTest, OfAStateThatIsMadeFromSomeLeasSaysSoInNameAndNotice) {
  const v1::Report report = ReportOf({StateBlock(education::v1::INDICATOR_SUSPENSION, 2, 24)});
  EXPECT_EQ(report.entity().display_name(), "State of California (from some LEAs)");
  EXPECT_THAT(report.notice(), HasSubstr("Made from the records of 2 of 24 LEAs."));
  EXPECT_THAT(ReportOf({StateBlock(education::v1::INDICATOR_SUSPENSION, 1, 0)}).notice(),
              HasSubstr("Made from the records of 1 LEA."));
}

TEST(ReportTest, OfAStateThatIsPublishedAndEstimatedKeepsItsNameAndSaysWhichIsWhich) {
  const v1::Report report = ReportOf({StateBlock(education::v1::INDICATOR_GRADUATION, 0, 0),
                                      StateBlock(education::v1::INDICATOR_SUSPENSION, 1, 0)});
  EXPECT_EQ(report.entity().display_name(), "State of California");
  EXPECT_THAT(report.notice(), HasSubstr("Suspension Rate. Made from the records of 1 LEA."));
}

TEST(ReportTest, OfAPublishedStateHasNothingToSay) {
  const v1::Report report = ReportOf({StateBlock(education::v1::INDICATOR_SUSPENSION, 0, 0)});
  EXPECT_EQ(report.entity().display_name(), "State of California");
  EXPECT_THAT(report.notice(), Not(HasSubstr("LEA")));
}

}  // namespace
}  // namespace sos::reporting
