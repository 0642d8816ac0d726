// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/lcap/determine.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2024;
constexpr StudentGroup kHomeless = StudentGroup::kHomeless;

class LcapTest : public testing::Test {
 protected:
  LcapTest() {
    for (EntityHistory* history : {&lea_, &school_}) {
      history->years[kYear].default_evidence.fill(
          {.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)});
    }
    school_.kind = EntityKind::kSchool;
  }

  static void SetRed(EntityHistory& history, StudentGroup group, Indicator indicator) {
    EntityYear& year = history.years[kYear];
    const auto [found, added] = year.groups.try_emplace(group, year.default_evidence);
    found->second[static_cast<size_t>(indicator)] = {.origin = Origin::kResult,
                                                     .colors = kRedColor};
  }

  DutyAnswer Decide(const DutyRule& duty) {
    rulebook_ = {.program = Program::kLcap,
                 .dashboard_year = kYear,
                 .student_groups = {kHomeless},
                 .status = {.eligible = "Required", .general = "Not Required"},
                 .rules = LcapRules{.duties = {duty}}};
    const std::vector<const EntityHistory*> schools = {&school_};
    determination_ = DetermineLcap(
        {.rulebooks = rulebooks_, .rulebook = rulebook_, .history = lea_, .schools = schools});
    return determination_.As<LcapAnswer>()->duties.front();
  }

  static DutyRule LowestPerformance() {
    return {.name = "lowest-performance",
            .kind = DutyKind::kLowestPerformance,
            .dashboard_year = kYear,
            .lowest = {{.indicator = Indicator::kSuspension, .colors = kRedColor},
                       {.indicator = Indicator::kEnglishLearnerProgress, .colors = kRedColor}},
            .known = Reading::kYes};
  }

  EntityHistory lea_{.cds = *CdsCode::Parse("01611190000000")};
  EntityHistory school_{.cds = *CdsCode::Parse("01611190130229")};
  Rulebooks rulebooks_;
  Rulebook rulebook_;
  Determination determination_;
};

TEST_F(LcapTest, ADutyWhoseRuleIsNotKnownIsOpen) {
  const DutyAnswer duty = Decide({.name = "language-programs", .known = Reading::kUnknown});
  EXPECT_EQ(duty.outcome, kInsufficientData);
  EXPECT_EQ(duty.reason, reason::kRuleUnknown);
  EXPECT_EQ(determination_.status, "");
}

TEST_F(LcapTest, ADutyWhoseInputIsMissingSaysWhichAndHidesNoOther) {
  const DutyAnswer missing = Decide({.name = "ec52064-4",
                                     .kind = DutyKind::kMissingInput,
                                     .known = Reading::kYes,
                                     .missing_reason = "BALANCE_MISSING"});
  EXPECT_EQ(missing.outcome, kInsufficientData);
  EXPECT_EQ(missing.reason, "BALANCE_MISSING");
  EXPECT_EQ(determination_.reason, "BALANCE_MISSING");
}

TEST_F(LcapTest, AMissingRulebookOfTheEquityMultiplierIsTheReason) {
  const DutyRule duty = {.name = "ec52064d7",
                         .kind = DutyKind::kEquityMultiplier,
                         .dashboard_year = kYear,
                         .known = Reading::kYes,
                         .missing_reason = "RULEBOOK_MISSING"};
  EXPECT_EQ(Decide(duty).reason, "RULEBOOK_MISSING");

  const Rulebook multiplier = {.name = "rulebooks/equity-multiplier-2024",
                               .program = Program::kEquityMultiplier,
                               .dashboard_year = kYear,
                               .rules = EquityMultiplierRules{}};
  rulebooks_.Add(multiplier);
  EXPECT_EQ(Decide(duty).reason, reason::kMultiplierDataMissing);
}

TEST_F(LcapTest, NamesEveryLowestPerformanceOfGroupsSchoolsAndTheirGroups) {
  SetRed(lea_, kHomeless, Indicator::kSuspension);
  SetRed(lea_, StudentGroup::kAll, Indicator::kSuspension);  // The LEA's own is none.
  SetRed(school_, StudentGroup::kAll, Indicator::kSuspension);
  SetRed(school_, kHomeless, Indicator::kSuspension);
  const DutyAnswer duty = Decide(LowestPerformance());
  EXPECT_EQ(duty.outcome, kMet);
  ASSERT_THAT(duty.subjects, SizeIs(3));
  EXPECT_EQ(duty.subjects[0].cds, lea_.cds);
  EXPECT_EQ(duty.subjects[1].group, StudentGroup::kAll);
  EXPECT_EQ(duty.subjects[2].cds, school_.cds);
  EXPECT_EQ(determination_.status, "Required");
}

TEST_F(LcapTest, LearnersProgressOfASchoolStandsWithAllStudents) {
  SetRed(school_, kHomeless, Indicator::kEnglishLearnerProgress);
  EXPECT_THAT(Decide(LowestPerformance()).subjects, IsEmpty());

  SetRed(school_, StudentGroup::kAll, Indicator::kEnglishLearnerProgress);
  const DutyAnswer duty = Decide(LowestPerformance());
  ASSERT_THAT(duty.subjects, SizeIs(1));
  EXPECT_THAT(duty.subjects[0].indicators, ElementsAre(Indicator::kEnglishLearnerProgress));
}

TEST_F(LcapTest, WithoutResultsNothingIsDecided) {
  lea_.years.clear();
  const DutyAnswer duty = Decide(LowestPerformance());
  EXPECT_EQ(duty.outcome, kInsufficientData);
  EXPECT_EQ(duty.reason, reason::kResultsMissing);
  EXPECT_EQ(determination_.eligibility, kInsufficientData);
}

TEST_F(LcapTest, ALeaOfWhichNoSchoolIsInTheFileIsNotFreeOfTheFocusGoal) {
  const Rulebook multiplier{
      .program = Program::kEquityMultiplier,
      .dashboard_year = kYear,
      .rules = EquityMultiplierRules{.nonstability_above_thousandths = 250,
                                     .disadvantaged_above_thousandths = 700,
                                     .rounded_to_thousandths = Reading::kYes}};
  rulebooks_.Add(multiplier);
  const DutyRule focus_goal{.name = "ec52064d7",
                            .kind = DutyKind::kEquityMultiplier,
                            .dashboard_year = kYear,
                            .known = Reading::kYes};
  EXPECT_EQ(Decide(focus_goal).reason, reason::kMultiplierDataMissing);

  school_.years[kYear].multiplier = MultiplierCounts{
      .nonstable = 30, .enrollment = 100, .disadvantaged = 80, .classroom_based = kMet};
  const DutyAnswer duty = Decide(focus_goal);
  EXPECT_EQ(duty.outcome, kMet);
  ASSERT_THAT(duty.subjects, SizeIs(1));
  EXPECT_EQ(duty.subjects[0].cds, school_.cds);
}

}  // namespace
}  // namespace sos::eligibility
