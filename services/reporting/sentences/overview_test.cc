// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/overview.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const language::Messages& Words(const char* language) { return *SentenceCatalog().Find(language); }

void AddRemark(google::protobuf::RepeatedPtrField<v1::Remark>* remarks,
               education::v1::Indicator indicator, education::v1::Color color, int level = 0) {
  v1::Remark& remark = *remarks->Add();
  remark.set_indicator(indicator);
  remark.set_color(color);
  remark.set_status_level(level);
}

v1::Report ReportWithACell(v1::Cell::State state, education::v1::Color color) {
  v1::Report report;
  report.set_dashboard_year(2024);
  v1::Cell& cell = *report.add_rows()->add_cells();
  cell.set_state(state);
  cell.set_color(color);
  return report;
}

TEST(ReportSentencesTest, NameGroupsAndIndicatorsTheWorstFirst) {
  v1::Report report = ReportWithACell(v1::Cell::STATE_RATED, education::v1::COLOR_RED);
  AddRemark(report.mutable_strengths(), education::v1::INDICATOR_GRADUATION,
            education::v1::COLOR_BLUE);
  AddRemark(report.mutable_weaknesses(), education::v1::INDICATOR_CHRONIC_ABSENTEEISM,
            education::v1::COLOR_RED);
  AddRemark(report.mutable_weaknesses(), education::v1::INDICATOR_MATHEMATICS,
            education::v1::COLOR_ORANGE);
  v1::StrugglingGroup& group = *report.add_struggling_groups();
  group.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  group.add_indicators(education::v1::INDICATOR_SUSPENSION);
  EXPECT_THAT(
      ReportSentences(Words("en"), report),
      ElementsAre("All students are Red or Orange on 2 indicators: Chronic Absenteeism (Red) "
                  "and Mathematics (Orange).",
                  "Homeless: Red on 1 indicator, Suspension Rate.",
                  "All students are Green or Blue on 1 indicator: Graduation Rate (Blue)."));
  EXPECT_THAT(ReportSentences(Words("es"), report),
              ElementsAre("Todos los estudiantes están en Rojo o Anaranjado en 2 indicadores: "
                          "Ausentismo crónico (Rojo) y Matemáticas (Anaranjado).",
                          "Sin hogar: Rojo en 1 indicador, Tasa de suspensión.",
                          "Todos los estudiantes están en Verde o Azul en 1 indicador: Tasa de "
                          "graduación (Azul)."));
}

TEST(ReportSentencesTest, OfAYearWithoutColorsTellLevels) {
  v1::Report report = ReportWithACell(v1::Cell::STATE_RATED, education::v1::COLOR_NONE);
  AddRemark(report.mutable_weaknesses(), education::v1::INDICATOR_SUSPENSION,
            education::v1::COLOR_NONE, 1);
  v1::StrugglingGroup& group = *report.add_struggling_groups();
  group.set_student_group(education::v1::STUDENT_GROUP_ASIAN);
  group.add_indicators(education::v1::INDICATOR_SUSPENSION);
  EXPECT_THAT(
      ReportSentences(Words("en"), report),
      ElementsAre("All students have one of the two worst status levels on 1 indicator: Suspension "
                  "Rate (status Very High).",
                  "Asian: the worst status level on 1 indicator, Suspension Rate."));
}

TEST(ReportSentencesTest, CountWhatIsNotShownAndWhatIsNotThere) {
  EXPECT_THAT(ReportSentences(Words("en"),
                              ReportWithACell(v1::Cell::STATE_MASKED, education::v1::COLOR_NONE)),
              ElementsAre("1 result is not shown: fewer than 11 students, or such a group would "
                          "follow."));
  v1::Report empty;
  empty.mutable_entity()->set_display_name("Monterey");
  empty.set_dashboard_year(2024);
  EXPECT_THAT(ReportSentences(Words("es"), empty),
              ElementsAre("No se han cargado resultados de Monterey en su conjunto para 2024."));
}

TEST(ReportSentencesTest, CountGroupsBeyondTheThird) {
  v1::Report report = ReportWithACell(v1::Cell::STATE_RATED, education::v1::COLOR_RED);
  for (int i = 0; i < 4; ++i) {
    v1::StrugglingGroup& group = *report.add_struggling_groups();
    group.set_student_group(education::v1::STUDENT_GROUP_WHITE);
    group.add_indicators(education::v1::INDICATOR_SCIENCE);
  }
  const auto sentences = ReportSentences(Words("en"), report);
  ASSERT_EQ(sentences.size(), 4U);
  EXPECT_EQ(sentences[3], "1 more group is at the worst level on an indicator.");
}

TEST(LeaSentencesTest, CountEligibleAndUndecidedLeas) {
  EXPECT_THAT(LeaSentences(Words("en"), 2024, {}), IsEmpty());
  EXPECT_THAT(LeaSentences(Words("en"), 2024, {.total = 24, .eligible = 1, .undecided = 2}),
              ElementsAre("1 of 24 districts and county offices is eligible for differentiated "
                          "assistance in 2024.",
                          "2 are undecided."));
  EXPECT_THAT(LeaSentences(Words("es"), 2024, {.total = 1, .eligible = 0}),
              ElementsAre("0 de 1 distrito u oficina del condado tienen derecho a la asistencia "
                          "diferenciada en 2024."));
}

TEST(IndicatorViewSentencesTest, BeginWithAllStudentsAndCountMembers) {
  v1::IndicatorView view;
  view.mutable_entity()->set_name("entities/99600020000000");
  v1::GroupResult& all = *view.add_groups();
  all.set_student_group(education::v1::STUDENT_GROUP_ALL);
  all.mutable_cell()->set_state(v1::Cell::STATE_RATED);
  all.mutable_cell()->set_color(education::v1::COLOR_YELLOW);
  all.mutable_cell()->set_sentence("A sentence.");
  all.set_next_color("12 fewer students would make it Green.");
  v1::GroupResult& red = *view.add_groups();
  red.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  red.mutable_cell()->set_state(v1::Cell::STATE_RATED);
  red.mutable_cell()->set_color(education::v1::COLOR_RED);
  view.add_groups()->mutable_cell()->set_state(v1::Cell::STATE_MASKED);
  for (const auto color : {education::v1::COLOR_RED, education::v1::COLOR_GREEN}) {
    view.add_members()->mutable_cell()->set_color(color);
  }
  EXPECT_THAT(
      IndicatorViewSentences(Words("en"), view),
      ElementsAre("All students: A sentence.", "12 fewer students would make it Green.",
                  "One group is Red: Homeless.",
                  "Of 2 schools with a color, 1 is Red and 0 are Blue.",
                  "1 group is not shown: fewer than 11 students, or such a group would follow."));
}

}  // namespace
}  // namespace sos::reporting
