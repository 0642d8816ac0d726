// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/groups.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using enum StudentGroup;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2024;

Criterion Red(Indicator indicator) {
  return {.all_of = {{.indicator = indicator, .colors = kRedColor}}};
}

// Priority 4: red in both tests. 5: red in absence or graduation. 6: red in suspension. Two of them
// make a letter.
LcffRules TestRules() {
  return {
      .priorities = {{.priority = 4,
                      .any_of = {{.all_of = {{.indicator = Indicator::kEnglishLanguageArts,
                                              .colors = kRedColor},
                                             {.indicator = Indicator::kMathematics,
                                              .colors = kRedColor}}}}},
                     {.priority = 5,
                      .any_of = {Red(Indicator::kChronicAbsenteeism), Red(Indicator::kGraduation)}},
                     {.priority = 6, .any_of = {Red(Indicator::kSuspension)}}},
      .minimum_priority_count = 2,
      .letters = {{'A', {4, 5}}, {'B', {4, 6}}, {'C', {5, 6}}, {'D', {4, 5, 6}}}};
}

Rulebook TestRulebook() {
  return {.program = Program::kLcff,
          .dashboard_year = kYear,
          .student_groups = {kHomeless, kEnglishLearners},
          .rules = TestRules()};
}

// A group that is in none of the indicators, but for some of which these colors are possible.
GroupEvidence With(const std::vector<std::pair<Indicator, Mask>>& colors,
                   Origin origin = Origin::kResult) {
  GroupEvidence evidence;
  evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  for (const auto& [indicator, possible] : colors) {
    evidence[static_cast<size_t>(indicator)] = {.origin = origin, .colors = possible};
  }
  return evidence;
}

GroupAnswer AnswerOf(const GroupEvidence& evidence) {
  GroupAnswer alone = JudgeGroup(TestRules(), kYear, kHomeless, evidence, Detail::kAnswer).answer;
  const GroupAnswer explained =
      JudgeGroup(TestRules(), kYear, kHomeless, evidence, Detail::kSentences).answer;
  EXPECT_EQ(alone.outcome, explained.outcome) << "however much is told";
  EXPECT_EQ(alone.letter, explained.letter);
  EXPECT_EQ(alone.letter_decided, explained.letter_decided);
  EXPECT_EQ(alone.reason, explained.reason);
  return alone;
}

constexpr Indicator kAbsence = Indicator::kChronicAbsenteeism;
constexpr Indicator kSuspension = Indicator::kSuspension;

TEST(GroupsTest, ACriterionMayBeAboutSomeGroupsOnly) {
  Criterion criterion = Red(kAbsence);
  EXPECT_TRUE(Concerns(criterion, kHomeless));
  criterion.only_groups = {kHomeless};
  EXPECT_TRUE(Concerns(criterion, kHomeless));
  EXPECT_FALSE(Concerns(criterion, kEnglishLearners));
  criterion.except_groups = {kHomeless};
  EXPECT_FALSE(Concerns(criterion, kHomeless)) << "an exception goes before";
}

TEST(GroupsTest, APriorityIsMetByOneCriterionOfWhichAllTestsAre) {
  const LcffRules rules = TestRules();
  const PriorityCriteria& tests = rules.priorities[0];
  const PriorityCriteria& engagement = rules.priorities[1];
  EXPECT_EQ(JudgePriority(tests, kHomeless,
                          With({{Indicator::kEnglishLanguageArts, kRedColor},
                                {Indicator::kMathematics, kRedColor}})),
            kMet);
  EXPECT_EQ(JudgePriority(tests, kHomeless, With({{Indicator::kMathematics, kRedColor}})), kNotMet);
  EXPECT_EQ(JudgePriority(engagement, kHomeless, With({{Indicator::kGraduation, kRedColor}})),
            kMet);
  EXPECT_EQ(JudgePriority(engagement, kHomeless, With({})), kNotMet);
}

TEST(GroupsTest, ACriterionOfOtherGroupsIsNotMetWhateverTheEvidence) {
  const PriorityCriteria priority{
      .any_of = {{.all_of = {{.indicator = kAbsence, .colors = kRedColor}},
                  .only_groups = {kEnglishLearners}}}};
  EXPECT_EQ(JudgePriority(priority, kHomeless, With({{kAbsence, kAllValues}})), kNotMet);
  EXPECT_EQ(JudgePriority(priority, kEnglishLearners, With({{kAbsence, kAllValues}})),
            kInsufficientData);
}

TEST(GroupsTest, TwoPrioritiesMakeALetterAndOneDoesNot) {
  const GroupAnswer one = AnswerOf(With({{kAbsence, kRedColor}}));
  EXPECT_EQ(one.outcome, kNotMet);
  EXPECT_TRUE(one.letter_decided);
  EXPECT_EQ(one.letter, 0);

  const GroupAnswer two = AnswerOf(With({{kAbsence, kRedColor}, {kSuspension, kRedColor}}));
  EXPECT_EQ(two.outcome, kMet);
  EXPECT_TRUE(two.letter_decided);
  EXPECT_EQ(two.letter, 'C');
  EXPECT_THAT(two.reason, IsEmpty());
}

TEST(GroupsTest, ALetterIsOpenWhereAFurtherPriorityMayBeMet) {
  const GroupAnswer answer = AnswerOf(With({{kAbsence, kRedColor},
                                            {kSuspension, kRedColor},
                                            {Indicator::kEnglishLanguageArts, kAllValues},
                                            {Indicator::kMathematics, kRedColor}}));
  EXPECT_EQ(answer.outcome, kMet) << "eligible in any case";
  EXPECT_FALSE(answer.letter_decided) << "by letter C or D";
  EXPECT_EQ(answer.reason, reason::kResultUndetermined);
}

TEST(GroupsTest, WhatCouldNotChangeTheAnswerLeavesItDecided) {
  const GroupAnswer answer = AnswerOf(With({{kAbsence, kAllValues}}));
  EXPECT_EQ(answer.outcome, kNotMet) << "one priority is not enough";
  EXPECT_TRUE(answer.letter_decided);
}

TEST(GroupsTest, SaysWhyAnAnswerIsOpenByWhereTheEvidenceIsFrom) {
  const std::vector<std::pair<Indicator, Mask>> open = {{kAbsence, kRedColor},
                                                        {kSuspension, kAllValues}};
  EXPECT_EQ(AnswerOf(With(open, Origin::kMissing)).reason, reason::kResultsMissing);
  EXPECT_EQ(AnswerOf(With(open, Origin::kRedList)).reason, reason::kOrangeUnknown);
  EXPECT_EQ(AnswerOf(With(open)).reason, reason::kResultUndetermined);
}

TEST(GroupsTest, AMissingFileIsTheFirstReason) {
  GroupEvidence evidence = With({{kAbsence, kAllValues}}, Origin::kRedList);
  evidence[static_cast<size_t>(kSuspension)] = {.origin = Origin::kMissing};
  EXPECT_EQ(AnswerOf(evidence).reason, reason::kResultsMissing);
}

TEST(GroupsTest, AFindingHasThePrioritiesThatItCounts) {
  const LcffRules rules = TestRules();
  const GroupEvidence evidence = With({{kAbsence, kRedColor}});
  const JudgedGroup judged = JudgeGroup(rules, kYear, kHomeless, evidence, Detail::kSentences);

  EXPECT_EQ(judged.finding.rule, "group");
  EXPECT_EQ(judged.finding.threshold, 2);
  EXPECT_EQ(judged.finding.group, kHomeless);
  EXPECT_THAT(judged.finding.statement, HasSubstr("Homeless: two priorities or more."));
  ASSERT_THAT(judged.finding.parts, SizeIs(3));
  EXPECT_EQ(judged.finding.parts[1].rule, "priority-5");
  EXPECT_EQ(judged.finding.parts[1].outcome, kMet);
  ASSERT_THAT(judged.finding.parts[1].parts, SizeIs(2));
  EXPECT_THAT(judged.finding.parts[0].parts[0].observed, SizeIs(2));
}

TEST(GroupsTest, JudgesAllGroupsOfTheRulebookInItsOrder) {
  const Rulebook rulebook = TestRulebook();
  EntityHistory history;
  EntityYear& year = history.years[rulebook.dashboard_year];
  year.default_evidence = With({});
  year.groups[kEnglishLearners] = With({{kAbsence, kRedColor}, {kSuspension, kRedColor}});
  const std::vector<JudgedGroup> judged = JudgeGroups(rulebook, history, Detail::kAnswer);

  ASSERT_THAT(judged, SizeIs(2));
  EXPECT_EQ(judged[0].answer.group, kHomeless);
  EXPECT_EQ(judged[0].answer.outcome, kNotMet);
  EXPECT_EQ(judged[1].answer.group, kEnglishLearners);
  EXPECT_EQ(judged[1].answer.letter, 'C');
}

TEST(GroupsTest, TakesLettersFromAPublishedFile) {
  const Rulebook rulebook = TestRulebook();
  const std::vector<JudgedGroup> judged =
      PublishedGroups(rulebook, {.letters = {{kEnglishLearners, 'B'}}}, Detail::kSentences);

  ASSERT_THAT(judged, SizeIs(2));
  EXPECT_EQ(judged[0].answer.outcome, kNotMet);
  EXPECT_TRUE(judged[0].answer.letter_decided) << "the file says all there is";
  EXPECT_THAT(judged[0].finding.statement, HasSubstr("published no letter"));
  EXPECT_EQ(judged[1].answer.outcome, kMet);
  EXPECT_EQ(judged[1].answer.letter, 'B');
  EXPECT_THAT(judged[1].finding.statement, HasSubstr("published letter B"));
}

TEST(GroupsTest, ALetterStandsForExactlyItsPriorities) {
  EXPECT_EQ(TestRules().LetterFor({4, 5, 6}), 'D');
  EXPECT_EQ(TestRules().LetterFor({5, 6}), 'C');
  EXPECT_EQ(TestRules().LetterFor({5}), 0);
  EXPECT_EQ(TestRules().LetterFor({}), 0);
}

}  // namespace
}  // namespace sos::eligibility
