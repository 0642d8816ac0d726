// SPDX-License-Identifier: Apache-2.0

// Which groups of earlier years a rule on recurrence counts, and how many groups an LEA has.

#include <initializer_list>
#include <map>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/lcff/criteria.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr StudentGroup kWhite = StudentGroup::kWhite;

// Two groups count; Red in suspension is enough.
Rulebook LcffOf(int year) {
  return {.program = Program::kLcff,
          .dashboard_year = year,
          .student_groups = {kHomeless, kWhite},
          .rules =
              LcffRules{.priorities = {{.priority = 6,
                                        .any_of = {{.all_of = {{.indicator = Indicator::kSuspension,
                                                                .colors = kRedColor}}}}}},
                        .minimum_priority_count = 1,
                        .letters = {{'A', {6}}},
                        .county_offices_included = true}};
}

class RecurringGroupsTest : public testing::Test {
 protected:
  RecurringGroupsTest() {
    history_.cds = *CdsCode::Parse("01611190000000");
    for (const Rulebook* rulebook : std::initializer_list<const Rulebook*>{&before_, &now_}) {
      rulebooks_.Add(*rulebook);
      history_.years[rulebook->dashboard_year].default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    }
  }

  void SetSuspension(int dashboard_year, StudentGroup group, const Performance& performance) {
    EntityYear& year = history_.years[dashboard_year];
    year.groups.try_emplace(group, year.default_evidence)
        .first->second[static_cast<size_t>(Indicator::kSuspension)] = performance;
  }
  void SetRed(int dashboard_year, StudentGroup group) {
    SetSuspension(dashboard_year, group, {.origin = Origin::kResult, .colors = kRedColor});
  }

  RecurrenceAnswer Judge(const YearCriteria* current = nullptr) const {
    return JudgeRecurrence(rulebooks_, rule_, now_, history_, current);
  }

  RecurrenceRule rule_{
      .dashboard_years = {2023, 2024}, .minimum_year_count = 2, .minimum_group_count = 1};
  Rulebook before_ = LcffOf(2023);
  const Rulebook now_ = LcffOf(2024);
  Rulebooks rulebooks_;
  EntityHistory history_;
};

TEST_F(RecurringGroupsTest, JudgesEachYearByItsOwnRulesAndResults) {
  SetRed(2023, kHomeless);
  SetRed(2024, kHomeless);
  SetRed(2024, kWhite);
  const RecurrenceAnswer answer = Judge();
  ASSERT_THAT(answer.years, SizeIs(2));
  EXPECT_EQ(answer.years[0].basis, LetterBasis::kResults);
  EXPECT_THAT(answer.years[0].outcomes, ElementsAre(Pair(kWhite, kNotMet), Pair(kHomeless, kMet)));
  EXPECT_THAT(answer.years[1].outcomes, ElementsAre(Pair(kWhite, kMet), Pair(kHomeless, kMet)));
  EXPECT_EQ(answer.outcome, kMet);
  EXPECT_EQ(answer.recurring_group_count, 1);
}

TEST_F(RecurringGroupsTest, TakesTheRulebooksOwnYearAsItWasJudgedAlready) {
  SetRed(2023, kHomeless);
  const YearCriteria current{.basis = LetterBasis::kPublished,
                             .groups = {{.group = kHomeless, .outcome = kMet}}};
  const RecurrenceAnswer answer = Judge(&current);
  EXPECT_EQ(answer.years[1].basis, LetterBasis::kPublished);
  EXPECT_THAT(answer.years[1].outcomes, ElementsAre(Pair(kHomeless, kMet)));
  EXPECT_EQ(answer.outcome, kMet);
  EXPECT_EQ(Judge().outcome, kNotMet) << "the results themselves say otherwise";
}

TEST_F(RecurringGroupsTest, AnOpenYearRestsOnWhatWasPublished) {
  SetRed(2024, kHomeless);
  SetSuspension(2023, kHomeless, {.origin = Origin::kMissing});
  const RecurrenceAnswer open = Judge();
  EXPECT_EQ(open.years[0].basis, LetterBasis::kResults) << "the other group is decided";
  EXPECT_EQ(open.outcome, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kLettersUndecided);

  history_.years[2023].published = PublishedYear{.letters = {{kHomeless, 'A'}}};
  const RecurrenceAnswer published = Judge();
  EXPECT_EQ(published.years[0].basis, LetterBasis::kPublished);
  EXPECT_EQ(published.outcome, kMet);
}

TEST_F(RecurringGroupsTest, ResultsThatDecideAllGroupsGoBeforeWhatWasPublished) {
  history_.years[2023].published = PublishedYear{.letters = {{kHomeless, 'A'}}};
  SetRed(2024, kHomeless);
  const RecurrenceAnswer answer = Judge();
  EXPECT_EQ(answer.years[0].basis, LetterBasis::kResults);
  EXPECT_EQ(answer.outcome, kNotMet);
}

TEST_F(RecurringGroupsTest, OfAYearInWhichNoGroupIsDecidedNothingIsKnown) {
  history_.years.erase(2023);
  SetRed(2024, kHomeless);
  const RecurrenceAnswer answer = Judge();
  EXPECT_EQ(answer.years[0].basis, LetterBasis::kUnknown);
  EXPECT_THAT(answer.years[0].outcomes, IsEmpty());
  EXPECT_EQ(answer.outcome, kInsufficientData);
  EXPECT_EQ(answer.reason, reason::kHistoryMissing);
}

TEST_F(RecurringGroupsTest, AYearWithoutRulesIsNotKnown) {
  rulebooks_ = Rulebooks();
  rulebooks_.Add(now_);
  SetRed(2023, kHomeless);
  SetRed(2024, kHomeless);
  EXPECT_EQ(Judge().years[0].basis, LetterBasis::kUnknown);
}

TEST_F(RecurringGroupsTest, ACountyOfficeHadNoGroupsInAYearThatLeftThemOut) {
  std::get<LcffRules>(before_.rules).county_offices_included = false;
  SetRed(2023, kHomeless);
  SetRed(2024, kHomeless);
  EXPECT_EQ(Judge().outcome, kMet) << "a district";
  history_.kind = EntityKind::kCountyOffice;
  const RecurrenceAnswer answer = Judge();
  EXPECT_EQ(answer.years[0].basis, LetterBasis::kResults);
  EXPECT_THAT(answer.years[0].outcomes, IsEmpty());
  EXPECT_EQ(answer.outcome, kNotMet);
}

TEST_F(RecurringGroupsTest, CountsTheGroupsWithAColorOfTheYear) {
  rule_.minimum_group_count = 2;
  rule_.all_groups_if_fewer = true;
  SetRed(2023, kHomeless);
  SetRed(2024, kHomeless);
  EXPECT_EQ(Judge().outcome, kMet) << "the LEA has one group, and it recurs";

  SetSuspension(2024, kWhite,
                {.origin = Origin::kResult, .colors = Bit(static_cast<int>(Color::kGreen))});
  EXPECT_EQ(Judge().outcome, kNotMet) << "of two groups, one recurs";

  SetSuspension(2024, kWhite, {.origin = Origin::kResult, .colors = Bit(0), .status_levels = 0});
  EXPECT_EQ(Judge().outcome, kMet) << "a group with neither color nor level does not count";
}

TEST_F(RecurringGroupsTest, HowManyGroupsThereAreDoesNotShowInAListOfReds) {
  rule_.minimum_group_count = 2;
  rule_.all_groups_if_fewer = true;
  SetRed(2023, kHomeless);
  SetRed(2024, kHomeless);
  SetSuspension(2024, kWhite,
                {.origin = Origin::kRedList,
                 .colors = static_cast<Mask>(kAllValues & ~kRedColor),
                 .status_levels = kAllValues});
  const RecurrenceAnswer answer = Judge();
  EXPECT_EQ(answer.outcome, kInsufficientData);
  EXPECT_EQ(answer.reason, reason::kGroupCountUnknown);
}

}  // namespace
}  // namespace sos::eligibility
