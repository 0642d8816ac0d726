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
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A duty of recurring groups, and one of lowest performance.
constexpr char kPlan[] = R"pb(
  dashboard_year: 2024
  duties {
    name: "required-goals"
    description: "A goal for the groups that recur."
    kind: KIND_RECURRING_GROUPS
    recurrence {
      dashboard_years: [ 2022, 2023 ]
      minimum_year_count: 2
      minimum_group_count: 1
      citation { source: "EC 52064" basis: BASIS_STATUTE }
    }
    known: READING_YES
    citation { source: "EC 52064" basis: BASIS_STATUTE }
  }
  duties {
    name: "lowest-performance"
    description: "What is Red."
    kind: KIND_LOWEST_PERFORMANCE
    dashboard_year: 2023
    lowest { indicator: INDICATOR_SUSPENSION colors: COLOR_RED }
    known: READING_UNKNOWN
    citation { source: "a guide" basis: BASIS_PUBLISHED_TEXT }
  }
)pb";

std::string LcapProblem(const std::function<void(v1::Rulebook&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kPlan);
  change(rulebook);
  return ProblemOf(ToLcapRules(rulebook));
}

TEST(LcapRulesTest, ADutyHasWhatItsKindAsksFor) {
  const auto converted = ToLcapRules(RulebookOf(kPlan));
  ASSERT_THAT(converted, IsOk());
  const auto& duties = std::get<LcapRules>(*converted).duties;
  ASSERT_THAT(duties, SizeIs(2));
  EXPECT_EQ(duties[0].kind, DutyKind::kRecurringGroups);
  EXPECT_THAT(duties[0].recurrence.dashboard_years, ElementsAre(2022, 2023))
      << "the years of a plan need not end with its own";
  EXPECT_THAT(duties[0].lowest, IsEmpty());
  EXPECT_EQ(duties[1].kind, DutyKind::kLowestPerformance);
  EXPECT_EQ(duties[1].dashboard_year, 2023);
  EXPECT_EQ(duties[1].known, Reading::kUnknown);
  ASSERT_THAT(duties[1].lowest, SizeIs(1));
  EXPECT_EQ(duties[1].lowest.front().colors, kRedColor);
}

TEST(LcapRulesTest, OnlyLowestPerformanceHasTestsAndItHasSome) {
  EXPECT_THAT(LcapProblem([](auto& plan) { plan.mutable_duties(1)->clear_lowest(); }),
              HasSubstr("the duty lowest-performance is incomplete"));
  EXPECT_THAT(LcapProblem([](auto& plan) {
                *plan.mutable_duties(0)->add_lowest() = plan.duties(1).lowest(0);
              }),
              HasSubstr("the duty required-goals is incomplete"));
}

TEST(LcapRulesTest, ADutyHasAKindAReadingAndASource) {
  EXPECT_THAT(LcapProblem([](auto& plan) { plan.mutable_duties(0)->clear_kind(); }),
              HasSubstr("the duty required-goals is incomplete"));
  EXPECT_THAT(LcapProblem([](auto& plan) { plan.mutable_duties(1)->clear_known(); }),
              HasSubstr("whether a duty's rule is known is neither"));
  EXPECT_THAT(LcapProblem([](auto& plan) { plan.mutable_duties(1)->clear_citation(); }),
              HasSubstr("lowest-performance has no source"));
}

TEST(LcapRulesTest, RecurringGroupsLookAtNoLaterYear) {
  EXPECT_THAT(LcapProblem([](auto& plan) {
                plan.mutable_duties(0)->mutable_recurrence()->add_dashboard_years(2025);
              }),
              HasSubstr("required-goals: years ascend from 2017 to the rulebook's own"));
}

TEST(LcapRulesTest, APlanHasDuties) {
  EXPECT_THAT(LcapProblem([](auto& plan) { plan.clear_duties(); }),
              HasSubstr("a plan without duties"));
}

}  // namespace
}  // namespace sos::eligibility
