// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcff/determine.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr StudentGroup kHomeless = StudentGroup::kHomeless;

// Suspension Red in priority 6 and absence Red in priority 5 make eligible; so do two local
// indicators.
Rulebook RulesOfYear(int year, StatusRule status) {
  const auto red = [](Indicator indicator) {
    return Criterion{.all_of = {{.indicator = indicator, .colors = kRedColor}}};
  };
  return {.program = Program::kLcff,
          .dashboard_year = year,
          .student_groups = {kHomeless},
          .status = std::move(status),
          .rules = LcffRules{
              .priorities = {{.priority = 5, .any_of = {red(Indicator::kChronicAbsenteeism)}},
                             {.priority = 6, .any_of = {red(Indicator::kSuspension)}}},
              .minimum_priority_count = 2,
              .methods = {{.number = 1}, {.number = 2}, {.number = 3}},
              .local_rule = LocalRule{.priorities = {1, 2}, .minimum_count = 2}}};
}

class LcffStatusTest : public testing::Test {
 protected:
  LcffStatusTest() {
    history_.cds = *CdsCode::Parse("01611190000000");
    for (const Rulebook* rulebook : {&first_, &second_}) {
      rulebooks_.Add(*rulebook);
      EntityYear& year = history_.years[rulebook->dashboard_year];
      year.default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
      year.local_ratings = {{1, LocalRating::kMet}, {2, LocalRating::kMet}};
    }
  }

  void Set(int year, Indicator indicator, Performance performance) {
    EntityYear& of_year = history_.years[year];
    of_year.groups.try_emplace(kHomeless, of_year.default_evidence)
        .first->second[static_cast<size_t>(indicator)] = performance;
  }
  void MakeMet(int year) {
    Set(year, Indicator::kChronicAbsenteeism, kRed);
    Set(year, Indicator::kSuspension, kRed);
  }

  Determination Decide() const { return Decide(second_); }
  Determination Decide(const Rulebook& rulebook) const {
    return DetermineLcff({.rulebooks = rulebooks_,
                          .rulebook = rulebook,
                          .history = history_,
                          .detail = Detail::kSentences});
  }

  static constexpr Performance kRed = {.origin = Origin::kResult, .colors = kRedColor};

  const Rulebook first_ =
      RulesOfYear(2024, {.eligible = "Assistance, Year 1", .general = "General"});
  // In the second year the words are the same for who is still and who is again in assistance.
  const Rulebook second_ = RulesOfYear(2025, {.eligible = "Assistance",
                                              .general = "General",
                                              .carried_over = "Assistance",
                                              .carry_over_year = 2024,
                                              .carry_over_status = "Assistance, Year 1"});
  Rulebooks rulebooks_;
  EntityHistory history_;
};

TEST_F(LcffStatusTest, AnEarlierYearDecidesWhateverTheLocalIndicatorsAre) {
  MakeMet(2024);
  history_.years[2025].local_ratings.clear();
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kInsufficientData);
  EXPECT_EQ(determination.status, "Assistance");
  ASSERT_THAT(determination.further, SizeIs(1));
  EXPECT_THAT(determination.further.front().statement,
              HasSubstr("the status of 2024 was Assistance, Year 1"));
}

TEST_F(LcffStatusTest, WithoutOneTheLocalIndicatorsDecide) {
  history_.years[2025].local_ratings.clear();
  EXPECT_EQ(Decide().status, "");
  EXPECT_THAT(Decide().further, IsEmpty());
}

TEST_F(LcffStatusTest, AnUnknownYearBeforeMattersOnlyWhereTheCriteriaAreNotMet) {
  history_.years.erase(2024);
  EXPECT_EQ(Decide().status, "");
  MakeMet(2025);
  EXPECT_EQ(Decide().status, "Assistance");
}

TEST_F(LcffStatusTest, OneOfTheFirstThreeMethodsIsMetThoughItIsOpenWhich) {
  // One local indicator and a Red in another priority: method 3, unless the unknown suspension or
  // the other local indicator makes it 1 or 2.
  EntityYear& year = history_.years[2025];
  year.local_ratings = {{1, LocalRating::kNotMetTwoOrMoreYears}};
  Set(2025, Indicator::kChronicAbsenteeism, kRed);
  Set(2025, Indicator::kSuspension, {});
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kMet);
  for (const MethodAnswer& method : determination.As<LcffAnswer>()->methods) {
    EXPECT_EQ(method.outcome, kInsufficientData) << method.method->number;
  }
  EXPECT_EQ(determination.root.parts.back().rule, "method-1-2-or-3");
}

// The same two indicators in each of three years, English learner progress Red or Orange.
class RecurringIndicatorsTest : public LcffStatusTest {
 protected:
  RecurringIndicatorsTest() {
    const auto test = [](Indicator indicator, Mask colors) {
      return Criterion{.all_of = {{.indicator = indicator, .colors = colors}}};
    };
    rulebook_.student_groups = {StudentGroup::kAll, kHomeless};
    rulebook_.status.length = EligibilityLength{.years = 3};
    auto& rules = std::get<LcffRules>(rulebook_.rules);
    rules.priorities.clear();
    rules.methods = {{.number = 1}};
    rules.local_rule.reset();
    rules.recurring_indicators = RecurringIndicatorsRule{
        .dashboard_years = {2024, 2025, 2026},
        .indicators = {test(Indicator::kSuspension, kRedColor),
                       test(Indicator::kChronicAbsenteeism, kRedColor),
                       test(Indicator::kEnglishLearnerProgress, kRedColor | Bit(2))},
        .minimum_indicator_count = 2};
    EntityYear& year = history_.years[2026];
    year.default_evidence.fill(
        {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
  }

  Outcome EligibilityOf() const { return Decide(rulebook_).eligibility; }

  Rulebook rulebook_ = RulesOfYear(
      2026, {.eligible = "Assistance", .general = "General", .carried_over = "Assistance"});
};

TEST_F(RecurringIndicatorsTest, AskForTheSameIndicatorsInEveryYear) {
  MakeMet(2024);
  MakeMet(2025);
  EXPECT_EQ(EligibilityOf(), kNotMet);
  Set(2026, Indicator::kSuspension, kRed);
  Set(2026, Indicator::kEnglishLearnerProgress, kRed);
  EXPECT_EQ(EligibilityOf(), kNotMet) << "two in 2026, but only one of them in the other years";
  Set(2026, Indicator::kChronicAbsenteeism, kRed);
  const Determination determination = Decide(rulebook_);
  EXPECT_EQ(determination.eligibility, kMet);
  EXPECT_EQ(determination.groups.back().outcome, kMet);
  EXPECT_THAT(determination.further.back().statement, HasSubstr("3 Dashboard years, to 2028"));
}

TEST_F(RecurringIndicatorsTest, CountAllStudentsAsAGroupWhereTheyAreListed) {
  for (const int year : {2024, 2025, 2026}) {
    GroupEvidence& all = history_.years[year].groups[StudentGroup::kAll];
    all = history_.years[year].default_evidence;
    all[static_cast<size_t>(Indicator::kSuspension)] = kRed;
    all[static_cast<size_t>(Indicator::kChronicAbsenteeism)] = kRed;
  }
  EXPECT_EQ(EligibilityOf(), kMet);
  rulebook_.student_groups = {kHomeless};
  EXPECT_EQ(EligibilityOf(), kNotMet);
}

TEST_F(RecurringIndicatorsTest, AMissingYearOpensOnlyWhatItCouldChange) {
  MakeMet(2024);
  MakeMet(2026);
  history_.years.erase(2025);
  EXPECT_EQ(EligibilityOf(), kInsufficientData);
  Set(2024, Indicator::kSuspension, {.origin = Origin::kResult, .colors = Bit(4)});
  EXPECT_EQ(EligibilityOf(), kNotMet);
}

TEST_F(RecurringIndicatorsTest, EligibilityLastsForItsLength) {
  rulebook_.status.length->lasting_from_years = {2025};
  EXPECT_EQ(Decide(rulebook_).status, "General");
  MakeMet(2025);
  const Determination determination = Decide(rulebook_);
  EXPECT_EQ(determination.eligibility, kNotMet);
  EXPECT_EQ(determination.status, "Assistance");
}

}  // namespace
}  // namespace sos::eligibility
