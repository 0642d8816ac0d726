// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/score.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/borders.h"

namespace sos::indicator {
namespace {

Band MakeBand(int level, std::optional<int64_t> minimum, std::optional<int64_t> maximum) {
  Band band{.level = level, .label = "level"};
  if (minimum) band.minimum = Tenths{*minimum};
  if (maximum) band.maximum = Tenths{*maximum};
  return band;
}

// Worst at the top: 5 up to 2.5, 4 up to 5.0, 3 up to 10.0, 2 up to 20.0, 1 above.
Scale AbsenceStatus() {
  return *Scale::Create({MakeBand(1, 201, std::nullopt), MakeBand(2, 101, 200),
                         MakeBand(3, 51, 100), MakeBand(4, 26, 50), MakeBand(5, std::nullopt, 25)});
}
Scale AbsenceChange() {
  return *Scale::Create({MakeBand(1, 31, std::nullopt), MakeBand(2, 5, 30), MakeBand(3, -4, 4),
                         MakeBand(4, -29, -5), MakeBand(5, std::nullopt, -30)});
}

IndicatorRules AbsenceRules() {
  ScoreTable table{.id = "all", .status_scale = AbsenceStatus(), .change_scale = AbsenceChange()};
  for (int status = 1; status <= kLevels; ++status) {
    for (int change = 1; change <= kLevels; ++change) {
      table.grid.set(status, change, status == 1 && change <= 3 ? Color::kRed : Color::kYellow);
    }
  }
  return {.indicator = Indicator::kChronicAbsenteeism,
          .size = {.minimum_for_status = 11,
                   .minimum_for_color = 30,
                   .minimum_for_color_of_small_groups = 15,
                   .small_groups = {StudentGroup::kFosterYouth}},
          .small_population = SmallPopulationRule{.below = 150},
          .tables = {std::move(table)}};
}

Measure Counts(int64_t numerator, int64_t denominator, int64_t prior_numerator,
               int64_t prior_denominator) {
  return {.current_numerator = numerator,
          .current_denominator = denominator,
          .prior_numerator = prior_numerator,
          .prior_denominator = prior_denominator};
}

TEST(ScaleTest, PutsBothEndsOfABandIntoIt) {
  const Scale scale = AbsenceStatus();
  EXPECT_EQ(scale.Level(Tenths{25}), 5);
  EXPECT_EQ(scale.Level(Tenths{26}), 4);
  EXPECT_EQ(scale.Level(Tenths{200}), 2);
  EXPECT_EQ(scale.Level(Tenths{201}), 1);
}

TEST(ScaleTest, RefusesAGapAnOverlapAndAWrongOrder) {
  EXPECT_FALSE(
      Scale::Create({MakeBand(1, 201, std::nullopt), MakeBand(2, 102, 200), MakeBand(3, 51, 100),
                     MakeBand(4, 26, 50), MakeBand(5, std::nullopt, 25)})
          .ok())
      << "10.1 lies in no level";
  EXPECT_FALSE(
      Scale::Create({MakeBand(1, 201, std::nullopt), MakeBand(2, 100, 200), MakeBand(3, 51, 100),
                     MakeBand(4, 26, 50), MakeBand(5, std::nullopt, 25)})
          .ok())
      << "10.0 lies in two";
  EXPECT_FALSE(Scale::Create({MakeBand(1, std::nullopt, 25)}).ok());
}

TEST(ScoreTest, GivesNoStatusUnderElevenStudents) {
  EXPECT_FALSE(ScoreMeasure(Counts(1, 10, 1, 100), AbsenceRules()).status.has_value());
  EXPECT_TRUE(ScoreMeasure(Counts(1, 11, 1, 100), AbsenceRules()).status.has_value());
}

TEST(ScoreTest, GivesLevelsButNoColorFromElevenToTwentyNineStudents) {
  const IndicatorRules rules = AbsenceRules();
  const Score score = ScoreMeasure(Counts(10, 29, 10, 100), rules);

  EXPECT_EQ(score.status_level, 1);
  EXPECT_NE(score.change_level, 0);
  EXPECT_EQ(score.color, Color::kNone);
  EXPECT_EQ(score.box, 0);
}

TEST(ScoreTest, GivesAColorFromThirtyStudentsInBothYears) {
  const IndicatorRules rules = AbsenceRules();
  EXPECT_EQ(ScoreMeasure(Counts(15, 30, 15, 30), rules).color, Color::kRed);
  EXPECT_EQ(ScoreMeasure(Counts(15, 30, 15, 29), rules).color, Color::kNone);
}

TEST(ScoreTest, AsksFifteenOfSmallGroupsOnDistrictRowsOnly) {
  const IndicatorRules rules = AbsenceRules();
  Measure measure = Counts(8, 15, 8, 15);
  measure.group = StudentGroup::kFosterYouth;
  EXPECT_EQ(ScoreMeasure(measure, rules).color, Color::kNone) << "a school";
  measure.lea_row = true;
  EXPECT_EQ(ScoreMeasure(measure, rules).color, Color::kRed) << "a district";
  measure.current_denominator = 14;
  EXPECT_EQ(ScoreMeasure(measure, rules).color, Color::kNone) << "a district with fourteen";
}

TEST(ScoreTest, CountsExtremeChangesAsOrdinaryOnesUnder150Students) {
  const IndicatorRules rules = AbsenceRules();
  EXPECT_EQ(ScoreMeasure(Counts(60, 149, 10, 149), rules).change_level, 2);
  EXPECT_EQ(ScoreMeasure(Counts(60, 150, 10, 149), rules).change_level, 1)
      << "the prior number of students does not matter";
}

TEST(ScoreTest, KeepsTheRawChangeLevelWhereTheYearPrintsItSo) {
  IndicatorRules rules = AbsenceRules();
  rules.raw_change_level_published = true;

  const Score score = ScoreMeasure(Counts(60, 149, 10, 149), rules);

  EXPECT_EQ(score.change_level, 1);
  EXPECT_EQ(score.grid_change_level, 2);
  EXPECT_EQ(score.box, BoxOf(1, 2));
}

TEST(ScoreTest, GivesNoColorToInformationalGroups) {
  IndicatorRules rules = AbsenceRules();
  rules.uncolored_groups = {StudentGroup::kEnglishOnly};
  Measure measure = Counts(60, 200, 60, 200);
  measure.group = StudentGroup::kEnglishOnly;

  EXPECT_EQ(ScoreMeasure(measure, rules).status_level, 1);
  EXPECT_EQ(ScoreMeasure(measure, rules).color, Color::kNone);
}

TEST(ScoreTest, LeavesOpenWhatNobodyKnows) {
  IndicatorRules rules = AbsenceRules();
  rules.overrides = {{.flags = 4, .undetermined_reason = "DATA_ERROR_FLAG"}};
  Measure measure = Counts(60, 200, 60, 200);
  measure.flags = 4;

  const Score score = ScoreMeasure(measure, rules);

  EXPECT_EQ(score.undetermined_reason, "DATA_ERROR_FLAG");
  EXPECT_EQ(score.color, Color::kNone);
  EXPECT_EQ(score.status_level, 1) << "levels do not depend on the flag";
}

TEST(ScoreTest, AssignsAColorWhateverTheNumberOfStudents) {
  IndicatorRules rules = AbsenceRules();
  rules.overrides = {{.flags = 1, .color = Color::kOrange, .box = 180}};
  Measure measure = Counts(1, 12, 1, 12);
  measure.flags = 1;

  EXPECT_EQ(ScoreMeasure(measure, rules).color, Color::kOrange);
  EXPECT_EQ(ScoreMeasure(measure, rules).box, 180);
}

TEST(BordersTest, FindsTheFewestStudentsByTryingThemAll) {
  const Scale scale = AbsenceStatus();
  for (int64_t denominator = 11; denominator < 60; ++denominator) {
    for (int64_t numerator = 0; numerator <= denominator; ++numerator) {
      const int current = scale.Level(RoundedPercent({numerator, denominator}));
      for (const int level : {current - 1, current + 1}) {
        if (level < 1 || level > kLevels) continue;
        int64_t expected = kNoCount;
        for (int64_t moved = 1; moved <= denominator && expected == kNoCount; ++moved) {
          for (const int64_t sign : {-1, 1}) {
            const int64_t changed = numerator + sign * moved;
            if (changed < 0 || changed > denominator) continue;
            if (scale.Level(RoundedPercent({changed, denominator})) == level) expected = moved;
          }
        }
        EXPECT_EQ(StudentsToReach(scale, level, {numerator, denominator}), expected)
            << numerator << " of " << denominator << " to level " << level;
      }
    }
  }
}

TEST(BordersTest, MeasuresTheDistanceToTheFirstValueOfEachNeighbor) {
  const std::vector<Border> borders = NeighboringLevels(AbsenceStatus(), Tenths{60});

  ASSERT_EQ(borders.size(), 2);
  EXPECT_EQ(borders[0].level, 4);
  EXPECT_EQ(ToString(borders[0].distance), "-1.0");
  EXPECT_EQ(borders[1].level, 2);
  EXPECT_EQ(ToString(borders[1].distance), "4.1");
}

// Two tables by type: only that of unified districts, `UD`, makes 25 percent Very High.
IndicatorRules RulesByType() {
  IndicatorRules rules = AbsenceRules();
  rules.tables.front().selector.school_types = {"UD"};
  return rules;
}

TEST(ScoreTest, TheStatesRowWithoutATypeUsesTheTableThatTheRulesName) {
  IndicatorRules rules = RulesByType();
  Measure state = Counts(25, 100, 25, 100);
  state.state_row = true;
  EXPECT_EQ(ScoreMeasure(state, rules).table, nullptr);

  rules.state_row = StateRowRule{.school_type = "UD"};
  EXPECT_EQ(ScoreMeasure(state, rules).status_level, 1);
  Measure county = state;
  county.state_row = false;
  EXPECT_EQ(ScoreMeasure(county, rules).table, nullptr) << "other rows have the type they have";
}

TEST(ScoreTest, AGroupMayHaveNoColorAtTheStatesRowAndAnUnknownOneElsewhere) {
  IndicatorRules rules = AbsenceRules();
  rules.undecided_groups = {StudentGroup::kAlternateAssessment};
  rules.undecided_groups_reason = "GROUP_COLOR_RULE_UNKNOWN";
  rules.state_row = StateRowRule{.uncolored_groups = {StudentGroup::kAlternateAssessment}};
  Measure measure = Counts(250, 1000, 250, 1000);
  measure.group = StudentGroup::kAlternateAssessment;
  EXPECT_EQ(ScoreMeasure(measure, rules).undetermined_reason, "GROUP_COLOR_RULE_UNKNOWN");

  measure.state_row = true;
  const Score score = ScoreMeasure(measure, rules);
  EXPECT_EQ(score.undetermined_reason, "");
  EXPECT_EQ(score.color, Color::kNone);
  EXPECT_EQ(score.status_level, 1);
}

TEST(ScoreTest, ChangeLevelsUnderABorderArePublishedAsTheyWereBeforeTheCollapse) {
  IndicatorRules rules = AbsenceRules();
  rules.raw_change_level_published_below = 30;
  const Score below = ScoreMeasure(Counts(2, 29, 20, 29), rules);
  EXPECT_EQ(below.change_level, 5);
  EXPECT_EQ(below.grid_change_level, 4);
  const Score at = ScoreMeasure(Counts(2, 30, 20, 30), rules);
  EXPECT_EQ(at.change_level, 4);
  EXPECT_EQ(at.grid_change_level, 4);
}

}  // namespace
}  // namespace sos::indicator
