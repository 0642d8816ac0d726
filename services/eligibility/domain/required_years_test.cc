// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/required_years.h"

#include <optional>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;

Rulebook Lcff(int year, LcffRules rules = {}) {
  return {.program = Program::kLcff, .dashboard_year = year, .rules = std::move(rules)};
}

// The years that a determination of `program` in 2024 needs by these rulebooks.
std::vector<int> YearsOf(Program program, const std::vector<Rulebook>& rulebooks) {
  Rulebooks in_force;
  for (const Rulebook& rulebook : rulebooks) in_force.Add(rulebook);
  RequiredYears years(in_force);
  years.AddDetermination(program, 2024);
  return years.Ascending();
}

TEST(RequiredYearsTest, ADeterminationNeedsItsOwnYearEvenWithoutRules) {
  EXPECT_THAT(YearsOf(Program::kLcff, {}), ElementsAre(2024));
  EXPECT_THAT(YearsOf(Program::kLcff, {Lcff(2023), Lcff(2024)}), ElementsAre(2024));
}

TEST(RequiredYearsTest, AStatusMayBeCarriedOver) {
  Rulebook rulebook = Lcff(2024);
  rulebook.status.carry_over_year = 2022;
  EXPECT_THAT(YearsOf(Program::kLcff, {rulebook}), ElementsAre(2022, 2024));
}

TEST(RequiredYearsTest, LcffLooksBackForRecurrenceAndLocalIndicators) {
  EXPECT_THAT(
      YearsOf(Program::kLcff,
              {Lcff(2024, {.local_rule = LocalRule{.preceding_year = 2023},
                           .intensive = RecurrenceRule{.dashboard_years = {2022}},
                           .geographic_lead = RecurrenceRule{.dashboard_years = {2019, 2022}}})}),
      ElementsAre(2019, 2022, 2023, 2024));
  EXPECT_THAT(YearsOf(Program::kLcff, {Lcff(2024, {.local_rule = LocalRule{}})}), ElementsAre(2024))
      << "ratings that say of themselves how many years they hold";
}

TEST(RequiredYearsTest, ACharterSchoolNeedsTheLcffCriteriaOfItsYears) {
  const Rulebook charter{.program = Program::kCharter,
                         .dashboard_year = 2024,
                         .rules = CharterRules{.dashboard_years = {2023, 2024}}};
  EXPECT_THAT(YearsOf(Program::kCharter,
                      {charter, Lcff(2023, {.local_rule = LocalRule{.preceding_year = 2022}})}),
              ElementsAre(2022, 2023, 2024));
}

TEST(RequiredYearsTest, EssaLooksAtSeveralCohortsAndAtTheStatusBefore) {
  const auto essa = [](int year, EssaRules rules) {
    return Rulebook{.program = Program::kEssa, .dashboard_year = year, .rules = std::move(rules)};
  };
  EXPECT_THAT(YearsOf(Program::kEssa, {essa(2024, {.low_graduation = {.cohort_count = 3}})}),
              ElementsAre(2022, 2023, 2024));
  EXPECT_THAT(
      YearsOf(Program::kEssa, {essa(2024, {.additional = {.years = {{.dashboard_year = 2023}}},
                                           .targeted = GroupSupportRule{.years = {{2022}}}})}),
      ElementsAre(2022, 2023, 2024));
  EXPECT_THAT(YearsOf(Program::kEssa,
                      {essa(2024, {.prior_year = 2022}),
                       essa(2022, {.low_graduation = {.cohort_count = 2}, .prior_year = 2019}),
                       essa(2019, {.prior_year = 0})}),
              ElementsAre(2019, 2021, 2022, 2024))
      << "which may have to be worked out like this year's";
}

TEST(RequiredYearsTest, TheEquityMultiplierLooksAtItsYearAlone) {
  EXPECT_THAT(YearsOf(Program::kEquityMultiplier, {{.program = Program::kEquityMultiplier,
                                                    .dashboard_year = 2024,
                                                    .rules = EquityMultiplierRules{}}}),
              ElementsAre(2024));
}

TEST(RequiredYearsTest, ALcapNeedsWhatTheAssistanceThatItSpeaksOfNeeds) {
  const Rulebook lcap{.program = Program::kLcap,
                      .dashboard_year = 2024,
                      .rules = LcapRules{.duties = {{.kind = DutyKind::kAssistance}}}};
  EXPECT_THAT(YearsOf(Program::kLcap,
                      {lcap, Lcff(2024, {.intensive = RecurrenceRule{.dashboard_years = {2022}}})}),
              ElementsAre(2022, 2024));
}

TEST(RequiredYearsTest, NoRecurrenceNeedsNoYears) {
  const Rulebooks none;
  RequiredYears years(none);
  years.Add(std::nullopt);
  EXPECT_THAT(years.Ascending(), ElementsAre());
  years.Add(RecurrenceRule{.dashboard_years = {2023, 2019, 2023}});
  EXPECT_THAT(years.Ascending(), ElementsAre(2019, 2023));
}

}  // namespace
}  // namespace sos::eligibility
