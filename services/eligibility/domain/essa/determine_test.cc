// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/determine.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

constexpr int kYear = 2024;
constexpr StudentGroup kAll = StudentGroup::kAll;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;

CountedIndicator Counted(Indicator indicator) {
  return {.lowest = {.indicator = indicator, .colors = kRedColor}};
}

// Two indicators count; all of them must be Red. Groups need both, this year and the year before.
Rulebook TestRulebook() {
  return {.program = Program::kEssa,
          .dashboard_year = kYear,
          .student_groups = {kHomeless},
          .rules = EssaRules{
              .indicators = {Counted(Indicator::kSuspension), Counted(Indicator::kMathematics)},
              .criteria = {{.minimum_counted = 1, .maximum_not_lowest = 0}},
              .low_graduation = {.status = "CSI Grad",
                                 .entry = true,
                                 .below = Tenths{680},
                                 .cohort_count = 1,
                                 .color_required = Reading::kNo},
              .low_performing = {.status = "CSI Low Perform",
                                 .entry = true,
                                 .title_i_school_year = kYear,
                                 .leaves_when_not_met = Reading::kUnknown},
              .additional = {.status = "ATSI",
                             .entry = true,
                             .years = {{kYear - 1, kYear}, {kYear, kYear}},
                             .minimum_counted = 2,
                             .leaves_when_not_met = Reading::kYes},
              .none_status = "No Status",
              .none_status_aliases = {"General Assistance"},
              .prior_year = kYear - 1}};
}

class EssaTest : public testing::Test {
 protected:
  EssaTest() {
    history_.cds = *CdsCode::Parse("01611190130229");
    history_.kind = EntityKind::kSchool;
    for (const int year : {kYear - 1, kYear}) {
      history_.years[year].default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    }
    history_.years[kYear - 1].support = PublishedSupport{.status = "General Assistance"};
    history_.title_i[kYear] = true;
    rulebooks_.Add(rulebook_);
  }

  void SetColors(int dashboard_year, StudentGroup group, Color suspension, Color mathematics) {
    EntityYear& year = history_.years[dashboard_year];
    GroupEvidence& evidence = year.groups.try_emplace(group, year.default_evidence).first->second;
    for (const auto& [indicator, color] : {std::pair(Indicator::kSuspension, suspension),
                                           std::pair(Indicator::kMathematics, mathematics)}) {
      evidence[static_cast<size_t>(indicator)] = {
          .origin = Origin::kResult, .colors = Bit(static_cast<int>(color)), .status_levels = 2};
    }
  }

  Determination Decide(LetterBasis basis = LetterBasis::kResults) const {
    return DetermineEssa(
        {.rulebooks = rulebooks_, .rulebook = rulebook_, .history = history_, .basis = basis});
  }

  const CategoryAnswer& CategoryOf(const Determination& determination, size_t index) const {
    return determination.As<EssaAnswer>()->categories[index];
  }

  Rulebook rulebook_ = TestRulebook();
  Rulebooks rulebooks_;
  EntityHistory history_;
};

TEST_F(EssaTest, ASchoolOfWhichNothingIsLowIsInNoCategory) {
  SetColors(kYear, kAll, Color::kRed, Color::kOrange);
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kNotMet);
  EXPECT_EQ(determination.status, "No Status");
  EXPECT_EQ(determination.As<EssaAnswer>()->exit, "NOEXIT");
}

TEST_F(EssaTest, AllRedEntersWithTitleIFundsOnly) {
  SetColors(kYear, kAll, Color::kRed, Color::kRed);
  EXPECT_EQ(Decide().status, "CSI Low Perform");

  history_.title_i[kYear] = false;
  EXPECT_EQ(Decide().status, "No Status");

  history_.title_i.clear();
  const Determination open = Decide();
  EXPECT_EQ(open.eligibility, kInsufficientData);
  EXPECT_EQ(CategoryOf(open, 1).reason, reason::kTitleIMissing);
}

TEST_F(EssaTest, AnAverageBelowTheBorderGoesBeforeAllOthers) {
  SetColors(kYear, kAll, Color::kRed, Color::kRed);
  history_.years[kYear].graduation_average_millionths = 67'949'000;
  EXPECT_EQ(Decide().status, "CSI Grad") << "67.9 once it is rounded";

  history_.years[kYear].graduation_average_millionths = 67'950'000;
  EXPECT_EQ(Decide().status, "CSI Low Perform") << "68.0 is not below 68.0";
}

TEST_F(EssaTest, AGroupMustBeLowInBothYears) {
  SetColors(kYear, kHomeless, Color::kRed, Color::kRed);
  SetColors(kYear - 1, kHomeless, Color::kRed, Color::kYellow);
  EXPECT_EQ(Decide().status, "No Status");

  SetColors(kYear - 1, kHomeless, Color::kRed, Color::kRed);
  const Determination determination = Decide();
  EXPECT_EQ(determination.status, "ATSI");
  EXPECT_EQ(determination.groups.front().outcome, kMet);
}

TEST_F(EssaTest, GroupsAreNotFlaggedAtASchoolOfCsi) {
  for (const int year : {kYear - 1, kYear}) {
    SetColors(year, kHomeless, Color::kRed, Color::kRed);
  }
  SetColors(kYear, kAll, Color::kRed, Color::kRed);
  const Determination determination = Decide();
  EXPECT_EQ(determination.status, "CSI Low Perform");
  EXPECT_EQ(CategoryOf(determination, 2).outcome, kMet);
  EXPECT_EQ(determination.groups.front().outcome, kNotMet);
}

TEST_F(EssaTest, WhatItTakesToLeaveStaysOpenWhereItIsNotKnown) {
  history_.years[kYear - 1].support->status = "CSI Low Perform";
  SetColors(kYear, kAll, Color::kGreen, Color::kGreen);
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kInsufficientData);
  EXPECT_EQ(CategoryOf(determination, 1).reason, reason::kExitConditionsUnknown);
  EXPECT_EQ(determination.As<EssaAnswer>()->exit, "");
}

TEST_F(EssaTest, SaysWhoLeftWhat) {
  history_.years[kYear - 1].support->status = "ATSI";
  EXPECT_EQ(Decide().As<EssaAnswer>()->exit, "ATSIEXIT");
  history_.years[kYear - 1].support->status = "CSI Grad";
  EXPECT_EQ(Decide().As<EssaAnswer>()->exit, "CSIEXIT");
}

TEST_F(EssaTest, TakesThePublishedStatusAndFlagsWhereAskedTo) {
  history_.years[kYear].support =
      PublishedSupport{.status = "ATSI", .flagged = {kHomeless}, .groups_listed = true};
  const Determination determination = Decide(LetterBasis::kPublished);
  EXPECT_EQ(determination.letter_basis, LetterBasis::kPublished);
  EXPECT_EQ(determination.status, "ATSI");
  EXPECT_EQ(determination.groups.front().outcome, kMet);
  EXPECT_EQ(Decide(LetterBasis::kResults).status, "No Status");
}

}  // namespace
}  // namespace sos::eligibility
