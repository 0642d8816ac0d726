// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

using ::testing::ElementsAre;
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

// The report of a code with nothing but determinations.
v1::Report ReportOfCode(const char* cds, const char* language) {
  FakeReportSource source;
  for (const auto outcome : {eligibility::v1::OUTCOME_MET, eligibility::v1::OUTCOME_NOT_MET,
                             eligibility::v1::OUTCOME_INSUFFICIENT_DATA}) {
    auto& determination = source.determinations.emplace_back();
    determination.set_program(eligibility::v1::PROGRAM_LCFF);
    determination.set_dashboard_year(kYear);
    determination.set_eligibility(outcome);
    determination.mutable_entity()->set_display_name("Synthetic Unified");
  }
  const CdsCode code = *CdsCode::Parse(cds);
  if (code.IsLea()) source.entities[code].set_display_name("Synthetic Unified");
  const rpc::CallContext call(absl::InfiniteDuration(), "test");
  const DocumentKey key = {.kind = DocumentKey::Kind::kReport,
                           .cds = code,
                           .dashboard_year = kYear,
                           .language_code = language};
  const auto report = ComposeReport(source, key, Revision(), call);
  EXPECT_TRUE(report.ok()) << report.status();
  return report.ok() ? *report : v1::Report();
}

TEST(ReportTest, OfACountyOrTheStateWithoutRowsCountsItsLeas) {
  const v1::Report county = ReportOfCode("27000000000000", "en");
  EXPECT_EQ(county.entity().display_name(), "Monterey");
  EXPECT_EQ(county.entity().type(), education::v1::ENTITY_TYPE_COUNTY);
  EXPECT_THAT(
      county.sentences(),
      ElementsAre("1 of 3 districts and county offices is eligible for differentiated "
                  "assistance in 2024.",
                  "1 is undecided.", "No results of Monterey as a whole are loaded for 2024."));
  const v1::Report state = ReportOfCode("00000000000000", "es");
  EXPECT_EQ(state.entity().display_name(), "State of California");
  EXPECT_THAT(state.sentences(0), HasSubstr("1 de 3 distritos y oficinas del condado"));
}

TEST(ReportTest, OfAnLeaBeginsWithItsEligibility) {
  EXPECT_EQ(ReportOfCode("99600020000000", "en").sentences(0),
            "Synthetic Unified is eligible for differentiated assistance in 2024.");
  EXPECT_EQ(ReportOfCode("99600020000000", "es").sentences(0),
            "Synthetic Unified tiene derecho a la asistencia diferenciada en 2024.");
  EXPECT_THAT(ReportOfCode("99600020000000", "es").notice(), HasSubstr("Datos sintéticos"));
}

TEST(ReportTest, HasASentenceInEveryCellAlsoWhereNothingIsShown) {
  auto masked = StateBlock(education::v1::INDICATOR_GRADUATION, 0, 0);
  masked.set_student_groups(0, education::v1::STUDENT_GROUP_ASIAN);
  masked.set_disclosures(0, education::v1::DISCLOSURE_WITHHELD);
  const v1::Report report =
      ReportOf({StateBlock(education::v1::INDICATOR_SUSPENSION, 0, 0), masked});
  ASSERT_EQ(report.rows_size(), 2);
  EXPECT_THAT(report.rows(0).cells(0).sentence(), HasSubstr("5 of 100 students (5.0 %)"));
  EXPECT_THAT(report.rows(0).cells(1).sentence(), HasSubstr("There is no such result"));
  EXPECT_THAT(report.rows(1).cells(1).sentence(), HasSubstr("not shown"));
  EXPECT_EQ(report.rows(1).cells(1).student_count(), -1);
}

TEST(ReportTest, TellsNoChangeLevelWhereTheChangeIsWithheld) {
  auto block = StateBlock(education::v1::INDICATOR_SUSPENSION, 0, 0);
  block.set_change_levels(0, 5);
  EXPECT_EQ(ReportOf({block}).rows(0).cells(0).change_level(), 5);
  block.set_disclosures(0, education::v1::DISCLOSURE_CHANGE_WITHHELD);
  EXPECT_EQ(ReportOf({block}).rows(0).cells(0).change_level(), 0);
}

TEST(ReportTest, OfAPublishedStateHasNothingToSay) {
  const v1::Report report = ReportOf({StateBlock(education::v1::INDICATOR_SUSPENSION, 0, 0)});
  EXPECT_EQ(report.entity().display_name(), "State of California");
  EXPECT_THAT(report.notice(), Not(HasSubstr("LEA")));
}

}  // namespace
}  // namespace sos::reporting
