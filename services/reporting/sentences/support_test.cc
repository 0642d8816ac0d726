// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/support.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Determination;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const language::Messages& In(const char* language) { return *SentenceCatalog().Find(language); }

Determination DeterminationOf(eligibility::v1::Program program, eligibility::v1::Outcome outcome) {
  Determination determination;
  determination.set_program(program);
  determination.set_dashboard_year(2024);
  determination.set_eligibility(outcome);
  determination.mutable_entity()->set_display_name("Synthetic Unified");
  return determination;
}

// Eligible by one group in two priorities, of which one rests on a result that is withheld.
Determination Eligible() {
  Determination determination =
      DeterminationOf(eligibility::v1::PROGRAM_LCFF, eligibility::v1::OUTCOME_MET);
  determination.set_supporter("County superintendent of schools");
  auto& group = *determination.add_groups();
  group.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  group.set_outcome(eligibility::v1::OUTCOME_MET);
  group.add_priorities(5);
  group.add_priorities(6);
  for (const bool shown : {true, false}) {
    auto& finding = *determination.add_findings();
    finding.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
    finding.set_outcome(eligibility::v1::OUTCOME_MET);
    auto& evidence = *finding.add_evidence();
    evidence.set_origin(eligibility::v1::Evidence::ORIGIN_RESULT);
    evidence.set_indicator(shown ? education::v1::INDICATOR_CHRONIC_ABSENTEEISM
                                 : education::v1::INDICATOR_SUSPENSION);
    if (shown) evidence.set_color(education::v1::COLOR_RED);
  }
  return determination;
}

TEST(SupportSentencesTest, TellWhetherByWhichGroupsWhoHelpsAndWhatEndsIt) {
  EXPECT_THAT(
      SupportSentences(In("en"), Eligible()),
      ElementsAre("Synthetic Unified is eligible for differentiated assistance in 2024.",
                  "Homeless: the criteria of state priorities 5 (student engagement) and 6 (school "
                  "climate) are met by Chronic Absenteeism (Red) and a result that is not shown.",
                  "Who helps: the county superintendent of schools.",
                  "It ends in a year in which no student group meets the criteria of two or more "
                  "state priorities, and no other method applies."));
  EXPECT_THAT(
      SupportSentences(In("es"), Eligible()),
      ElementsAre(
          "Synthetic Unified tiene derecho a la asistencia diferenciada en 2024.",
          "Sin hogar: se cumplen los criterios de las prioridades estatales 5 (participación "
          "de los estudiantes) y 6 (ambiente escolar) por Ausentismo crónico (Rojo) y un "
          "resultado que no se muestra.",
          "Quién ayuda: el superintendente de escuelas del condado.",
          "Termina en un año en que ningún grupo de estudiantes cumple los criterios de dos o "
          "más prioridades estatales y no se aplica ningún otro método."));
}

TEST(SupportSentencesTest, OfOnePriorityHaveTheSingular) {
  Determination determination = Eligible();
  determination.mutable_groups(0)->mutable_priorities()->RemoveLast();
  determination.clear_findings();
  EXPECT_EQ(SupportSentences(In("en"), determination)[1],
            "Homeless: the criteria of state priority 5 (student engagement) are met.");
}

TEST(SupportSentencesTest, HaveAHeadlineForEveryProgramAndOutcome) {
  for (const std::string& language : SentenceCatalog().Languages()) {
    for (int program = 1; program <= eligibility::v1::Program_MAX; ++program) {
      for (const auto outcome : {eligibility::v1::OUTCOME_MET, eligibility::v1::OUTCOME_NOT_MET,
                                 eligibility::v1::OUTCOME_INSUFFICIENT_DATA}) {
        const std::string headline = SupportHeadline(
            *SentenceCatalog().Find(language),
            DeterminationOf(static_cast<eligibility::v1::Program>(program), outcome));
        EXPECT_THAT(headline, ::testing::HasSubstr("Synthetic Unified")) << headline;
      }
    }
  }
}

TEST(SupportSentencesTest, NameTheCategoryOfASchoolInWords) {
  Determination school =
      DeterminationOf(eligibility::v1::PROGRAM_ESSA, eligibility::v1::OUTCOME_MET);
  school.set_status("CSI Low Perform");
  EXPECT_EQ(
      SupportHeadline(In("en"), school),
      "Synthetic Unified needs support under ESSA in 2024: comprehensive support (CSI), because "
      "of low performance.");
  school.set_status("A later status");
  EXPECT_EQ(SupportHeadline(In("es"), school),
            "Synthetic Unified necesita apoyo según la ley ESSA en 2024: A later status.");
}

TEST(SupportSentencesTest, TellTheMoneyButNoWithheldNumberOfTheEquityMultiplier) {
  Determination school =
      DeterminationOf(eligibility::v1::PROGRAM_EQUITY_MULTIPLIER, eligibility::v1::OUTCOME_MET);
  auto& answer = *school.mutable_equity_multiplier();
  answer.set_entitlement_dollars(51'234);
  answer.set_nonstable_count(100);
  answer.set_enrollment(300);
  answer.set_nonstability_thousandths(333);
  answer.set_disadvantaged_count(-1);
  EXPECT_THAT(SupportSentences(In("en"), school),
              ElementsAre("Synthetic Unified gets Equity Multiplier funds in 2024.",
                          "The school is entitled to $51,234.",
                          "100 of 300 students (33.3 %) were not enrolled without a break."));
  answer.set_enrollment(-1);
  EXPECT_EQ(SupportSentences(In("en"), school).back(),
            "The numbers of students are not shown: one of them is below 11, or would follow.");
}

TEST(GapSentencesTest, NameTheFileThatWouldSettleIt) {
  Determination open =
      DeterminationOf(eligibility::v1::PROGRAM_LCFF, eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_THAT(GapSentences(In("en"), open),
              ElementsAre("No file would settle it: a rule is not known."));
  auto& gap = *open.add_data_gaps();
  gap.set_dashboard_year(2023);
  gap.set_file("suspdownload2023.txt");
  EXPECT_THAT(GapSentences(In("en"), open),
              ElementsAre("To settle it for 2023, load suspdownload2023.txt."));
  gap.set_indicator(education::v1::INDICATOR_SUSPENSION);
  gap.add_student_groups(education::v1::STUDENT_GROUP_ASIAN);
  gap.add_student_groups(education::v1::STUDENT_GROUP_WHITE);
  EXPECT_THAT(
      GapSentences(In("en"), open),
      ElementsAre("To settle it for 2023, load suspdownload2023.txt: it tells Suspension Rate "
                  "of Asian and White."));
  EXPECT_THAT(GapSentences(In("es"), open),
              ElementsAre("Para decidirlo en 2023, cargue suspdownload2023.txt: "
                          "contiene Tasa de suspensión de Asiáticos y Blancos."));
  EXPECT_THAT(GapSentences(In("en"), DeterminationOf(eligibility::v1::PROGRAM_LCFF,
                                                     eligibility::v1::OUTCOME_NOT_MET)),
              IsEmpty());
}

TEST(HistorySentencesTest, ListTheYears) {
  eligibility::v1::History history;
  const auto add = [&history](int year, eligibility::v1::Outcome outcome) {
    auto& of_year = *history.add_years();
    of_year.set_dashboard_year(year);
    of_year.set_eligibility(outcome);
  };
  EXPECT_THAT(HistorySentences(In("en"), history.years()), IsEmpty());
  add(2019, eligibility::v1::OUTCOME_NOT_MET);
  EXPECT_THAT(HistorySentences(In("en"), history.years()),
              ElementsAre("Not eligible in any year that is decided."));
  add(2022, eligibility::v1::OUTCOME_MET);
  add(2023, eligibility::v1::OUTCOME_MET);
  add(2024, eligibility::v1::OUTCOME_INSUFFICIENT_DATA);
  EXPECT_THAT(HistorySentences(In("es"), history.years()),
              ElementsAre("Con derecho en 2022 y 2023.", "No decidido en 2024."));
}

eligibility::v1::Nearest NearestOf(int64_t students, education::v1::Disclosure disclosure) {
  eligibility::v1::Nearest nearest;
  nearest.set_direction(eligibility::v1::Nearest::DIRECTION_LEAVE);
  auto& change = *nearest.add_changes();
  change.set_indicator(education::v1::INDICATOR_SUSPENSION);
  change.set_student_group(education::v1::STUDENT_GROUP_HOMELESS);
  change.set_from_color(education::v1::COLOR_RED);
  change.set_to_color(education::v1::COLOR_ORANGE);
  change.set_student_count(students);
  change.set_disclosure(disclosure);
  return nearest;
}

TEST(NearestSentenceTest, TellsStudentsOrPoints) {
  EXPECT_EQ(NearestSentence(In("en"), NearestOf(-1, education::v1::DISCLOSURE_SHOWN)),
            "The smallest change that would end it: 1 fewer student in Suspension Rate, Homeless, "
            "from Red to Orange.");
  auto points = NearestOf(0, education::v1::DISCLOSURE_SHOWN);
  points.set_direction(eligibility::v1::Nearest::DIRECTION_ENTER);
  points.set_tied(true);
  points.mutable_changes(0)->mutable_points()->set_value("-4.1");
  EXPECT_EQ(
      NearestSentence(In("es"), points),
      "El cambio más pequeño que lo causaría: \u22124.1 puntos en Tasa de suspensión, Sin hogar, "
      "de Rojo a Anaranjado. Otros cambios del mismo tamaño también bastarían.");
}

TEST(NearestSentenceTest, TellsNothingOfWhatIsWithheldOrDoesNotSay) {
  for (const auto disclosure :
       {education::v1::DISCLOSURE_UNSPECIFIED, education::v1::DISCLOSURE_CHANGE_WITHHELD,
        education::v1::DISCLOSURE_WITHHELD}) {
    EXPECT_EQ(
        NearestSentence(In("en"), NearestOf(-3, disclosure)),
        "The smallest change is not shown: it is about fewer than 11 students, or such a group "
        "would follow.");
  }
}

TEST(NearestSentenceTest, SaysThatResultsAloneDoNotSuffice) {
  eligibility::v1::Nearest nearest;
  EXPECT_EQ(NearestSentence(In("en"), nearest), "");
  nearest.set_direction(eligibility::v1::Nearest::DIRECTION_LEAVE);
  EXPECT_EQ(NearestSentence(In("en"), nearest), "");
  nearest.set_obstacle("method 2");
  EXPECT_EQ(NearestSentence(In("en"), nearest), "No change of results alone would end it.");
}

}  // namespace
}  // namespace sos::reporting
