// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/lcff/determine.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2024;
constexpr int kYearBefore = 2023;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;

Criterion Red(Indicator indicator) {
  return {.all_of = {{.indicator = indicator, .colors = kRedColor}}};
}

// One group counts; Red in absence and in suspension makes it a letter.
Rulebook LcffOf(int year) {
  return {.program = Program::kLcff,
          .dashboard_year = year,
          .student_groups = {kHomeless},
          .status = {.eligible = "Differentiated Assistance", .general = "General Assistance"},
          .rules = LcffRules{
              .priorities = {{.priority = 5, .any_of = {Red(Indicator::kChronicAbsenteeism)}},
                             {.priority = 6, .any_of = {Red(Indicator::kSuspension)}}},
              .minimum_priority_count = 2,
              .letters = {{'C', {5, 6}}},
              .methods = {{.number = 1}},
              .county_offices_included = true}};
}

class LcffTest : public testing::Test {
 protected:
  LcffTest() {
    history_.cds = *CdsCode::Parse("01611190000000");
    for (const int year : {kYearBefore, kYear}) {
      history_.years[year].default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    }
  }

  LcffRules& rules() { return std::get<LcffRules>(rulebook_.rules); }

  void SetColors(int dashboard_year, Mask colors) {
    EntityYear& year = history_.years[dashboard_year];
    GroupEvidence& evidence =
        year.groups.try_emplace(kHomeless, year.default_evidence).first->second;
    for (const Indicator indicator : {Indicator::kChronicAbsenteeism, Indicator::kSuspension}) {
      evidence[static_cast<size_t>(indicator)] = {.origin = Origin::kResult, .colors = colors};
    }
  }

  // A status is carried over from an LEA that was eligible the year before.
  void CarryOver() {
    rulebook_.status.carried_over = "Year 2";
    rulebook_.status.carry_over_year = kYearBefore;
    rulebook_.status.carry_over_status = "Differentiated Assistance";
  }

  // In both years, at least one group.
  static RecurrenceRule BothYears(bool districts_only = false) {
    return {.dashboard_years = {kYearBefore, kYear},
            .minimum_year_count = 2,
            .minimum_group_count = 1,
            .districts_only = districts_only};
  }

  Determination Decide(LetterBasis basis = LetterBasis::kResults) {
    rulebooks_.Add(rulebook_);
    if (judges_year_before_) rulebooks_.Add(before_);
    return DetermineLcff(
        {.rulebooks = rulebooks_, .rulebook = rulebook_, .history = history_, .basis = basis});
  }

  Rulebook rulebook_ = LcffOf(kYear);
  const Rulebook before_ = LcffOf(kYearBefore);
  bool judges_year_before_ = true;
  Rulebooks rulebooks_;
  EntityHistory history_;
};

TEST_F(LcffTest, ALetterMakesTheLeaEligible) {
  EXPECT_EQ(Decide().eligibility, kNotMet);
  EXPECT_EQ(Decide().status, "General Assistance");

  SetColors(kYear, kRedColor);
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kMet);
  EXPECT_EQ(determination.status, "Differentiated Assistance");
  ASSERT_THAT(determination.groups, SizeIs(1));
  EXPECT_EQ(determination.groups.front().letter, 'C');
  EXPECT_EQ(determination.root.outcome, kMet);
}

TEST_F(LcffTest, AnOpenAnswerHasNoStatusAndNoSupport) {
  SetColors(kYear, kAllValues);
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kInsufficientData);
  EXPECT_EQ(determination.status, "");
  EXPECT_EQ(determination.support_case, SupportCase::kNone);
}

TEST_F(LcffTest, WhoWasEligibleTheYearBeforeIsAssistedASecondYear) {
  CarryOver();
  EXPECT_EQ(Decide().status, "General Assistance");

  SetColors(kYearBefore, kRedColor);
  EXPECT_EQ(Decide().status, "Year 2") << "worked out by the rules of the year before";
  EXPECT_EQ(Decide().support_case, SupportCase::kDistrict);

  SetColors(kYear, kRedColor);
  EXPECT_EQ(Decide().status, "Differentiated Assistance") << "what the year itself says goes first";
}

TEST_F(LcffTest, ThePublishedStatusOfTheYearBeforeGoesBeforeAWorkedOutOne) {
  CarryOver();
  SetColors(kYearBefore, kRedColor);
  history_.years[kYearBefore].status_printed_later = "General Assistance";
  EXPECT_EQ(Decide().status, "General Assistance");

  history_.years[kYearBefore].published = PublishedYear{.status = "Differentiated Assistance"};
  EXPECT_EQ(Decide().status, "Year 2") << "the year's own file goes before a later one";

  history_.years[kYearBefore].published->status = "";
  EXPECT_EQ(Decide().status, "General Assistance") << "a file that prints nothing means none";
}

TEST_F(LcffTest, AYearBeforeThatIsNotKnownLeavesTheStatusOpen) {
  CarryOver();
  judges_year_before_ = false;
  const Determination determination = Decide();
  EXPECT_EQ(determination.eligibility, kNotMet);
  EXPECT_EQ(determination.status, "");
}

TEST_F(LcffTest, WhoSupportsAnLeaFollowsFromWhatItIs) {
  EXPECT_EQ(Decide().support_case, SupportCase::kNone);
  SetColors(kYear, kRedColor);
  EXPECT_EQ(Decide().support_case, SupportCase::kDistrict);
  history_.kind = EntityKind::kCountyOffice;
  EXPECT_EQ(Decide().support_case, SupportCase::kCountyOffice);
  rules().single_district_counties = {"01"};
  EXPECT_EQ(Decide().support_case, SupportCase::kCountyOffice);
  history_.kind = EntityKind::kDistrict;
  EXPECT_EQ(Decide().support_case, SupportCase::kSingleDistrictCounty);
}

TEST_F(LcffTest, ADistrictThatRecursIsSupportedByTheGeographicLead) {
  rules().geographic_lead = BothYears();
  SetColors(kYear, kRedColor);
  const Determination once = Decide();
  EXPECT_EQ(once.As<LcffAnswer>()->geographic_lead->outcome, kNotMet);
  EXPECT_EQ(once.support_case, SupportCase::kDistrict);

  SetColors(kYearBefore, kRedColor);
  const Determination twice = Decide();
  EXPECT_EQ(twice.As<LcffAnswer>()->geographic_lead->outcome, kMet);
  EXPECT_EQ(twice.support_case, SupportCase::kDistrictGeographicLead);
  ASSERT_THAT(twice.further, SizeIs(1));
  EXPECT_EQ(twice.further.front().rule, "ec52071f");
}

TEST_F(LcffTest, ARuleOfDistrictsDoesNotConcernACountyOffice) {
  rules().geographic_lead = BothYears(/*districts_only=*/true);
  history_.kind = EntityKind::kCountyOffice;
  for (const int year : {kYearBefore, kYear}) SetColors(year, kRedColor);
  const Determination determination = Decide();
  EXPECT_EQ(determination.As<LcffAnswer>()->geographic_lead->outcome, kNotMet);
  EXPECT_THAT(determination.As<LcffAnswer>()->geographic_lead->years, IsEmpty());
}

TEST_F(LcffTest, IntensiveAssistanceGoesBeforeAllOtherSupport) {
  rules().intensive = BothYears();
  rules().geographic_lead = BothYears();
  rules().single_district_counties = {"01"};
  for (const int year : {kYearBefore, kYear}) SetColors(year, kRedColor);
  const Determination determination = Decide();
  EXPECT_EQ(determination.support_case, SupportCase::kIntensive);
  ASSERT_THAT(determination.further, SizeIs(2));
  EXPECT_EQ(determination.further[0].rule, "ec52072");
  EXPECT_EQ(determination.further[1].rule, "ec52071f");
}

TEST_F(LcffTest, TakesPublishedLettersWhereAskedTo) {
  history_.years[kYear].published = PublishedYear{.letters = {{kHomeless, 'C'}}};
  EXPECT_EQ(Decide(LetterBasis::kPublished).eligibility, kMet);
  EXPECT_EQ(Decide(LetterBasis::kPublished).letter_basis, LetterBasis::kPublished);
  EXPECT_EQ(Decide(LetterBasis::kResults).eligibility, kNotMet);
}

TEST_F(LcffTest, TellsThatARuleWasInferred) {
  EXPECT_FALSE(Decide().rests_on_inferred_rule);
  rules().priorities[1].citation.basis = Basis::kInferred;
  EXPECT_TRUE(Decide().rests_on_inferred_rule);
  rules().priorities[1].citation.basis = Basis::kStatute;
  rulebook_.status.citation.basis = Basis::kUnverified;
  EXPECT_TRUE(Decide().rests_on_inferred_rule);
}

TEST_F(LcffTest, DecidesOnDistrictsAndWhereTheYearSaysSoOnCountyOffices) {
  EXPECT_TRUE(LcffDecidesOn(rulebook_, history_));
  history_.kind = EntityKind::kCountyOffice;
  EXPECT_TRUE(LcffDecidesOn(rulebook_, history_));
  rules().county_offices_included = false;
  EXPECT_FALSE(LcffDecidesOn(rulebook_, history_));
  for (const EntityKind kind : {EntityKind::kCharterSchool, EntityKind::kSchool}) {
    history_.kind = kind;
    EXPECT_FALSE(LcffDecidesOn(rulebook_, history_));
  }
}

TEST_F(LcffTest, NeedsTheYearsOfItsRecurrences) {
  rules().intensive = RecurrenceRule{.dashboard_years = {2019, kYear}};
  RequiredYears years(rulebooks_);
  AddLcffYears(rulebook_, years);
  EXPECT_THAT(years.Ascending(), ElementsAre(2019, kYear));
}

}  // namespace
}  // namespace sos::eligibility
