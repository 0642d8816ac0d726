// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <string>
#include <variant>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_text_test.h"
#include "services/eligibility/domain/evidence.h"

namespace sos::eligibility {
namespace {

using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kEssa[] = R"pb(
  dashboard_year: 2024
  essa {
    indicators {
      indicator: INDICATOR_SUSPENSION
      lowest { indicator: INDICATOR_SUSPENSION colors: COLOR_RED }
      second_lowest { indicator: INDICATOR_SUSPENSION colors: COLOR_ORANGE }
      citation { source: "the state plan" basis: BASIS_PUBLISHED_TEXT }
    }
    criteria {
      description: "all Red"
      maximum_not_lowest: 0
      citation { source: "the state plan" basis: BASIS_PUBLISHED_TEXT }
    }
    low_graduation {
      status: "CSI Grad"
      entry: true
      below { value: "68.0" }
      cohort_count: 2
      color_required: READING_NO
      citation { source: "the state plan" basis: BASIS_PUBLISHED_TEXT }
    }
    low_performing {
      status: "CSI Low Perform"
      title_i_school_year: 2024
      leaves_when_not_met: READING_UNKNOWN
      citation { source: "the state plan" basis: BASIS_PUBLISHED_TEXT }
    }
    additional {
      status: "ATSI"
      years { dashboard_year: 2023 rulebook: "rulebooks/essa-2023" }
      years { dashboard_year: 2024 }
      minimum_counted: 2
      leaves_when_not_met: READING_YES
      citation { source: "the state plan" basis: BASIS_PUBLISHED_TEXT }
    }
    none_status: "No Status"
    none_status_aliases: "General Assistance"
    prior_year: 2023
  }
)pb";

std::string EssaProblem(const std::function<void(v1::EssaRules&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kEssa);
  change(*rulebook.mutable_essa());
  return ProblemOf(ToEssaRules(rulebook));
}

TEST(EssaRulesTest, HasTheCategoriesWithTheirWords) {
  const auto converted = ToEssaRules(RulebookOf(kEssa));
  ASSERT_THAT(converted, IsOk());
  const auto& rules = std::get<EssaRules>(*converted);
  ASSERT_THAT(rules.indicators, SizeIs(1));
  EXPECT_EQ(rules.indicators[0].lowest.colors, kRedColor);
  EXPECT_EQ(rules.indicators[0].second_lowest->colors, Bit(2));
  EXPECT_EQ(rules.low_graduation.below.count, 680);
  EXPECT_EQ(rules.low_graduation.color_required, Reading::kNo);
  EXPECT_EQ(rules.low_performing.status, "CSI Low Perform");
  EXPECT_EQ(rules.low_performing.leaves_when_not_met, Reading::kUnknown);
  EXPECT_EQ(rules.additional.minimum_counted, 2);
  EXPECT_FALSE(rules.targeted.has_value());
  EXPECT_EQ(rules.none_status, "No Status");
  EXPECT_THAT(rules.none_status_aliases, ElementsAre("General Assistance"));
}

TEST(EssaRulesTest, ALimitOf0IsALimitAndACriterionIsInForceUnlessItSaysOtherwise) {
  v1::Rulebook rulebook = RulebookOf(kEssa);
  const auto criterion = [&] {
    return std::get<EssaRules>(*ToEssaRules(rulebook)).criteria.front();
  };
  EXPECT_EQ(criterion().maximum_not_lowest, 0);
  EXPECT_FALSE(criterion().maximum_above_second_lowest.has_value());
  EXPECT_EQ(criterion().in_force, Reading::kYes);
  rulebook.mutable_essa()->mutable_criteria(0)->set_in_force(v1::READING_UNKNOWN);
  EXPECT_EQ(criterion().in_force, Reading::kUnknown);
}

TEST(EssaRulesTest, AYearOfGroupsIsTestedByTheRulebookThatItNames) {
  const auto converted = ToEssaRules(RulebookOf(kEssa));
  ASSERT_THAT(converted, IsOk());
  const auto& years = std::get<EssaRules>(*converted).additional.years;
  ASSERT_THAT(years, SizeIs(2));
  EXPECT_EQ(years[0].rulebook_year, 2023);
  EXPECT_EQ(years[1].rulebook_year, 2024) << "its own where it names none";

  for (const char* const wrong : {"rulebooks/lcff-2023", "essa-2023", "rulebooks/essa-x"}) {
    EXPECT_THAT(EssaProblem([wrong](auto& essa) {
                  essa.mutable_additional()->mutable_years(0)->set_rulebook(wrong);
                }),
                HasSubstr("names no ESSA rulebook"))
        << wrong;
  }
  EXPECT_THAT(EssaProblem([](auto& essa) {
                essa.mutable_additional()->mutable_years(0)->set_rulebook("rulebooks/essa-2025");
              }),
              HasSubstr("by the rules of a later year"));
}

TEST(EssaRulesTest, SupportByGroupsNeedsAStatusAndYearsThatAscend) {
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.mutable_additional()->clear_years(); }),
              HasSubstr("needs a status and years"));
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.mutable_additional()->clear_status(); }),
              HasSubstr("needs a status and years"));
  EXPECT_THAT(EssaProblem([](auto& essa) {
                essa.mutable_additional()->mutable_years(0)->set_dashboard_year(2024);
              }),
              HasSubstr("ATSI: years ascend"));
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.mutable_targeted(); }), HasSubstr("has no source"))
      << "TSI, where a year has it, is checked like ATSI";
}

TEST(EssaRulesTest, AnIndicatorCountsOnceByItsOwnPerformance) {
  EXPECT_THAT(EssaProblem([](auto& essa) { *essa.add_indicators() = essa.indicators(0); }),
              HasSubstr("an indicator counts twice"));
  EXPECT_THAT(EssaProblem([](auto& essa) {
                essa.mutable_indicators(0)->set_indicator(education::v1::INDICATOR_GRADUATION);
              }),
              HasSubstr("by another one's performance"));
  EXPECT_THAT(EssaProblem([](auto& essa) {
                v1::Test& second = *essa.mutable_indicators(0)->mutable_second_lowest();
                second.clear_colors();
                second.add_status_levels(2);
              }),
              HasSubstr("look at different things"));
  EXPECT_THAT(EssaProblem([](auto& essa) {
                essa.mutable_indicators(0)->mutable_second_lowest()->set_indicator(
                    education::v1::INDICATOR_GRADUATION);
              }),
              HasSubstr("look at different things"));
}

TEST(EssaRulesTest, LowGraduationHasABorderAndOneToTenCohorts) {
  for (const int count : {1, 10}) {
    v1::Rulebook rulebook = RulebookOf(kEssa);
    rulebook.mutable_essa()->mutable_low_graduation()->set_cohort_count(count);
    EXPECT_THAT(ToEssaRules(rulebook), IsOk()) << count;
  }
  for (const int count : {0, 11}) {
    EXPECT_THAT(EssaProblem([count](auto& essa) {
                  essa.mutable_low_graduation()->set_cohort_count(count);
                }),
                HasSubstr("1 to 10 cohorts"))
        << count;
  }
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.mutable_low_graduation()->clear_below(); }),
              HasSubstr("a border"));
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.mutable_low_performing()->clear_status(); }),
              HasSubstr("CSI needs words"));
}

TEST(EssaRulesTest, ThePriorYearIsAnEarlierOneOrNone) {
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.set_prior_year(2024); }),
              HasSubstr("not before the rulebook's own"));
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.set_prior_year(-1); }),
              HasSubstr("not before the rulebook's own"));
  v1::Rulebook first_year = RulebookOf(kEssa);
  first_year.mutable_essa()->clear_prior_year();
  EXPECT_THAT(ToEssaRules(first_year), IsOk());
}

TEST(EssaRulesTest, NeedsIndicatorsCriteriaAndAWordForNone) {
  const auto problem = HasSubstr("ESSA needs indicators, criteria and a word for none");
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.clear_indicators(); }), problem);
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.clear_criteria(); }), problem);
  EXPECT_THAT(EssaProblem([](auto& essa) { essa.clear_none_status(); }), problem);
}

}  // namespace
}  // namespace sos::eligibility
