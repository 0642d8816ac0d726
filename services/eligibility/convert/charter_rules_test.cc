// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <string>
#include <variant>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_text_test.h"

namespace sos::eligibility {
namespace {

using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCharter[] = R"pb(
  dashboard_year: 2024
  charter {
    dashboard_years: [ 2023, 2024 ]
    minimum_year_count: 2
    same_group_required: READING_UNKNOWN
    local_indicators_count: READING_NO
    citation { source: "EC 47607.3" basis: BASIS_STATUTE }
  }
)pb";

std::string CharterProblem(const std::function<void(v1::CharterRules&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kCharter);
  change(*rulebook.mutable_charter());
  return ProblemOf(ToCharterRules(rulebook));
}

TEST(CharterRulesTest, SaysHowYearsCombine) {
  const auto converted = ToCharterRules(RulebookOf(kCharter));
  ASSERT_THAT(converted, IsOk());
  const auto& rules = std::get<CharterRules>(*converted);
  EXPECT_THAT(rules.dashboard_years, ElementsAre(2023, 2024));
  EXPECT_EQ(rules.minimum_year_count, 2);
  EXPECT_EQ(rules.same_group_required, Reading::kUnknown);
  EXPECT_EQ(rules.local_indicators_count, Reading::kNo);
  EXPECT_EQ(rules.citation.source, "EC 47607.3");
  EXPECT_FALSE(rules.intensive.has_value());
}

TEST(CharterRulesTest, TheYearsEndWithTheRulebooksOwn) {
  EXPECT_THAT(CharterProblem([](auto& charter) { charter.clear_dashboard_years(); }),
              HasSubstr("years that end with their own"));
  EXPECT_THAT(CharterProblem([](auto& charter) {
                charter.clear_dashboard_years();
                charter.add_dashboard_years(2022);
                charter.add_dashboard_years(2023);
              }),
              HasSubstr("years that end with their own"));
  EXPECT_THAT(CharterProblem([](auto& charter) { charter.add_dashboard_years(2025); }),
              HasSubstr("charter schools: years ascend"));
}

TEST(CharterRulesTest, AtLeastOneYearCountsAndNoMoreThanThereAre) {
  for (const int count : {0, 3}) {
    EXPECT_THAT(CharterProblem([count](auto& charter) { charter.set_minimum_year_count(count); }),
                HasSubstr("years that end with their own"))
        << count;
  }
  v1::Rulebook one_year = RulebookOf(kCharter);
  one_year.mutable_charter()->set_minimum_year_count(1);
  EXPECT_THAT(ToCharterRules(one_year), IsOk());
}

TEST(CharterRulesTest, ReadingsAndTheSourceMustBeGiven) {
  EXPECT_THAT(CharterProblem([](auto& charter) { charter.clear_same_group_required(); }),
              HasSubstr("whether the same group must recur is neither yes, no nor unknown"));
  EXPECT_THAT(CharterProblem([](auto& charter) { charter.clear_local_indicators_count(); }),
              HasSubstr("whether local indicators count is neither"));
  EXPECT_THAT(CharterProblem([](auto& charter) { charter.clear_citation(); }),
              HasSubstr("the rule for charter schools has no source"));
}

TEST(CharterRulesTest, IntensiveAssistanceHasTheYearsOfARecurrence) {
  v1::Rulebook rulebook = RulebookOf(std::string(kCharter) + R"pb(
    intensive {
      dashboard_years: [ 2022, 2023, 2024 ]
      minimum_year_count: 3
      minimum_group_count: 3
      citation { source: "EC 52072" basis: BASIS_STATUTE }
    }
  )pb");
  const auto converted = ToCharterRules(rulebook);
  ASSERT_THAT(converted, IsOk());
  EXPECT_EQ(std::get<CharterRules>(*converted).intensive->minimum_group_count, 3);
  rulebook.mutable_intensive()->set_dashboard_years(2, 2023);
  EXPECT_THAT(ProblemOf(ToCharterRules(rulebook)), HasSubstr("recurrence"));
}

}  // namespace
}  // namespace sos::eligibility
