// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/recurrence.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using enum StudentGroup;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Two groups in two of three years, or all of an LEA with fewer.
RecurrenceRule TestRule() {
  return {.dashboard_years = {2022, 2023, 2024},
          .minimum_year_count = 2,
          .minimum_group_count = 2,
          .all_groups_if_fewer = true};
}

YearGroups Known(int year, std::map<StudentGroup, Outcome> outcomes) {
  return {.dashboard_year = year, .basis = LetterBasis::kResults, .outcomes = std::move(outcomes)};
}
YearGroups Unknown(int year) { return {.dashboard_year = year}; }

RecurrenceAnswer Judge(const std::vector<YearGroups>& years, std::optional<int> group_count = 10) {
  static const auto* const kRule = new RecurrenceRule(TestRule());
  return JudgeRecurrence(*kRule, years, group_count);
}

TEST(RecurrenceTest, TwoGroupsInTwoYearsRecur) {
  const RecurrenceAnswer answer = Judge({Known(2022, {{kHomeless, kMet}, {kAsian, kNotMet}}),
                                         Known(2023, {{kHomeless, kMet}, {kAsian, kMet}}),
                                         Known(2024, {{kHomeless, kNotMet}, {kAsian, kMet}})});
  EXPECT_EQ(answer.outcome, kMet);
  EXPECT_EQ(answer.recurring_group_count, 2);
}

TEST(RecurrenceTest, OneGroupOrOneYearIsNotEnough) {
  const RecurrenceAnswer one_group = Judge({Known(2022, {{kHomeless, kMet}, {kAsian, kNotMet}}),
                                            Known(2023, {{kHomeless, kMet}, {kAsian, kNotMet}}),
                                            Known(2024, {{kHomeless, kMet}, {kAsian, kMet}})});
  EXPECT_EQ(one_group.outcome, kNotMet);
  EXPECT_EQ(one_group.recurring_group_count, 1);
  EXPECT_EQ(
      Judge({Known(2022, {{kHomeless, kMet}}), Known(2023, {{kAsian, kMet}}), Known(2024, {})})
          .outcome,
      kNotMet)
      << "two groups, each in one year";
}

TEST(RecurrenceTest, AnOpenGroupLeavesTheAnswerOpen) {
  const RecurrenceAnswer answer =
      Judge({Known(2022, {{kHomeless, kMet}, {kAsian, kMet}}),
             Known(2023, {{kHomeless, kMet}, {kAsian, kInsufficientData}}), Known(2024, {})});
  EXPECT_EQ(answer.outcome, kInsufficientData);
  EXPECT_EQ(answer.reason, reason::kLettersUndecided);
}

TEST(RecurrenceTest, InAYearOfWhichNothingIsKnownAnyGroupMayHaveMetTheCriteria) {
  const RecurrenceAnswer open =
      Judge({Unknown(2022), Known(2023, {{kHomeless, kMet}, {kAsian, kMet}}),
             Known(2024, {{kHomeless, kNotMet}, {kAsian, kNotMet}})});
  EXPECT_EQ(open.outcome, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kHistoryMissing);
  EXPECT_EQ(Judge({Unknown(2022), Known(2023, {{kHomeless, kNotMet}}),
                   Known(2024, {{kHomeless, kNotMet}})})
                .outcome,
            kNotMet)
      << "one unknown year does not make two";
  EXPECT_EQ(Judge({Unknown(2022), Unknown(2023), Known(2024, {{kHomeless, kNotMet}})}).outcome,
            kInsufficientData)
      << "two of them may";
}

TEST(RecurrenceTest, WhatIsCertainNeedsNoFurtherYear) {
  EXPECT_EQ(Judge({Known(2022, {{kHomeless, kMet}, {kAsian, kMet}}),
                   Known(2023, {{kHomeless, kMet}, {kAsian, kMet}}), Unknown(2024)})
                .outcome,
            kMet);
}

TEST(RecurrenceTest, OfAnLeaWithFewerGroupsAllMustRecur) {
  const std::vector<YearGroups> one_group = {Known(2022, {{kHomeless, kMet}}),
                                             Known(2023, {{kHomeless, kMet}}), Known(2024, {})};
  EXPECT_EQ(Judge(one_group, 1).outcome, kMet) << "it has no other";
  EXPECT_EQ(Judge(one_group, 2).outcome, kNotMet) << "it has two, of which one recurs";
}

TEST(RecurrenceTest, HowManyGroupsAnLeaHasMayNotShow) {
  const std::vector<YearGroups> one_group = {Known(2022, {{kHomeless, kMet}}),
                                             Known(2023, {{kHomeless, kMet}}), Known(2024, {})};
  const RecurrenceAnswer open = Judge(one_group, std::nullopt);
  EXPECT_EQ(open.outcome, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kGroupCountUnknown);
  std::vector<YearGroups> two_seen = one_group;
  two_seen[2].outcomes[kAsian] = kMet;
  EXPECT_EQ(Judge(two_seen, std::nullopt).outcome, kNotMet) << "two at least were seen";
}

TEST(RecurrenceTest, AnLeaWithoutGroupsHasNoneThatRecur) {
  EXPECT_EQ(Judge({Known(2022, {}), Known(2023, {}), Known(2024, {})}, 0).outcome, kNotMet);
}

TEST(RecurrenceTest, AFindingHasAPartForEachYear) {
  RecurrenceAnswer answer =
      Judge({Known(2022, {{kHomeless, kMet}, {kAsian, kMet}}), Unknown(2023), Known(2024, {})});
  answer.years[0].basis = LetterBasis::kPublished;
  const Finding finding = RecurrenceFinding("intensive", answer, Detail::kSentences);

  EXPECT_EQ(finding.rule, "intensive");
  EXPECT_EQ(finding.outcome, answer.outcome);
  EXPECT_EQ(finding.open_reason, reason::kHistoryMissing);
  ASSERT_THAT(finding.parts, SizeIs(3));
  EXPECT_THAT(finding.parts[0].statement, HasSubstr("2022, as published: AS HOM."));
  EXPECT_EQ(finding.parts[0].outcome, kMet);
  EXPECT_THAT(finding.parts[1].statement, HasSubstr("2023: nothing is known."));
  EXPECT_EQ(finding.parts[1].outcome, kInsufficientData);
  EXPECT_THAT(finding.parts[2].statement, HasSubstr("2024, from results: no group."));
  EXPECT_EQ(finding.parts[2].outcome, kNotMet);
}

}  // namespace
}  // namespace sos::eligibility
