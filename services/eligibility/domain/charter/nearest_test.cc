// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/charter/nearest.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

constexpr int kYear = 2024;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr StudentGroup kWhite = StudentGroup::kWhite;

// Red in suspension is enough for a group.
Rulebook LcffRulebook() {
  return {.program = Program::kLcff,
          .dashboard_year = kYear,
          .student_groups = {kHomeless, kWhite},
          .rules =
              LcffRules{.priorities = {{.priority = 6,
                                        .any_of = {{.all_of = {{.indicator = Indicator::kSuspension,
                                                                .colors = kRedColor}}}}}},
                        .minimum_priority_count = 1,
                        .methods = {{.number = 1}}}};
}

class NearestCharterTest : public testing::Test {
 protected:
  NearestCharterTest() {
    history_.cds = *CdsCode::Parse("01611190130229");
    history_.kind = EntityKind::kCharterSchool;
    history_.years[kYear].default_evidence.fill(
        {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    rulebooks_.Add(lcff_);
    // Any change of suspension costs one for homeless students and two for white ones.
    for (const auto& [group, cost] : {std::pair(kHomeless, 1), std::pair(kWhite, 2)}) {
      for (const Color color : {Color::kRed, Color::kOrange}) {
        options_[group][static_cast<size_t>(Indicator::kSuspension)].push_back(
            {.color = static_cast<int>(color), .cost = cost});
      }
      now_.groups.push_back({.group = group, .years = {{2023, kNotMet}, {kYear, kNotMet}}});
    }
    now_.eligibility = kNotMet;
    now_.answer = CharterAnswer{
        .methods = {{.method = &lcff_.Of<LcffRules>().methods.front(), .outcome = kNotMet}}};
  }

  NearestAnswer Find(int minimum_year_count = 2) const {
    const Rulebook charter{.program = Program::kCharter,
                           .dashboard_year = kYear,
                           .student_groups = {kHomeless, kWhite},
                           .rules = CharterRules{.dashboard_years = {2023, kYear},
                                                 .minimum_year_count = minimum_year_count}};
    return FindNearestCharter({.rulebooks = rulebooks_, .rulebook = charter, .history = history_},
                              now_, options_);
  }

  const Rulebook lcff_ = LcffRulebook();
  Rulebooks rulebooks_;
  EntityHistory history_;
  EntityOptions options_;
  Determination now_;
};

TEST_F(NearestCharterTest, NoGroupEntersThatDidNotMeetTheCriteriaBefore) {
  EXPECT_EQ(Find().obstacle, obstacle::kEarlierYear);
  now_.groups[0].years[1].outcome = kMet;
  EXPECT_EQ(Find().obstacle, obstacle::kEarlierYear) << "this year is no earlier one";
  EXPECT_EQ(Find(/*minimum_year_count=*/1).plan->cost, 1) << "where one year is enough";
}

TEST_F(NearestCharterTest, OnlyGroupsThatMetThemBeforeEnter) {
  now_.groups[1].years[0].outcome = kMet;
  const NearestAnswer answer = Find();
  EXPECT_FALSE(answer.leaves);
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->changes.front().group, kWhite);
  EXPECT_EQ(answer.plan->cost, 2) << "the cheaper group could not enter";
}

TEST_F(NearestCharterTest, AnEarlierYearThatIsOpenOrWithoutRulesDoesNotCount) {
  now_.groups[0].years[0].outcome = kInsufficientData;
  now_.groups[1].years[0] = {.dashboard_year = 0, .outcome = kMet};
  EXPECT_EQ(Find().obstacle, obstacle::kEarlierYear);
}

TEST_F(NearestCharterTest, LeavesByTheGroupsOfThisYear) {
  now_.eligibility = kMet;
  EntityYear& year = history_.years[kYear];
  year.groups[kHomeless] = year.default_evidence;
  year.groups[kHomeless][static_cast<size_t>(Indicator::kSuspension)] = {.origin = Origin::kResult,
                                                                         .colors = kRedColor};
  const NearestAnswer answer = Find();
  EXPECT_TRUE(answer.leaves);
  ASSERT_TRUE(answer.plan.has_value());
  EXPECT_EQ(answer.plan->cost, 1);
  EXPECT_EQ(answer.plan->changes.front().option.color, static_cast<int>(Color::kOrange));
}

TEST_F(NearestCharterTest, WithoutTheYearsLcffRulesNothingCanBeSaid) {
  rulebooks_ = Rulebooks();
  now_.groups[0].years[0].outcome = kMet;
  EXPECT_EQ(Find().obstacle, obstacle::kUndecided);
}

}  // namespace
}  // namespace sos::eligibility
