// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/criteria.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::SizeIs;

constexpr int kYear = 2024;

// Suspension is priority 6, absence priority 5; two of them make a letter. Two local indicators
// that are not met for two years suffice by themselves, one with a group in another priority.
Rulebook TestRulebook(int preceding_year = 0) {
  const auto red = [](Indicator indicator) {
    return Criterion{.all_of = {{.indicator = indicator, .colors = kRedColor}}};
  };
  return {.program = Program::kLcff,
          .dashboard_year = kYear,
          .student_groups = {StudentGroup::kHomeless},
          .rules = LcffRules{
              .priorities = {{.priority = 5, .any_of = {red(Indicator::kChronicAbsenteeism)}},
                             {.priority = 6, .any_of = {red(Indicator::kSuspension)}}},
              .minimum_priority_count = 2,
              .letters = {{'C', {5, 6}}},
              .methods = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}},
              .local_rule = LocalRule{.priorities = {1, 6},
                                      .county_office_priorities = {9},
                                      .preceding_year = preceding_year,
                                      .minimum_count = 2}}};
}

// A district of which everything is known and nothing is remarkable.
EntityHistory Quiet() {
  EntityHistory history{.cds = *CdsCode::Parse("01611190000000")};
  EntityYear& year = history.years[kYear];
  year.default_evidence.fill({.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  year.local_ratings = {{1, LocalRating::kMet}, {6, LocalRating::kMet}};
  year.late_certification = kNotMet;
  return history;
}

void SetRed(EntityHistory& history, Indicator indicator) {
  EntityYear& year = history.years[kYear];
  const auto [found, added] =
      year.groups.try_emplace(StudentGroup::kHomeless, year.default_evidence);
  found->second[static_cast<size_t>(indicator)] = {.origin = Origin::kResult, .colors = kRedColor};
}

std::vector<Outcome> Locals(const EntityHistory& history, int preceding_year = 0,
                            Reading count = Reading::kYes) {
  std::vector<Outcome> outcomes;
  for (const LocalAnswer& answer : JudgeLocals(TestRulebook(preceding_year), history, count)) {
    outcomes.push_back(answer.outcome);
  }
  return outcomes;
}

// The answers point into the rulebook.
const Rulebook& OneRulebook() {
  static const auto* const kRulebook = new Rulebook(TestRulebook());
  return *kRulebook;
}

// The outcomes of the four methods.
std::vector<Outcome> Methods(const EntityHistory& history) {
  std::vector<Outcome> outcomes;
  for (const MethodAnswer& answer :
       JudgeYear(OneRulebook(), history, LetterBasis::kResults, Detail::kFindings).methods) {
    outcomes.push_back(answer.outcome);
  }
  return outcomes;
}

TEST(CriteriaTest, ARatingMaySayOfItselfThatItHoldsForTwoYears) {
  EntityHistory history = Quiet();
  EXPECT_THAT(Locals(history), ElementsAre(kNotMet, kNotMet));
  history.years[kYear].local_ratings[1] = LocalRating::kNotMet;
  EXPECT_THAT(Locals(history), ElementsAre(kNotMet, kNotMet)) << "one year";
  history.years[kYear].local_ratings[1] = LocalRating::kNotMetTwoOrMoreYears;
  EXPECT_THAT(Locals(history), ElementsAre(kMet, kNotMet));
}

TEST(CriteriaTest, OrTheYearBeforeSaysIt) {
  EntityHistory history = Quiet();
  history.years[kYear].local_ratings[1] = LocalRating::kNotMet;
  EXPECT_THAT(Locals(history, 2023), ElementsAre(kInsufficientData, kNotMet));
  history.years[2023].local_ratings[1] = LocalRating::kMet;
  EXPECT_THAT(Locals(history, 2023), ElementsAre(kNotMet, kNotMet));
  history.years[2023].local_ratings[1] = LocalRating::kNotMet;
  EXPECT_THAT(Locals(history, 2023), ElementsAre(kMet, kNotMet));
}

TEST(CriteriaTest, AnLeaThatIsNotInAListOfItsCountyWasNotRated) {
  EntityHistory history = Quiet();
  history.years[kYear].local_ratings.erase(6);
  EXPECT_THAT(Locals(history), ElementsAre(kNotMet, kInsufficientData));
  history.years[kYear].local_covered[6] = true;
  EXPECT_THAT(Locals(history), ElementsAre(kNotMet, kNotMet));
}

TEST(CriteriaTest, ACountyOfficeHasPrioritiesOfItsOwnToo) {
  EntityHistory history = Quiet();
  history.kind = EntityKind::kCountyOffice;
  history.years[kYear].local_ratings[9] = LocalRating::kNotMetTwoOrMoreYears;
  EXPECT_THAT(Locals(history), ElementsAre(kNotMet, kNotMet, kMet));
}

TEST(CriteriaTest, WhetherALocalIndicatorCountsMayBeOpen) {
  EntityHistory history = Quiet();
  history.years[kYear].local_ratings[1] = LocalRating::kNotMetTwoOrMoreYears;
  EXPECT_THAT(Locals(history, 0, Reading::kNo), ElementsAre(kNotMet, kNotMet));
  EXPECT_THAT(Locals(history, 0, Reading::kUnknown), ElementsAre(kInsufficientData, kNotMet));
}

TEST(CriteriaTest, NothingRemarkableMeetsNoMethod) {
  EXPECT_THAT(Methods(Quiet()), ElementsAre(kNotMet, kNotMet, kNotMet, kNotMet));
}

TEST(CriteriaTest, TheFirstMethodIsAGroupInTwoPriorities) {
  EntityHistory history = Quiet();
  SetRed(history, Indicator::kChronicAbsenteeism);
  EXPECT_THAT(Methods(history), ElementsAre(kNotMet, kNotMet, kNotMet, kNotMet));
  SetRed(history, Indicator::kSuspension);
  EXPECT_THAT(Methods(history), ElementsAre(kMet, kNotMet, kNotMet, kNotMet));
}

// A policy under test may list the methods in another order, or drop one.
TEST(CriteriaTest, TheThirdMethodAsksForTheFirstTwoWhereverTheyStandAndIfTheyDoNot) {
  EntityHistory two_locals = Quiet();
  two_locals.years[kYear].local_ratings = {{1, LocalRating::kNotMetTwoOrMoreYears},
                                           {6, LocalRating::kNotMetTwoOrMoreYears}};
  SetRed(two_locals, Indicator::kSuspension);
  EntityHistory lettered = Quiet();
  lettered.years[kYear].local_ratings[1] = LocalRating::kNotMetTwoOrMoreYears;
  SetRed(lettered, Indicator::kSuspension);
  SetRed(lettered, Indicator::kChronicAbsenteeism);
  for (const std::vector<Method>& methods :
       {std::vector<Method>{{.number = 3}, {.number = 2}, {.number = 1}},
        std::vector<Method>{{.number = 3}}}) {
    Rulebook rulebook = TestRulebook();
    std::get<LcffRules>(rulebook.rules).methods = methods;
    for (const EntityHistory* history : {&two_locals, &lettered}) {
      const YearCriteria criteria =
          JudgeYear(rulebook, *history, LetterBasis::kResults, Detail::kFindings);
      EXPECT_EQ(criteria.methods.front().outcome, kNotMet) << methods.size();
    }
  }
}

TEST(CriteriaTest, TheSecondMethodIsTwoLocalIndicators) {
  EntityHistory history = Quiet();
  history.years[kYear].local_ratings = {{1, LocalRating::kNotMetTwoOrMoreYears},
                                        {6, LocalRating::kNotMetTwoOrMoreYears}};
  EXPECT_THAT(Methods(history), ElementsAre(kNotMet, kMet, kNotMet, kNotMet));
}

TEST(CriteriaTest, TheThirdMethodIsOneOfEachInTwoPriorities) {
  EntityHistory history = Quiet();
  history.years[kYear].local_ratings[6] = LocalRating::kNotMetTwoOrMoreYears;
  SetRed(history, Indicator::kSuspension);
  EXPECT_THAT(Methods(history), ElementsAre(kNotMet, kNotMet, kNotMet, kNotMet))
      << "both are of priority 6";
  EntityHistory other = Quiet();
  other.years[kYear].local_ratings[6] = LocalRating::kNotMetTwoOrMoreYears;
  SetRed(other, Indicator::kChronicAbsenteeism);
  EXPECT_THAT(Methods(other), ElementsAre(kNotMet, kNotMet, kMet, kNotMet));
}

TEST(CriteriaTest, TheFourthMethodIsLateCertification) {
  EntityHistory history = Quiet();
  history.years[kYear].late_certification = kMet;
  EXPECT_THAT(Methods(history), ElementsAre(kNotMet, kNotMet, kNotMet, kMet));
  history.years[kYear].late_certification = kInsufficientData;
  const YearCriteria open =
      JudgeYear(OneRulebook(), history, LetterBasis::kResults, Detail::kFindings);
  EXPECT_EQ(OutcomeOf(open.methods, 4), kInsufficientData);
  EXPECT_EQ(open.methods[3].reason, reason::kLateCertificationListMissing);
  EXPECT_EQ(open.finding.outcome, kInsufficientData);
}

TEST(CriteriaTest, MethodsBeyondTheScopeAreLeftOut) {
  EntityHistory history = Quiet();
  history.years[kYear].late_certification = kMet;
  const YearCriteria criteria = JudgeYear(OneRulebook(), history, LetterBasis::kResults,
                                          Detail::kFindings, {.highest_method = 3});
  EXPECT_THAT(criteria.methods, SizeIs(3));
  EXPECT_EQ(OutcomeOf(criteria.methods, 4), kNotMet);
  EXPECT_EQ(criteria.finding.outcome, kNotMet);
}

TEST(CriteriaTest, WhatTheStatePublishedStandsInForWhatIsMissing) {
  EntityHistory history = Quiet();
  history.years[kYear].late_certification = kInsufficientData;
  history.years[kYear].published = PublishedYear{.letters = {{StudentGroup::kHomeless, 'C'}},
                                                 .methods = {{1, false}, {4, true}}};
  const YearCriteria criteria =
      JudgeYear(OneRulebook(), history, LetterBasis::kPublished, Detail::kFindings);
  EXPECT_EQ(criteria.basis, LetterBasis::kPublished);
  EXPECT_EQ(OutcomeOf(criteria.methods, 1), kMet) << "by its letter, which decides the method";
  EXPECT_EQ(OutcomeOf(criteria.methods, 4), kMet);
  EXPECT_TRUE(criteria.methods[3].published);
}

TEST(CriteriaTest, WithoutAPublishedFileLettersRestOnResults) {
  EXPECT_EQ(JudgeYear(OneRulebook(), Quiet(), LetterBasis::kPublished, Detail::kAnswer).basis,
            LetterBasis::kResults);
}

}  // namespace
}  // namespace sos::eligibility
