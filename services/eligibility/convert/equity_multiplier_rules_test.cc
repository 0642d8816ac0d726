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
using ::testing::HasSubstr;

constexpr char kMultiplier[] = R"pb(
  dashboard_year: 2023
  equity_multiplier {
    nonstability_above_thousandths: 250
    disadvantaged_above_thousandths: 700
    rounded_to_thousandths: READING_YES
    statewide_rate: "1052.6104853934"
    floor_dollars: 50000
    citation { source: "EC 42238.024" basis: BASIS_STATUTE }
    amount_citation { source: "the state's file" basis: BASIS_OFFICIAL_FILE }
  }
)pb";

std::string MultiplierProblem(const std::function<void(v1::EquityMultiplierRules&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kMultiplier);
  change(*rulebook.mutable_equity_multiplier());
  return ProblemOf(ToEquityMultiplierRules(rulebook));
}

TEST(EquityMultiplierRulesTest, ReadsTheRateToItsTenthDecimal) {
  const auto converted = ToEquityMultiplierRules(RulebookOf(kMultiplier));
  ASSERT_THAT(converted, IsOk());
  const auto& rules = std::get<EquityMultiplierRules>(*converted);
  EXPECT_EQ(rules.statewide_rate, 10'526'104'853'934);
  EXPECT_EQ(rules.statewide_rate_text, "1052.6104853934");
  EXPECT_EQ(rules.floor_dollars, 50'000);
  EXPECT_EQ(rules.nonstability_above_thousandths, 250);
  EXPECT_EQ(rules.disadvantaged_above_thousandths, 700);
  EXPECT_EQ(rules.rounded_to_thousandths, Reading::kYes);
  EXPECT_EQ(rules.amount_citation.source, "the state's file");
}

TEST(EquityMultiplierRulesTest, TheRateMayNotBeKnown) {
  v1::Rulebook rulebook = RulebookOf(kMultiplier);
  rulebook.mutable_equity_multiplier()->clear_statewide_rate();
  const auto converted = ToEquityMultiplierRules(rulebook);
  ASSERT_THAT(converted, IsOk());
  EXPECT_FALSE(std::get<EquityMultiplierRules>(*converted).statewide_rate.has_value());
  for (const char* const wrong : {"much", "-1", "1,052.61"}) {
    EXPECT_THAT(MultiplierProblem([wrong](auto& rules) { rules.set_statewide_rate(wrong); }),
                HasSubstr("the statewide rate is no amount"))
        << wrong;
  }
}

TEST(EquityMultiplierRulesTest, ThresholdsRunFrom0To1000Thousandths) {
  for (const int inside : {0, 1000}) {
    v1::Rulebook rulebook = RulebookOf(kMultiplier);
    rulebook.mutable_equity_multiplier()->set_nonstability_above_thousandths(inside);
    rulebook.mutable_equity_multiplier()->set_disadvantaged_above_thousandths(inside);
    EXPECT_THAT(ToEquityMultiplierRules(rulebook), IsOk()) << inside;
  }
  for (const int outside : {-1, 1001}) {
    EXPECT_THAT(MultiplierProblem(
                    [outside](auto& rules) { rules.set_nonstability_above_thousandths(outside); }),
                HasSubstr("from 0 to 1000 thousandths"));
    EXPECT_THAT(MultiplierProblem(
                    [outside](auto& rules) { rules.set_disadvantaged_above_thousandths(outside); }),
                HasSubstr("from 0 to 1000 thousandths"));
  }
}

TEST(EquityMultiplierRulesTest, ReadingsAndSourcesMustBeGiven) {
  EXPECT_THAT(MultiplierProblem([](auto& rules) { rules.clear_rounded_to_thousandths(); }),
              HasSubstr("whether rates are rounded is neither yes, no nor unknown"));
  EXPECT_THAT(MultiplierProblem([](auto& rules) { rules.clear_citation(); }),
              HasSubstr("the thresholds has no source"));
  EXPECT_THAT(MultiplierProblem([](auto& rules) { rules.clear_amount_citation(); }),
              HasSubstr("the amounts has no source"));
}

}  // namespace
}  // namespace sos::eligibility
