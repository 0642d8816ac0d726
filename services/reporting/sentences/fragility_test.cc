// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/fragility.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "services/reporting/sentences/catalog.h"

namespace sos::reporting {
namespace {

using indicator::v1::Crossing;
using Crossings = google::protobuf::RepeatedPtrField<Crossing>;

ResultFacts RatedYellow() {
  ResultFacts facts;
  facts.cell.set_state(v1::Cell::STATE_RATED);
  facts.cell.set_color(education::v1::COLOR_YELLOW);
  return facts;
}

Crossing OfStudents(education::v1::Color color, int64_t students) {
  Crossing crossing;
  crossing.set_color(color);
  crossing.set_student_count(students);
  return crossing;
}

Crossing OfTenths(education::v1::Color color, int64_t tenths) {
  Crossing crossing;
  crossing.set_color(color);
  crossing.set_tenths(tenths);
  return crossing;
}

std::string Fragility(const std::vector<Crossing>& crossings, const ColorsByYear& colors = {},
                      const std::string& language = "en",
                      const ResultFacts& facts = RatedYellow()) {
  const Crossings all(crossings.begin(), crossings.end());
  return FragilitySentence(*SentenceCatalog().Find(language), facts, all, colors);
}

TEST(FragilityTest, TwoStudentsAreFewAndThreeAreNot) {
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_GREEN, -2),
                       OfStudents(education::v1::COLOR_ORANGE, 3)}),
            "One or two students decide: 2 fewer students: Green.");
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_ORANGE, 1),
                       OfStudents(education::v1::COLOR_GREEN, -2)}),
            "One or two students decide: 1 more student: Orange and 2 fewer students: Green.");
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_GREEN, -3)}),
            "One or two students more or less would not change its color.");
}

TEST(FragilityTest, OnePointOfADistanceIsLittle) {
  EXPECT_EQ(Fragility({OfTenths(education::v1::COLOR_GREEN, 10)}),
            "One or two students decide: 1.0 points more: Green.");
  EXPECT_EQ(Fragility({OfTenths(education::v1::COLOR_ORANGE, -11)}),
            "One or two students more or less would not change its color.");
}

TEST(FragilityTest, ANearerWayToOneColorIsToldOnce) {
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_GREEN, -1),
                       OfStudents(education::v1::COLOR_GREEN, -2)}),
            "One or two students decide: 1 fewer student: Green.");
}

TEST(FragilityTest, CountsTheChangesOfColorOverTheYearsThatHaveOne) {
  const ColorsByYear colors = {{2018, education::v1::COLOR_RED},
                               {2019, education::v1::COLOR_ORANGE},
                               {2022, education::v1::COLOR_NONE},
                               {2023, education::v1::COLOR_ORANGE},
                               {2024, education::v1::COLOR_YELLOW}};
  EXPECT_EQ(Fragility({}, colors),
            "It had a color in 4 years, and another than the time before 2 times.");
  EXPECT_EQ(Fragility({}, {{2024, education::v1::COLOR_YELLOW}}), "") << "one year tells nothing";
  EXPECT_EQ(Fragility({}, {{2023, education::v1::COLOR_RED}, {2024, education::v1::COLOR_RED}}),
            "It had a color in 2 years, the same each time.");
}

TEST(FragilityTest, SaysNothingOfAResultWithoutColor) {
  ResultFacts facts = RatedYellow();
  facts.cell.set_state(v1::Cell::STATE_MASKED);
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_GREEN, -1)}, {}, "en", facts), "");
  facts = RatedYellow();
  facts.cell.set_color(education::v1::COLOR_NONE);
  EXPECT_EQ(Fragility({OfStudents(education::v1::COLOR_GREEN, -1)}, {}, "en", facts), "");
  EXPECT_EQ(Fragility({}), "");
}

TEST(FragilityTest, SpeaksSpanish) {
  EXPECT_EQ(
      Fragility({OfStudents(education::v1::COLOR_GREEN, -2)},
                {{2023, education::v1::COLOR_RED}, {2024, education::v1::COLOR_YELLOW}}, "es"),
      "Uno o dos estudiantes deciden: 2 estudiantes menos: Verde. Tuvo color en 2 años, y una "
      "vez otro que la vez anterior.");
}

}  // namespace
}  // namespace sos::reporting
