// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/nearest.h"

#include <optional>
#include <string>
#include <variant>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

constexpr int kYear = 2024;
constexpr StudentGroup kAll = StudentGroup::kAll;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr StudentGroup kWhite = StudentGroup::kWhite;
constexpr size_t kSuspension = static_cast<size_t>(Indicator::kSuspension);

// Suspension alone counts, and Red is low. Groups must be low in two years.
Rulebook TestRulebook() {
  return {
      .program = Program::kEssa,
      .dashboard_year = kYear,
      .student_groups = {kHomeless, kWhite},
      .rules = EssaRules{
          .indicators = {{.lowest = {.indicator = Indicator::kSuspension, .colors = kRedColor}}},
          .criteria = {{.minimum_counted = 1, .maximum_not_lowest = 0}},
          .low_graduation = {.status = "CSI Grad"},
          .low_performing = {.status = "CSI Low Perform",
                             .entry = true,
                             .leaves_when_not_met = Reading::kYes},
          .additional = {.status = "ATSI",
                         .entry = true,
                         .years = {{kYear - 1, kYear}, {kYear, kYear}},
                         .minimum_counted = 1,
                         .leaves_when_not_met = Reading::kYes},
          .none_status = "No Status"}};
}

class NearestEssaTest : public testing::Test {
 protected:
  NearestEssaTest() {
    history_.cds = *CdsCode::Parse("01611190130229");
    history_.kind = EntityKind::kSchool;
    for (const int year : {kYear - 1, kYear}) {
      history_.years[year].default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    }
    rulebooks_.Add(rulebook_);
    now_.status = "No Status";
    now_.eligibility = kNotMet;
    answer_.categories = {{.category = "CSI Grad", .outcome = kNotMet},
                          {.category = "CSI Low Perform", .outcome = kNotMet},
                          {.category = "ATSI", .outcome = kNotMet}};
    answer_.title_i = kNotMet;
    answer_.prior_status = "No Status";
  }

  EssaRules& rules() { return std::get<EssaRules>(rulebook_.rules); }

  void SetRed(int dashboard_year, StudentGroup group) {
    EntityYear& year = history_.years[dashboard_year];
    year.groups.try_emplace(group, year.default_evidence).first->second[kSuspension] = {
        .origin = Origin::kResult, .colors = kRedColor};
  }
  void Offer(StudentGroup group, Color color, int64_t cost) {
    options_[group][kSuspension].push_back({.color = static_cast<int>(color), .cost = cost});
  }

  // The school is in that category, by its place in the order in which they are tried.
  void PutInto(size_t category) {
    answer_.categories[category].outcome = kMet;
    now_.status = answer_.categories[category].category;
    now_.eligibility = kMet;
  }

  NearestAnswer Find() {
    now_.answer = answer_;
    return FindNearestEssa({.rulebooks = rulebooks_, .rulebook = rulebook_, .history = history_},
                           now_, options_);
  }

  Rulebook rulebook_ = TestRulebook();
  Rulebooks rulebooks_;
  EntityHistory history_;
  EntityOptions options_;
  Determination now_;
  EssaAnswer answer_;
};

TEST_F(NearestEssaTest, EntersByAllStudentsWithTitleIFundsOnly) {
  Offer(kAll, Color::kRed, 5);
  EXPECT_EQ(Find().obstacle, obstacle::kOutOfReach);
  answer_.title_i = kInsufficientData;
  EXPECT_EQ(Find().obstacle, obstacle::kOutOfReach) << "funds that are not known bring nobody in";
  answer_.title_i = kMet;
  const NearestAnswer answer = Find();
  EXPECT_FALSE(answer.leaves);
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->cost, 5);
}

TEST_F(NearestEssaTest, EntersByAGroupThatWasLowBefore) {
  Offer(kHomeless, Color::kRed, 1);
  Offer(kWhite, Color::kRed, 2);
  EXPECT_EQ(Find().obstacle, obstacle::kOutOfReach);
  SetRed(kYear - 1, kWhite);
  const NearestAnswer answer = Find();
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->changes.front().group, kWhite);
  EXPECT_EQ(answer.plan->cost, 2);
}

TEST_F(NearestEssaTest, InAYearWithoutEntryNobodyEnters) {
  rules().low_performing.entry = false;
  rules().additional.entry = false;
  Offer(kAll, Color::kRed, 1);
  EXPECT_EQ(Find().obstacle, obstacle::kNoEntry);
  rules().targeted = GroupSupportRule{.status = "TSI", .entry = true};
  EXPECT_EQ(Find().obstacle, obstacle::kOutOfReach) << "TSI would take groups in";
}

TEST_F(NearestEssaTest, LeavesWhereAllStudentsAndEveryGroupThatWasLowBeforeDo) {
  PutInto(1);
  for (const StudentGroup group : {kAll, kHomeless, kWhite}) SetRed(kYear, group);
  Offer(kAll, Color::kOrange, 3);
  EXPECT_EQ(Find().plan->cost, 3) << "the groups were not low the year before";

  SetRed(kYear - 1, kHomeless);
  EXPECT_EQ(Find().obstacle, obstacle::kOutOfReach) << "the school would be in ATSI";
  Offer(kHomeless, Color::kOrange, 4);
  const NearestAnswer answer = Find();
  EXPECT_TRUE(answer.leaves);
  EXPECT_EQ(answer.plan->cost, 7);
}

TEST_F(NearestEssaTest, ASchoolOfAtsiWithTitleIFundsMustNotFallIntoCsi) {
  PutInto(2);
  SetRed(kYear, kAll);
  SetRed(kYear, kHomeless);
  SetRed(kYear - 1, kHomeless);
  Offer(kAll, Color::kOrange, 3);
  Offer(kHomeless, Color::kOrange, 4);
  EXPECT_EQ(Find().plan->cost, 4) << "without funds all students need not change";
  answer_.title_i = kInsufficientData;
  EXPECT_EQ(Find().plan->cost, 7) << "they might";
}

TEST_F(NearestEssaTest, LowGraduationIsEndedByNoColor) {
  PutInto(0);
  Offer(kAll, Color::kOrange, 1);
  EXPECT_EQ(Find().obstacle, obstacle::kLowGraduation);
  EXPECT_TRUE(Find().leaves);
}

TEST_F(NearestEssaTest, WhatItTakesToLeaveMayNotBeKnown) {
  PutInto(2);
  rules().additional.leaves_when_not_met = Reading::kUnknown;
  EXPECT_EQ(Find().plan->cost, 0) << "a school that came this year leaves by the tests";
  answer_.prior_status = "ATSI";
  EXPECT_EQ(Find().obstacle, obstacle::kExitUnknown);
  answer_.prior_status = std::nullopt;
  EXPECT_EQ(Find().obstacle, obstacle::kExitUnknown) << "it may have been in it before";
}

}  // namespace
}  // namespace sos::eligibility
