// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/convert/college_career_rules.h"

#include <functional>
#include <utility>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using records::Bit;
using records::ReadinessMeasure;
using test_util::IsOk;
using ::testing::ElementsAre;

v1::CollegeCareerRules ReadinessProto() {
  v1::CollegeCareerRules proto;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        cohort_of: INDICATOR_GRADUATION
        ways { all_of: MEASURE_BOTH_STANDARDS_MET }
        ways { all_of: [ MEASURE_COLLEGE_REQUIREMENTS, MEASURE_ONE_STANDARD_MET ] }
        english_of: INDICATOR_ENGLISH_LANGUAGE_ARTS
        mathematics_of: INDICATOR_MATHEMATICS
        tested_grade: "11"
        tested_years_before: 1
        citation { source: "a guide" basis: BASIS_PUBLISHED_TEXT }
      )pb",
      &proto));
  return proto;
}

IndicatorRules RulesOf(Indicator indicator, decltype(records::Calculation::method) method) {
  IndicatorRules rules;
  rules.indicator = indicator;
  rules.calculation.emplace();
  rules.calculation->method = std::move(method);
  return rules;
}

records::TestScoreRules TestOf(int test) {
  return {.test = test,
          .standards = {{11, 11, 2300, 2900, 2583, {2493, 2583, 2682}}},
          .scored = {records::Inclusion::kScored}};
}

Rulebook TheBook() {
  records::CohortRules cohort{.five_year_graduates_added = true};
  cohort.one_year.emplace();
  Rulebook book;
  book.indicators.push_back(RulesOf(Indicator::kGraduation, cohort));
  book.indicators.push_back(RulesOf(Indicator::kEnglishLanguageArts, TestOf(1)));
  book.indicators.push_back(RulesOf(Indicator::kMathematics, TestOf(2)));
  return book;
}

TEST(CollegeCareerRulesTest, ReadsTheWaysToBePrepared) {
  const auto rules = ToCollegeCareer(ReadinessProto());
  ASSERT_THAT(rules, IsOk());
  EXPECT_THAT(rules->ways, ElementsAre(Bit(ReadinessMeasure::kBothStandardsMet),
                                       Bit(ReadinessMeasure::kCollegeRequirements) |
                                           Bit(ReadinessMeasure::kOneStandardMet)));
  EXPECT_EQ(rules->tested_grade, 11);
  EXPECT_EQ(rules->tested_years_before, 1);
}

TEST(CollegeCareerRulesTest, RefusesWhatIsNoRule) {
  const std::pair<const char*, std::function<void(v1::CollegeCareerRules&)>> kSpoiled[] = {
      {"no source", [](auto& proto) { proto.clear_citation(); }},
      {"no way", [](auto& proto) { proto.clear_ways(); }},
      {"a way that asks for nothing", [](auto& proto) { proto.add_ways(); }},
      {"no measure",
       [](auto& proto) {
         proto.add_ways()->add_all_of(v1::CollegeCareerRules::MEASURE_UNSPECIFIED);
       }},
      {"a measure that nobody knows",
       [](auto& proto) {
         proto.add_ways()->add_all_of(static_cast<v1::CollegeCareerRules::Measure>(40));
       }},
      {"no grade", [](auto& proto) { proto.set_tested_grade("13"); }},
      {"tests of the class's own year", [](auto& proto) { proto.set_tested_years_before(0); }},
  };
  for (const auto& [what, spoil] : kSpoiled) {
    v1::CollegeCareerRules proto = ReadinessProto();
    spoil(proto);
    EXPECT_TRUE(absl::IsInvalidArgument(ToCollegeCareer(proto).status())) << what;
  }
}

TEST(CollegeCareerRulesTest, TakesTheCohortAndTheTestsOfOtherIndicators) {
  auto rules = ToCollegeCareer(ReadinessProto());
  ASSERT_THAT(rules, IsOk());
  ASSERT_THAT(TakeOtherRules(ReadinessProto(), TheBook(), *rules), IsOk());
  EXPECT_TRUE(rules->cohort.five_year_graduates_added);
  EXPECT_FALSE(rules->cohort.one_year) << "readiness is judged by the class everywhere";
  EXPECT_EQ(rules->english_test, 1);
  EXPECT_EQ(rules->mathematics_test, 2);
  EXPECT_EQ(rules->english_standard.level_scores[1], 2583);
  EXPECT_THAT(rules->scored, ElementsAre(records::Inclusion::kScored));
}

TEST(CollegeCareerRulesTest, RefusesARulebookThatLacksThem) {
  for (size_t gone = 0; gone < TheBook().indicators.size(); ++gone) {
    Rulebook book = TheBook();
    book.indicators[gone].calculation.reset();
    records::CollegeCareerRules rules{.tested_grade = 11};
    EXPECT_TRUE(absl::IsInvalidArgument(TakeOtherRules(ReadinessProto(), book, rules))) << gone;
  }
  Rulebook book = TheBook();
  records::TestScoreRules without_levels = TestOf(1);
  without_levels.standards[0].level_scores.clear();
  book.indicators[1].calculation->method = without_levels;
  records::CollegeCareerRules rules{.tested_grade = 11};
  EXPECT_TRUE(absl::IsInvalidArgument(TakeOtherRules(ReadinessProto(), book, rules)));
}

}  // namespace
}  // namespace sos::indicator
