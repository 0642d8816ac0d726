// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/charter/determine.h"

#include <map>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr StudentGroup kWhite = StudentGroup::kWhite;

Criterion Red(Indicator indicator) {
  return {.all_of = {{.indicator = indicator, .colors = kRedColor}}};
}

// The LCFF rules of a year: suspension and absence make a letter; two local indicators suffice.
Rulebook LcffOf(int year) {
  return {.program = Program::kLcff,
          .dashboard_year = year,
          .student_groups = {kHomeless, kWhite},
          .rules = LcffRules{
              .priorities = {{.priority = 5, .any_of = {Red(Indicator::kChronicAbsenteeism)}},
                             {.priority = 6, .any_of = {Red(Indicator::kSuspension)}}},
              .minimum_priority_count = 2,
              .letters = {{'C', {5, 6}}},
              .methods = {{.number = 1}, {.number = 2}, {.number = 3}, {.number = 4}},
              .local_rule = LocalRule{.priorities = {1, 2}, .minimum_count = 2}}};
}

class CharterTest : public testing::Test {
 protected:
  CharterTest() {
    history_.cds = *CdsCode::Parse("01611190130229");
    history_.kind = EntityKind::kCharterSchool;
    for (const Rulebook* lcff : {&lcff_2023_, &lcff_2024_}) {
      rulebooks_.Add(*lcff);
      EntityYear& year = history_.years[lcff->dashboard_year];
      year.default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
      year.local_ratings = {{1, LocalRating::kMet}, {2, LocalRating::kMet}};
    }
  }

  void MakeMet(int dashboard_year, StudentGroup group) {
    EntityYear& year = history_.years[dashboard_year];
    GroupEvidence& evidence = year.groups.try_emplace(group, year.default_evidence).first->second;
    for (const Indicator indicator : {Indicator::kChronicAbsenteeism, Indicator::kSuspension}) {
      evidence[static_cast<size_t>(indicator)] = {.origin = Origin::kResult, .colors = kRedColor};
    }
  }

  void MissLocalIndicators(int dashboard_year) {
    history_.years[dashboard_year].local_ratings = {{1, LocalRating::kNotMetTwoOrMoreYears},
                                                    {2, LocalRating::kNotMetTwoOrMoreYears}};
  }

  Determination Decide(Reading same_group, Reading local_indicators = Reading::kNo) {
    rulebook_ = {.program = Program::kCharter,
                 .dashboard_year = 2024,
                 .student_groups = {kHomeless, kWhite},
                 .status = {.eligible = "Eligible", .general = "Not Eligible"},
                 .rules = CharterRules{.dashboard_years = {2023, 2024},
                                       .minimum_year_count = 2,
                                       .same_group_required = same_group,
                                       .local_indicators_count = local_indicators}};
    return DetermineCharter({.rulebooks = rulebooks_, .rulebook = rulebook_, .history = history_});
  }

  EntityHistory history_;
  Rulebooks rulebooks_;
  Rulebook rulebook_;
  const Rulebook lcff_2023_ = LcffOf(2023);
  const Rulebook lcff_2024_ = LcffOf(2024);
};

TEST_F(CharterTest, OneYearIsNotEnough) {
  MakeMet(2024, kHomeless);
  EXPECT_EQ(Decide(Reading::kNo).eligibility, kNotMet);
  EXPECT_EQ(Decide(Reading::kNo).status, "Not Eligible");
}

TEST_F(CharterTest, TheSameGroupInBothYearsSufficesHoweverTheRuleIsRead) {
  MakeMet(2023, kHomeless);
  MakeMet(2024, kHomeless);
  for (const Reading reading : {Reading::kYes, Reading::kNo, Reading::kUnknown}) {
    EXPECT_EQ(Decide(reading).eligibility, kMet);
  }
  EXPECT_EQ(Decide(Reading::kUnknown).status, "Eligible");
}

TEST_F(CharterTest, DifferentGroupsSufficeOnlyIfTheRuleIsReadSoAndAreOpenWhereItIsNotKnown) {
  MakeMet(2023, kHomeless);
  MakeMet(2024, kWhite);
  EXPECT_EQ(Decide(Reading::kYes).eligibility, kNotMet);
  EXPECT_EQ(Decide(Reading::kNo).eligibility, kMet);
  const Determination open = Decide(Reading::kUnknown);
  EXPECT_EQ(open.eligibility, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kSameGroupUnknown);
  EXPECT_EQ(open.status, "");
}

TEST_F(CharterTest, ALocalIndicatorIsOpenWhereItIsNotKnownWhetherThePetitionAddressesIt) {
  MissLocalIndicators(2023);
  MissLocalIndicators(2024);
  EXPECT_EQ(Decide(Reading::kNo, Reading::kYes).eligibility, kMet);
  EXPECT_EQ(Decide(Reading::kNo, Reading::kNo).eligibility, kNotMet);
  const Determination open = Decide(Reading::kNo, Reading::kUnknown);
  EXPECT_EQ(open.eligibility, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kPetitionUnknown);
}

TEST_F(CharterTest, NoCharterSchoolIsLate) {
  history_.years[2023].late_certification = kMet;
  history_.years[2024].late_certification = kMet;
  const Determination determination = Decide(Reading::kNo);
  EXPECT_EQ(determination.eligibility, kNotMet);
  for (const MethodAnswer& answer : determination.As<CharterAnswer>()->methods) {
    EXPECT_NE(answer.method->number, 4);
  }
}

TEST_F(CharterTest, AYearWithoutRulesIsNotKnown) {
  rulebooks_ = Rulebooks();
  rulebooks_.Add(lcff_2024_);
  MakeMet(2024, kHomeless);
  const Determination determination = Decide(Reading::kNo);
  EXPECT_EQ(determination.eligibility, kInsufficientData);
  EXPECT_EQ(determination.reason, reason::kHistoryMissing);
}

}  // namespace
}  // namespace sos::eligibility
