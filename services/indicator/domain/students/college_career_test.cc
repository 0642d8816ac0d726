// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/college_career.h"

#include <cstdint>
#include <map>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

constexpr int kEnglish = 1;
constexpr int kMathematics = 2;

CollegeCareerRules TheRules() {
  return {
      .cohort = {.five_year_graduates_added = true},
      .ways = {Bit(ReadinessMeasure::kBothStandardsMet),
               Bit(ReadinessMeasure::kCollegeRequirements) | Bit(ReadinessMeasure::kOneStandardMet),
               Bit(ReadinessMeasure::kSealOfBiliteracy) |
                   Bit(ReadinessMeasure::kEnglishStandardMet),
               Bit(ReadinessMeasure::kRegisteredPreApprenticeship)},
      .english_test = kEnglish,
      .mathematics_test = kMathematics,
      .scored = {Inclusion::kScored},
      .english_standard = {11, 11, 2300, 2900, 2583, {2493, 2583, 2682}},
      .mathematics_standard = {11, 11, 2280, 2900, 2628, {2543, 2628, 2718}}};
}

bool Prepared(int english, int mathematics, ReadinessMeasures stated = 0) {
  return IsPrepared(MeasuresOf({english, mathematics}) | stated, TheRules());
}

TEST(CollegeCareerTest, BothStandardsMetAreEnough) {
  EXPECT_TRUE(Prepared(3, 3));
  EXPECT_TRUE(Prepared(4, 3));
  EXPECT_FALSE(Prepared(3, 2));
  EXPECT_FALSE(Prepared(4, 2));
  EXPECT_FALSE(Prepared(3, 0)) << "the other test was not taken";
}

TEST(CollegeCareerTest, CollegeRequirementsNeedOneStandardMetAndTheOtherNearly) {
  constexpr ReadinessMeasures kRequirements = Bit(ReadinessMeasure::kCollegeRequirements);
  EXPECT_TRUE(Prepared(3, 2, kRequirements));
  EXPECT_TRUE(Prepared(2, 3, kRequirements));
  EXPECT_FALSE(Prepared(2, 2, kRequirements));
  EXPECT_FALSE(Prepared(3, 1, kRequirements));
  EXPECT_FALSE(Prepared(0, 0, kRequirements)) << "alone they make nobody prepared";
}

TEST(CollegeCareerTest, TheSealNeedsTheStandardInEnglish) {
  constexpr ReadinessMeasures kSeal = Bit(ReadinessMeasure::kSealOfBiliteracy);
  EXPECT_TRUE(Prepared(3, 1, kSeal));
  EXPECT_TRUE(Prepared(3, 0, kSeal));
  EXPECT_FALSE(Prepared(2, 3, kSeal));
}

TEST(CollegeCareerTest, ARegisteredPreApprenticeshipIsEnough) {
  EXPECT_TRUE(Prepared(0, 0, Bit(ReadinessMeasure::kRegisteredPreApprenticeship)));
  EXPECT_FALSE(Prepared(0, 0));
}

TEST(CollegeCareerTest, ALevelBeginsWithItsLowestScore) {
  const ScoreStandard english = TheRules().english_standard;
  const std::map<int64_t, int> kLevels = {{2299, 0}, {2300, 1}, {2492, 1}, {2493, 2},
                                          {2582, 2}, {2583, 3}, {2681, 3}, {2682, 4},
                                          {2900, 4}, {2901, 0}, {0, 0}};
  for (const auto& [score, level] : kLevels)
    EXPECT_EQ(LevelOfScore(score, english), level) << score;
}

TEST(CollegeCareerTest, TwoExaminationsOfAProgramOrOneWithCollegeRequirementsAreEnough) {
  CollegeCareerRules rules = TheRules();
  rules.ways = {
      Bit(ReadinessMeasure::kTwoExaminations),
      Bit(ReadinessMeasure::kCollegeRequirements) | Bit(ReadinessMeasure::kOneExamination)};
  constexpr ReadinessMeasures kRequirements = Bit(ReadinessMeasure::kCollegeRequirements);
  EXPECT_TRUE(IsPrepared(MeasuresOf(2), rules));
  EXPECT_TRUE(IsPrepared(MeasuresOf(3), rules));
  EXPECT_FALSE(IsPrepared(MeasuresOf(1), rules));
  EXPECT_TRUE(IsPrepared(MeasuresOf(1) | kRequirements, rules));
  EXPECT_FALSE(IsPrepared(MeasuresOf(0) | kRequirements, rules));
}

TEST(CollegeCareerTest, AnExaminationCountsFromTheGradeOfItsProgramOn) {
  CollegeCareerRules rules = TheRules();
  rules.examinations = {{.program = 1, .least_grade = 3}, {.program = 2, .least_grade = 4}};
  const ExaminationTable table{
      .student = {1, 1, 1, 1, 1}, .program = {1, 1, 2, 2, 3}, .grade = {2, 3, 3, 4, 7}};
  EXPECT_FALSE(Counts(table, 0, rules));
  EXPECT_TRUE(Counts(table, 1, rules));
  EXPECT_FALSE(Counts(table, 2, rules));
  EXPECT_TRUE(Counts(table, 3, rules));
  EXPECT_FALSE(Counts(table, 4, rules)) << "a program that no rule names";
}

}  // namespace
}  // namespace sos::indicator::records
