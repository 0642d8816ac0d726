// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/essa/steps.h"

#include <string>
#include <variant>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility::essa {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2024;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;
constexpr Performance kNoRow = {
    .origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};

// Suspension alone counts. The average of two cohorts has its border at 68.0 percent.
Rulebook EssaOf(int year) {
  return {
      .program = Program::kEssa,
      .dashboard_year = year,
      .student_groups = {kHomeless},
      .rules = EssaRules{
          .indicators = {{.lowest = {.indicator = Indicator::kSuspension, .colors = kRedColor},
                          .second_lowest =
                              Test{.indicator = Indicator::kSuspension, .colors = Bit(2)}}},
          .criteria = {{.description = "all Red", .minimum_counted = 1, .maximum_not_lowest = 0}},
          .low_graduation = {.status = "CSI Grad",
                             .below = Tenths{680},
                             .cohort_count = 2,
                             .color_required = Reading::kNo},
          .low_performing = {.status = "CSI Low Perform", .title_i_school_year = year},
          .additional = {.status = "ATSI", .years = {{year, year}}},
          .none_status = "No Status",
          .none_status_aliases = {"General Assistance"},
          .prior_year = year - 1}};
}

class EssaStepsTest : public testing::Test {
 protected:
  EssaStepsTest() {
    history_.cds = *CdsCode::Parse("01611190130229");
    history_.kind = EntityKind::kSchool;
    for (const int year : {kYear - 1, kYear}) history_.years[year].default_evidence.fill(kNoRow);
    SetGraduation({.origin = Origin::kResult, .colors = Bit(3)});
  }

  EssaRules& rules() { return std::get<EssaRules>(rulebook_.rules); }
  Question Asked(Detail detail = Detail::kSentences) {
    rulebooks_.Add(rulebook_);
    return {.rulebooks = rulebooks_, .rulebook = rulebook_, .history = history_, .detail = detail};
  }

  void Set(int dashboard_year, StudentGroup group, Indicator indicator, Performance performance) {
    EntityYear& year = history_.years[dashboard_year];
    year.groups.try_emplace(group, year.default_evidence)
        .first->second[static_cast<size_t>(indicator)] = performance;
  }
  void SetGraduation(Performance performance) {
    Set(kYear, StudentGroup::kAll, Indicator::kGraduation, performance);
  }
  void SetRed(int dashboard_year) {
    Set(dashboard_year, kHomeless, Indicator::kSuspension,
        {.origin = Origin::kResult, .colors = kRedColor});
  }

  Rulebook rulebook_ = EssaOf(kYear);
  const Rulebook before_ = EssaOf(kYear - 1);
  Rulebooks rulebooks_;
  EntityHistory history_;
};

TEST_F(EssaStepsTest, AveragesAllGraduatesByAllStudents) {
  history_.cohorts = {{kYear - 1, {9, 10}}, {kYear, {59, 90}}};
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kNotMet) << "68 of 100 is not below 68.0";
  history_.cohorts[kYear] = {585, 900};
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kMet) << "594 of 910 is 65.3";
}

TEST_F(EssaStepsTest, RoundsTheAverageBeforeItIsCompared) {
  history_.cohorts = {{kYear - 1, {67949, 100000}}, {kYear, {0, 0}}};
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kMet) << "67.9";
  history_.cohorts[kYear - 1] = {67950, 100000};
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kNotMet) << "68.0";
}

TEST_F(EssaStepsTest, ThePublishedAverageGoesBeforeTheCohorts) {
  history_.cohorts = {{kYear - 1, {1, 10}}, {kYear, {1, 10}}};
  history_.years[kYear].graduation_average_millionths = 90'000'000;
  const Finding finding = GraduatesFew(Asked());
  EXPECT_EQ(finding.outcome, kNotMet);
  EXPECT_EQ(finding.statement,
            "The average graduation rate of 2 cohorts is 90.0; the border is 68.0.");
}

TEST_F(EssaStepsTest, TheAverageIsWithheldWithAnyOfItsCohorts) {
  history_.cohorts = {{kYear - 1, {9, 10}}, {kYear, {59, 90}}};
  const auto set = [this](int year, Disclosure disclosure) {
    Set(year, StudentGroup::kAll, Indicator::kGraduation,
        {.origin = Origin::kResult, .disclosure = disclosure, .student_count = 10});
  };
  set(kYear - 1, Disclosure::kChangeWithheld);
  set(kYear, Disclosure::kShown);
  EXPECT_EQ(GraduatesFew(Asked()).masked_statement, "") << "both rates are shown";
  set(kYear - 1, Disclosure::kWithheld);
  EXPECT_EQ(GraduatesFew(Asked()).masked_statement,
            "The average graduation rate of 2 cohorts is withheld to protect small groups; the "
            "border is 68.0.");
  EXPECT_THAT(GraduatesFew(Asked()).statement, HasSubstr("is 68.0;")) << "for those who may see it";
  history_.years[kYear].graduation_average_millionths = 90'000'000;
  EXPECT_THAT(GraduatesFew(Asked()).masked_statement, HasSubstr("withheld"))
      << "a published average is made from the same cohorts";
}

TEST_F(EssaStepsTest, ACohortThatOnlyTheYearAfterKnowsIsShownWithItsChange) {
  EXPECT_FALSE(IsCohortShown(history_, kYear - 2)) << "nothing is known";
  Performance result{.origin = Origin::kResult, .student_count = 10};
  SetGraduation(result);
  EXPECT_TRUE(IsCohortShown(history_, kYear));
  EXPECT_TRUE(IsCohortShown(history_, kYear - 1));
  result.disclosure = Disclosure::kChangeWithheld;
  SetGraduation(result);
  EXPECT_TRUE(IsCohortShown(history_, kYear));
  EXPECT_FALSE(IsCohortShown(history_, kYear - 1));
}

TEST_F(EssaStepsTest, AMissingCohortLeavesTheAverageOpen) {
  history_.cohorts = {{kYear, {1, 10}}};
  const Finding finding = GraduatesFew(Asked());
  EXPECT_EQ(finding.outcome, kInsufficientData);
  EXPECT_EQ(finding.open_reason, reason::kGraduationAverageMissing);
  EXPECT_THAT(finding.statement, HasSubstr("is not known"));
}

TEST_F(EssaStepsTest, ASchoolWithoutAGraduationRowGraduatesNobody) {
  SetGraduation(kNoRow);
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kNotMet);
  history_.years[kYear].graduation_average_millionths = 10'000'000;
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kMet) << "unless an average was published";
}

TEST_F(EssaStepsTest, TheRuleMayAskForAColor) {
  history_.years[kYear].graduation_average_millionths = 10'000'000;
  SetGraduation({.origin = Origin::kResult, .colors = Bit(0)});
  rules().low_graduation.color_required = Reading::kYes;
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kNotMet);
  rules().low_graduation.color_required = Reading::kNo;
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kMet);
  rules().low_graduation.color_required = Reading::kUnknown;
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kInsufficientData);

  SetGraduation({.origin = Origin::kResult, .colors = kRedColor});
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kMet) << "with a color both readings agree";
  history_.years[kYear].graduation_average_millionths = 90'000'000;
  SetGraduation({.origin = Origin::kResult, .colors = Bit(0)});
  EXPECT_EQ(GraduatesFew(Asked()).outcome, kNotMet) << "above the border they do, too";
}

TEST_F(EssaStepsTest, AFirstYearHasNoStatusBeforeIt) {
  rules().prior_year = 0;
  EXPECT_THAT(PossiblePriorStatuses(Asked()), ElementsAre(std::string()));
}

TEST_F(EssaStepsTest, TheYearsOwnFileSaysTheStatusBeforeBest) {
  history_.years[kYear - 1].support = PublishedSupport{.status = "ATSI"};
  EXPECT_THAT(PossiblePriorStatuses(Asked()), ElementsAre(std::string("ATSI")));
  history_.years[kYear].support =
      PublishedSupport{.earlier_statuses = {{kYear - 1, "CSI Low Perform"}}};
  EXPECT_THAT(PossiblePriorStatuses(Asked()), ElementsAre(std::string("CSI Low Perform")));
}

TEST_F(EssaStepsTest, OtherWordsForNoStatusMeanTheSame) {
  history_.years[kYear - 1].support = PublishedSupport{.status = "General Assistance"};
  EXPECT_THAT(PossiblePriorStatuses(Asked()), ElementsAre(std::string("No Status")));
}

TEST_F(EssaStepsTest, WithoutAFileTheStatusBeforeIsWorkedOutAsFarAsItCanBe) {
  EXPECT_THAT(PossiblePriorStatuses(Asked()), SizeIs(Gt(1))) << "no rules of that year";
  rulebooks_.Add(before_);
  EXPECT_THAT(PossiblePriorStatuses(Asked()), SizeIs(Gt(1)))
      << "the year before that one is not known";
  history_.years[kYear - 2].support = PublishedSupport{.status = "No Status"};
  EXPECT_THAT(PossiblePriorStatuses(Asked()), ElementsAre(std::string("No Status")));
}

TEST_F(EssaStepsTest, TitleIFundsCountInTheYearOfTheRule) {
  history_.title_i[kYear - 1] = true;
  EXPECT_EQ(ReceivesTitleI(Asked()), kInsufficientData);
  history_.title_i[kYear] = false;
  EXPECT_EQ(ReceivesTitleI(Asked()), kNotMet);
  history_.title_i[kYear] = true;
  EXPECT_EQ(ReceivesTitleI(Asked()), kMet);
}

TEST_F(EssaStepsTest, AFindingOnAGroupHoldsWhatItsCriteriaCounted) {
  SetRed(kYear);
  const Finding finding = PerformsLowIn(Asked(), rulebook_, kHomeless, kYear, 1);
  EXPECT_EQ(finding.outcome, kMet);
  EXPECT_EQ(finding.dashboard_year, kYear);
  EXPECT_EQ(finding.statement, "Homeless in 2024, any of: all Red.");
  ASSERT_THAT(finding.observed, SizeIs(1));
  EXPECT_EQ(finding.observed.front().outcome, kMet);
  ASSERT_NE(finding.observed.front().second_lowest, nullptr);
  EXPECT_EQ(finding.observed.front().second_lowest->colors, Bit(2));

  EXPECT_EQ(PerformsLowIn(Asked(), rulebook_, kHomeless, kYear, 2).outcome, kNotMet)
      << "one indicator counts, where two are asked for";
  const Finding bare = PerformsLowIn(Asked(Detail::kAnswer), rulebook_, kHomeless, kYear, 1);
  EXPECT_EQ(bare.outcome, kMet);
  EXPECT_THAT(bare.observed, IsEmpty());
}

TEST_F(EssaStepsTest, AGroupPerformsLowWhereItDoesInEveryYearOfTheRule) {
  const GroupSupportRule rule{.years = {{kYear - 1, kYear}, {kYear, kYear}}, .minimum_counted = 1};
  SetRed(kYear);
  const Finding once = PerformsLowInEveryYear(Asked(), rule, kHomeless);
  EXPECT_EQ(once.outcome, kNotMet);
  ASSERT_THAT(once.parts, SizeIs(2));
  EXPECT_EQ(once.parts[0].dashboard_year, kYear - 1);
  EXPECT_EQ(once.parts[1].outcome, kMet);
  SetRed(kYear - 1);
  EXPECT_EQ(PerformsLowInEveryYear(Asked(), rule, kHomeless).outcome, kMet);
}

TEST_F(EssaStepsTest, AYearIsJudgedByTheRulebookThatTheRuleNames) {
  const GroupSupportRule rule{.years = {{kYear - 1, kYear - 1}, {kYear, kYear}}};
  SetRed(kYear - 1);
  SetRed(kYear);
  const Finding open = PerformsLowInEveryYear(Asked(), rule, kHomeless);
  EXPECT_EQ(open.outcome, kInsufficientData);
  EXPECT_EQ(open.parts[0].open_reason, reason::kResultsMissing);
  EXPECT_EQ(open.parts[0].statement, "No rules of 2023.");

  Rulebook other = EssaOf(kYear - 1);
  std::get<EssaRules>(other.rules).criteria.front().minimum_counted = 2;
  rulebooks_.Add(other);
  EXPECT_EQ(PerformsLowInEveryYear(Asked(), rule, kHomeless).outcome, kNotMet)
      << "the rules of the year before ask for two indicators";
}

TEST_F(EssaStepsTest, TheOwnYearIsJudgedByTheRulebookThatIsAskedAbout) {
  Rulebook in_force = EssaOf(kYear);
  std::get<EssaRules>(in_force.rules).criteria.front().minimum_counted = 2;
  SetRed(kYear);
  const Question asked = Asked();
  rulebooks_.Add(in_force);
  const GroupSupportRule rule{.years = {{kYear, kYear}}};
  EXPECT_EQ(PerformsLowInEveryYear(asked, rule, kHomeless).outcome, kMet)
      << "a policy under test, not the rules in force";
}

}  // namespace
}  // namespace sos::eligibility::essa
