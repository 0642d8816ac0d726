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
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kLcff[] = R"pb(
  dashboard_year: 2024
  priorities {
    priority: 5
    any_of {
      all_of { indicator: INDICATOR_CHRONIC_ABSENTEEISM colors: COLOR_RED }
      only_groups: STUDENT_GROUP_HOMELESS
    }
    any_of { all_of { indicator: INDICATOR_GRADUATION colors: COLOR_RED } }
    citation { source: "EC 52064.5" basis: BASIS_STATUTE }
  }
  priorities {
    priority: 6
    any_of { all_of { indicator: INDICATOR_SUSPENSION colors: COLOR_RED } }
    citation { source: "EC 52064.5" basis: BASIS_STATUTE }
  }
  letters {
    letter: "C"
    priorities: [ 5, 6 ]
  }
  methods {
    number: 1
    description: "Two priorities."
    citation { source: "EC 52071" basis: BASIS_STATUTE }
  }
  local_rule {
    priorities: [ 1, 2 ]
    preceding_year: 2023
    citation { source: "EC 52071" basis: BASIS_STATUTE }
  }
)pb";

std::string LcffProblem(const std::function<void(v1::Rulebook&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kLcff);
  change(rulebook);
  return ProblemOf(ToLcffRules(rulebook));
}

LcffRules LcffAfter(const std::function<void(v1::Rulebook&)>& change) {
  v1::Rulebook rulebook = RulebookOf(kLcff);
  change(rulebook);
  const auto converted = ToLcffRules(rulebook);
  EXPECT_THAT(converted, IsOk());
  return std::get<LcffRules>(*converted);
}

TEST(LcffRulesTest, HasThePrioritiesMethodsAndLocalRuleOfTheYear) {
  const LcffRules rules = LcffAfter([](auto&) {});
  ASSERT_THAT(rules.priorities, SizeIs(2));
  EXPECT_EQ(rules.priorities[0].priority, 5);
  ASSERT_THAT(rules.priorities[0].any_of, SizeIs(2));
  EXPECT_THAT(rules.priorities[0].any_of[0].only_groups, ElementsAre(StudentGroup::kHomeless));
  EXPECT_THAT(rules.priorities[0].any_of[1].only_groups, IsEmpty());
  EXPECT_EQ(rules.LetterFor({5, 6}), 'C');
  ASSERT_THAT(rules.methods, SizeIs(1));
  EXPECT_EQ(rules.methods[0].description, "Two priorities.");
  ASSERT_TRUE(rules.local_rule.has_value());
  EXPECT_THAT(rules.local_rule->priorities, ElementsAre(1, 2));
  EXPECT_EQ(rules.local_rule->preceding_year, 2023);
  EXPECT_FALSE(rules.intensive.has_value());
}

TEST(LcffRulesTest, TwoSufficeWhereARulebookDoesNotSayHowMany) {
  const LcffRules by_statute = LcffAfter([](auto&) {});
  EXPECT_EQ(by_statute.minimum_priority_count, 2);
  EXPECT_EQ(by_statute.local_rule->minimum_count, 2);
  const LcffRules rules = LcffAfter([](auto& rulebook) {
    rulebook.set_minimum_priority_count(3);
    rulebook.mutable_local_rule()->set_minimum_count(1);
  });
  EXPECT_EQ(rules.minimum_priority_count, 3);
  EXPECT_EQ(rules.local_rule->minimum_count, 1);
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.set_minimum_priority_count(-1); }),
              HasSubstr("at least one priority"));
  EXPECT_THAT(
      LcffProblem([](auto& rulebook) { rulebook.mutable_local_rule()->set_minimum_count(-1); }),
      HasSubstr("local indicators suffice by at least one"));
}

TEST(LcffRulesTest, PrioritiesRunFrom1To10EachOnceWithACriterion) {
  for (const int edge : {1, 10}) {
    EXPECT_EQ(
        LcffAfter([edge](auto& rulebook) { rulebook.mutable_priorities(0)->set_priority(edge); })
            .priorities[0]
            .priority,
        edge);
  }
  const auto problem = HasSubstr("priorities run from 1 to 10, each once, each with a criterion");
  for (const int wrong : {0, 11, 6}) {
    EXPECT_THAT(LcffProblem([wrong](auto& rulebook) {
                  rulebook.mutable_priorities(0)->set_priority(wrong);
                }),
                problem)
        << wrong;
  }
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.mutable_priorities(1)->clear_any_of(); }),
              problem);
}

TEST(LcffRulesTest, ACriterionHasTestsAndGroupsThatThereAre) {
  EXPECT_THAT(LcffProblem([](auto& rulebook) {
                rulebook.mutable_priorities(0)->mutable_any_of(0)->clear_all_of();
              }),
              HasSubstr("a criterion without tests"));
  EXPECT_THAT(LcffProblem([](auto& rulebook) {
                rulebook.mutable_priorities(0)->mutable_any_of(0)->add_except_groups(
                    education::v1::STUDENT_GROUP_UNSPECIFIED);
              }),
              HasSubstr("a criterion names a student group that is none"));
}

TEST(LcffRulesTest, ALetterIsOneCharacterAndItsPrioritiesAscend) {
  const auto problem = HasSubstr("a letter is one character, its priorities ascend");
  for (const char* const wrong : {"", "CC"}) {
    EXPECT_THAT(
        LcffProblem([wrong](auto& rulebook) { rulebook.mutable_letters(0)->set_letter(wrong); }),
        problem);
  }
  EXPECT_THAT(
      LcffProblem([](auto& rulebook) { rulebook.mutable_letters(0)->set_priorities(0, 8); }),
      problem);
}

TEST(LcffRulesTest, AMethodIsListedOnceAndOneAtLeastIsInForce) {
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.clear_methods(); }),
              HasSubstr("no method is in force"));
  EXPECT_THAT(LcffProblem([](auto& rulebook) { *rulebook.add_methods() = rulebook.methods(0); }),
              HasSubstr("method 1 is listed twice"));
}

TEST(LcffRulesTest, ARuleIsNamedWhoseSourceIsMissing) {
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.mutable_priorities(1)->clear_citation(); }),
              HasSubstr("priority 6 has no source"));
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.mutable_methods(0)->clear_citation(); }),
              HasSubstr("method 1 has no source"));
  EXPECT_THAT(LcffProblem([](auto& rulebook) { rulebook.mutable_local_rule()->clear_citation(); }),
              HasSubstr("local rule has no source"));
}

TEST(LcffRulesTest, AYearMayHaveNoLocalRuleAndRecurrencesThatEndWithIt) {
  const LcffRules rules = LcffAfter([](auto& rulebook) {
    rulebook.clear_local_rule();
    v1::RecurrenceRule& lead = *rulebook.mutable_geographic_lead();
    for (const int year : {2022, 2023, 2024}) lead.add_dashboard_years(year);
    lead.set_minimum_year_count(3);
    lead.set_minimum_group_count(1);
    *lead.mutable_citation() = rulebook.methods(0).citation();
  });
  EXPECT_FALSE(rules.local_rule.has_value());
  EXPECT_THAT(rules.geographic_lead->dashboard_years, ElementsAre(2022, 2023, 2024));
  EXPECT_THAT(LcffProblem([](auto& rulebook) {
                v1::RecurrenceRule& intensive = *rulebook.mutable_intensive();
                intensive.add_dashboard_years(2023);
                intensive.set_minimum_year_count(1);
                intensive.set_minimum_group_count(1);
                *intensive.mutable_citation() = rulebook.methods(0).citation();
              }),
              HasSubstr("years that end with its own"));
}

}  // namespace
}  // namespace sos::eligibility
