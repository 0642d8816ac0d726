// SPDX-License-Identifier: Apache-2.0

// Golden sentences of single results, in both languages, the boundary cases first.

#include "services/reporting/sentences/result.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using indicator::v1::IndicatorRules;

// A result as a table of cases writes it: `counts` such as 181 of 1020; a status and a change as
// text, empty for none.
struct Case {
  std::string what;
  education::v1::Indicator indicator;
  int64_t numerator;
  int64_t denominator;
  std::string status;
  std::string change;
  education::v1::Color color;
  std::string english;
  std::string spanish;
};

ResultFacts FactsOf(const Case& one) {
  ResultFacts facts;
  facts.indicator = one.indicator;
  facts.student_group = education::v1::STUDENT_GROUP_ALL;
  facts.dashboard_year = 2024;
  facts.numerator = one.numerator;
  facts.publication = IndicatorRules::PUBLICATION_COLOR;
  facts.cell.set_student_count(one.denominator);
  if (!one.status.empty()) facts.cell.mutable_status()->set_value(one.status);
  if (!one.change.empty()) facts.cell.mutable_change()->set_value(one.change);
  facts.cell.set_color(one.color);
  facts.cell.set_state(one.color > education::v1::COLOR_NONE ? v1::Cell::STATE_RATED
                                                             : v1::Cell::STATE_UNRATED);
  return facts;
}

std::string In(const char* language, const ResultFacts& facts) {
  return ResultSentence(*SentenceCatalog().Find(language), facts);
}

const std::vector<Case>& Cases() {
  using namespace education::v1;  // NOLINT(google-build-using-namespace)
  static const auto* const kCases = new std::vector<Case>{
      {"the example of the design", INDICATOR_CHRONIC_ABSENTEEISM, 181, 1020, "17.8", "-4.8",
       COLOR_YELLOW,
       "181 of 1,020 students (17.8 %) were chronically absent, 4.8 points fewer than the year "
       "before. Color: Yellow.",
       "181 de 1,020 estudiantes (17.8 %) estuvieron crónicamente ausentes, 4.8 puntos menos que "
       "el "
       "año anterior. Color: Amarillo."},
      {"one student", INDICATOR_SUSPENSION, 1, 30, "3.3", "0.1", COLOR_ORANGE,
       "1 of 30 students (3.3 %) was suspended for a full day or more, 0.1 points more than the "
       "year "
       "before. Color: Orange.",
       "1 de 30 estudiantes (3.3 %) fue suspendido por un día entero o más, 0.1 puntos más que el "
       "año "
       "anterior. Color: Anaranjado."},
      {"nobody, and exactly as before", INDICATOR_SUSPENSION, 0, 30, "0.0", "0.0", COLOR_BLUE,
       "0 of 30 students (0.0 %) were suspended for a full day or more, the same as the year "
       "before. "
       "Color: Blue.",
       "0 de 30 estudiantes (0.0 %) fueron suspendidos por un día entero o más, igual que el año "
       "anterior. Color: Azul."},
      {"without a numerator", INDICATOR_CHRONIC_ABSENTEEISM, -1, 50, "12.0", "", COLOR_NONE,
       "12.0 % of the students were chronically absent. No color: too few students to compare with "
       "the year before.",
       "El 12.0 % de los estudiantes estuvo crónicamente ausente. Sin color: hay muy pocos "
       "estudiantes para comparar con el año anterior."},
      {"English learners", INDICATOR_ENGLISH_LEARNER_PROGRESS, 55, 100, "55.0", "10.0", COLOR_BLUE,
       "55 of 100 English learners (55.0 %) made progress toward English proficiency or kept it, "
       "10.0 points more than the year before. Color: Blue.",
       "55 de 100 aprendices de inglés (55.0 %) progresaron hacia el dominio del inglés o lo "
       "mantuvieron, 10.0 puntos más que el año anterior. Color: Azul."},
      {"graduates", INDICATOR_GRADUATION, 1, 40, "2.5", "-97.5", COLOR_RED,
       "1 of 40 students (2.5 %) graduated, 97.5 points fewer than the year before. Color: Red.",
       "1 de 40 estudiantes (2.5 %) se graduó, 97.5 puntos menos que el año anterior. Color: "
       "Rojo."},
      {"prepared for college", INDICATOR_COLLEGE_CAREER, 20, 40, "50.0", "1.0", COLOR_GREEN,
       "20 of 40 graduates (50.0 %) were prepared for college or a career, 1.0 points more than "
       "the "
       "year before. Color: Green.",
       "20 de 40 graduados (50.0 %) estuvieron preparados para la universidad o una carrera, 1.0 "
       "puntos más que el año anterior. Color: Verde."},
      {"exactly at the standard", INDICATOR_ENGLISH_LANGUAGE_ARTS, -1, 200, "0.0", "15.0",
       COLOR_GREEN,
       "200 students scored exactly at the standard in English language arts on average, 15.0 "
       "points "
       "higher than the year before. Color: Green.",
       "200 estudiantes quedaron en promedio exactamente en el estándar en artes del lenguaje "
       "inglés, "
       "15.0 puntos más que el año anterior. Color: Verde."},
      {"below the standard", INDICATOR_ENGLISH_LANGUAGE_ARTS, -1, 1020, "-104.3", "-3.0", COLOR_RED,
       "1,020 students scored 104.3 points below the standard in English language arts on average, "
       "3.0 points lower than the year before. Color: Red.",
       "1,020 estudiantes obtuvieron en promedio 104.3 puntos por debajo del estándar en artes del "
       "lenguaje inglés, 3.0 puntos menos que el año anterior. Color: Rojo."},
      {"above the standard, students unknown", INDICATOR_MATHEMATICS, -1, -1, "35.1", "0.0",
       COLOR_BLUE,
       "The students scored 35.1 points above the standard in mathematics on average, the same as "
       "the "
       "year before. Color: Blue.",
       "Los estudiantes obtuvieron en promedio 35.1 puntos por encima del estándar en matemáticas, "
       "igual que el año anterior. Color: Azul."},
      {"science", INDICATOR_SCIENCE, -1, 31, "58.2", "-1.1", COLOR_ORANGE,
       "31 students reached 58.2 science points on average, 1.1 points lower than the year before. "
       "Color: Orange.",
       "31 estudiantes obtuvieron en promedio 58.2 puntos de ciencias, 1.1 puntos menos que el año "
       "anterior. Color: Anaranjado."},
  };
  return *kCases;
}

TEST(ResultSentenceTest, IsTheGoldenOneOfEveryIndicatorInBothLanguages) {
  for (const Case& one : Cases()) {
    EXPECT_EQ(In("en", FactsOf(one)), one.english) << one.what;
    EXPECT_EQ(In("es", FactsOf(one)), one.spanish) << one.what;
  }
}

TEST(ResultSentenceTest, SaysWhyNothingIsShown) {
  ResultFacts facts;
  facts.dashboard_year = 2024;
  facts.cell.set_state(v1::Cell::STATE_MASKED);
  EXPECT_EQ(In("en", facts),
            "Fewer than 11 students, or such a group would follow from it: not shown.");
  EXPECT_EQ(In("es", facts),
            "Menos de 11 estudiantes, o permitiría deducir un grupo así: no se muestra.");
  facts.cell.set_state(v1::Cell::STATE_ABSENT);
  EXPECT_EQ(In("en", facts), "There is no such result on the 2024 Dashboard.");
  EXPECT_EQ(In("es", facts), "No hay tal resultado en el Tablero de 2024.");
}

TEST(ResultSentenceTest, SaysWhyThereIsNoColorAndNeverWritesAMinusForIt) {
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.set_color(education::v1::COLOR_NONE);
  const auto rating = [&facts](const char* language) {
    const std::string sentence = In(language, facts);
    return sentence.substr(sentence.find(". ") + 2);
  };
  facts.current_size_met = false;
  EXPECT_EQ(rating("en"), "No color: too few students.");
  EXPECT_EQ(rating("es"), "Sin color: hay muy pocos estudiantes.");
  facts.current_size_met = true;
  EXPECT_EQ(rating("en"), "No color: too few students to compare with the year before.");
  facts.student_group = education::v1::STUDENT_GROUP_ENGLISH_ONLY;
  EXPECT_EQ(rating("en"), "No color: this group never gets one.");
  facts.student_group = education::v1::STUDENT_GROUP_ALL;
  facts.publication = IndicatorRules::PUBLICATION_VALUES_ONLY;
  EXPECT_EQ(rating("en"), "No color: the 2024 Dashboard has none for this indicator.");
  facts.undetermined_reason = "DATA_ERROR_FLAG";
  EXPECT_EQ(rating("en"), "The color is undecided: the state marks the data as erroneous.");
  facts.undetermined_reason = "A_REASON_OF_A_LATER_RULEBOOK";
  EXPECT_EQ(rating("es"), "El color no está decidido: no se conoce una regla o un número.");
}

TEST(ResultSentenceTest, OfAYearWithoutColorsNamesTheStatus) {
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.set_color(education::v1::COLOR_NONE);
  facts.cell.clear_change();
  facts.cell.set_status_level(1);
  facts.publication = IndicatorRules::PUBLICATION_STATUS_ONLY;
  facts.dashboard_year = 2022;
  EXPECT_EQ(In("en", facts),
            "181 of 1,020 students (17.8 %) were chronically absent. Status: Very High (level 1 of "
            "5). The 2022 Dashboard has no colors for this indicator.");
  EXPECT_EQ(In("es", facts),
            "181 de 1,020 estudiantes (17.8 %) estuvieron crónicamente ausentes. Estado: Muy alto "
            "(nivel 1 de 5). El Tablero de 2022 no tiene colores para este indicador.");
}

TEST(ResultSentenceTest, SaysThatAChangeIsWithheldAndThatAResultIsAnEstimate) {
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.clear_change();
  facts.change_withheld = true;
  facts.cell.set_source(education::v1::DATA_SOURCE_STUDENT_RECORDS);
  EXPECT_EQ(
      In("en", facts),
      "181 of 1,020 students (17.8 %) were chronically absent. The change is not shown, "
      "because a small group of the year before would follow from it. Color: Yellow. This is an "
      "estimate from student records: the state has not published this result.");
}

TEST(ResultSentenceTest, OfAResultWithoutStatusCountsTheStudents) {
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.clear_status();
  facts.cell.set_student_count(12);
  facts.current_size_met = false;
  EXPECT_EQ(In("en", facts), "There were 12 students: too few for a result.");
  facts.current_size_met = true;
  EXPECT_EQ(In("en", facts), "The file has no value for this result.");
}

// --- the next color ---

indicator::v1::Crossing CrossingTo(education::v1::Color color, int level, int64_t students,
                                   int64_t tenths = 0) {
  indicator::v1::Crossing crossing;
  crossing.set_color(color);
  crossing.set_status_level(level);
  crossing.set_student_count(students);
  crossing.set_tenths(tenths);
  return crossing;
}

std::string Next(const char* language, const ResultFacts& facts,
                 const std::vector<indicator::v1::Crossing>& crossings) {
  google::protobuf::RepeatedPtrField<indicator::v1::Crossing> list(crossings.begin(),
                                                                   crossings.end());
  return NextColorSentence(*SentenceCatalog().Find(language), facts, list);
}

TEST(NextColorSentenceTest, NamesTheNearestBetterColorAndNoWorseOne) {
  const ResultFacts facts = FactsOf(Cases()[0]);
  const std::vector<indicator::v1::Crossing> crossings = {
      CrossingTo(education::v1::COLOR_ORANGE, 2, 3), CrossingTo(education::v1::COLOR_GREEN, 3, -12),
      CrossingTo(education::v1::COLOR_BLUE, 5, -90)};
  EXPECT_EQ(Next("en", facts, crossings), "12 fewer students would make it Green.");
  EXPECT_EQ(Next("es", facts, crossings), "Con 12 estudiantes menos sería Verde.");
}

TEST(NextColorSentenceTest, HasTheSingularOfOneStudentAndPointsWithoutCounts) {
  const ResultFacts facts = FactsOf(Cases()[0]);
  EXPECT_EQ(Next("en", facts, {CrossingTo(education::v1::COLOR_GREEN, 3, 1)}),
            "1 more student would make it Green.");
  EXPECT_EQ(Next("es", facts, {CrossingTo(education::v1::COLOR_GREEN, 3, -1)}),
            "Con 1 estudiante menos sería Verde.");
  EXPECT_EQ(Next("en", facts, {CrossingTo(education::v1::COLOR_GREEN, 3, 0, 41)}),
            "4.1 points more would make it Green.");
  EXPECT_EQ(Next("es", facts, {CrossingTo(education::v1::COLOR_GREEN, 3, 0, -5)}),
            "Con 0.5 puntos menos sería Verde.");
}

TEST(NextColorSentenceTest, IsEmptyWhereThereIsNoBetterColorOrNothingIsKnown) {
  ResultFacts facts = FactsOf(Cases()[0]);
  EXPECT_EQ(Next("en", facts, {}), "");
  EXPECT_EQ(Next("en", facts, {CrossingTo(education::v1::COLOR_RED, 1, 12)}), "");
  facts.cell.set_state(v1::Cell::STATE_MASKED);
  EXPECT_EQ(Next("en", facts, {CrossingTo(education::v1::COLOR_BLUE, 5, -1)}), "");
}

TEST(NextColorSentenceTest, OfAYearWithoutColorsNamesTheNextStatus) {
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.set_color(education::v1::COLOR_NONE);
  facts.cell.set_status_level(1);
  facts.cell.set_state(v1::Cell::STATE_RATED);
  EXPECT_EQ(Next("en", facts, {CrossingTo(education::v1::COLOR_NONE, 2, -7)}),
            "7 fewer students would make it status High.");
}

// --- notes ---

IndicatorRules RulesWith(indicator::v1::Override rule) {
  IndicatorRules rules;
  *rules.add_overrides() = std::move(rule);
  // Level 3 up to 20.0, level 2 above.
  auto& table = *rules.add_tables();
  auto& medium = *table.add_status_bands();
  medium.set_level(3);
  medium.mutable_maximum()->set_value("20.0");
  auto& high = *table.add_status_bands();
  high.set_level(2);
  high.mutable_minimum()->set_value("20.1");
  return rules;
}

std::string NoteOf(const IndicatorRules& rules, const ResultFacts& facts) {
  return OverrideNote(*SentenceCatalog().Find("en"), rules, facts);
}

TEST(OverrideNoteTest, TellsAColorThatTheLevelsDoNotGive) {
  indicator::v1::Override rule;
  rule.set_condition(indicator::v1::Override::CONDITION_UNCERTIFIED);
  rule.mutable_assign_color()->set_color(education::v1::COLOR_ORANGE);
  rule.mutable_assign_color()->set_box(180);
  ResultFacts facts = FactsOf(Cases()[0]);
  facts.cell.set_color(education::v1::COLOR_ORANGE);
  facts.cell.set_status_level(3);
  facts.cell.set_change_level(4);
  facts.box = 180;
  EXPECT_EQ(NoteOf(RulesWith(rule), facts),
            "Set by rule, whatever the numbers: the data were not certified in time.");
  // Box 180 is of status level 2 and change level 3: the ordinary rules give it.
  facts.cell.set_status_level(2);
  facts.cell.set_change_level(3);
  EXPECT_EQ(NoteOf(RulesWith(rule), facts), "");
}

TEST(OverrideNoteTest, TellsAStatusThatIsCappedForLowParticipation) {
  indicator::v1::Override rule;
  rule.set_condition(indicator::v1::Override::CONDITION_UNDER_95_TESTED);
  rule.set_cap_status_level(2);
  ResultFacts facts = FactsOf(Cases()[4]);
  facts.cell.mutable_status()->set_value("17.8");
  facts.cell.set_status_level(2);
  EXPECT_EQ(NoteOf(RulesWith(rule), facts),
            "The status can be no better than Low: fewer than 95 % of the students took the test.");
  facts.cell.mutable_status()->set_value("20.1");
  EXPECT_EQ(NoteOf(RulesWith(rule), facts), "") << "the table gives level 2, too";
  facts.cell.mutable_status()->set_value("17.8");
  facts.change_withheld = true;
  EXPECT_EQ(NoteOf(RulesWith(rule), facts), "");
}

}  // namespace
}  // namespace sos::reporting
