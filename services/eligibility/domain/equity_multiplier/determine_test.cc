// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/equity_multiplier/determine.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using enum Outcome;

constexpr int kYear = 2024;

Determination Decide(const MultiplierCounts& counts, Reading rounded = Reading::kYes) {
  const Rulebook rulebook{.program = Program::kEquityMultiplier,
                          .dashboard_year = kYear,
                          .status = {.eligible = "Eligible", .general = "Not Eligible"},
                          .rules = EquityMultiplierRules{.nonstability_above_thousandths = 250,
                                                         .disadvantaged_above_thousandths = 700,
                                                         .rounded_to_thousandths = rounded,
                                                         .statewide_rate = 10'000'000'000'000,
                                                         .floor_dollars = 50'000}};
  EntityHistory school{.cds = *CdsCode::Parse("01611190130229")};
  school.years[kYear].multiplier = counts;
  const Rulebooks none;
  Determination determination =
      DetermineEquityMultiplier({.rulebooks = none, .rulebook = rulebook, .history = school});
  // The findings point into the rulebook, which ends here.
  determination.root = {};
  return determination;
}

MultiplierCounts Counts(int64_t nonstable, int64_t disadvantaged, int64_t enrollment) {
  return {.nonstable = nonstable,
          .enrollment = enrollment,
          .disadvantaged = disadvantaged,
          .classroom_based = kMet};
}

TEST(EquityMultiplierTest, AThresholdItselfIsNotAboveIt) {
  EXPECT_EQ(Decide(Counts(250, 701, 1000)).eligibility, kNotMet);
  EXPECT_EQ(Decide(Counts(251, 700, 1000)).eligibility, kNotMet);
  EXPECT_EQ(Decide(Counts(251, 701, 1000)).eligibility, kMet);
}

TEST(EquityMultiplierTest, ARateThatRoundingBringsToTheThresholdDependsOnRounding) {
  // 2,504 of 10,000 is .2504: above exactly, .250 when it is rounded.
  const MultiplierCounts counts = Counts(2'504, 8'000, 10'000);
  EXPECT_EQ(Decide(counts, Reading::kYes).eligibility, kNotMet);
  EXPECT_EQ(Decide(counts, Reading::kNo).eligibility, kMet);
  const Determination open = Decide(counts, Reading::kUnknown);
  EXPECT_EQ(open.eligibility, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kRoundingUnknown);
}

TEST(EquityMultiplierTest, CountsAreSmallFromOneToTenStudents) {
  EXPECT_FALSE(HasSmallCounts(Counts(0, 11, 100))) << "nobody is no group";
  EXPECT_TRUE(HasSmallCounts(Counts(1, 11, 100)));
  EXPECT_TRUE(HasSmallCounts(Counts(11, 10, 100)));
  EXPECT_FALSE(HasSmallCounts(Counts(11, 11, 11)));
  EXPECT_TRUE(HasSmallCounts(Counts(0, 0, 10)));
}

TEST(EquityMultiplierTest, PaysTheRateAStudentAndAtLeastTheFloor) {
  const auto dollars = [](const Determination& determination) {
    return determination.As<EquityMultiplierAnswer>()->multiplier->entitlement_dollars;
  };
  EXPECT_EQ(dollars(Decide(Counts(30, 80, 100))), 100'000);
  EXPECT_EQ(dollars(Decide(Counts(6, 16, 20))), 50'000);
  EXPECT_EQ(dollars(Decide(Counts(0, 80, 100))), 0) << "a school that is not eligible";
}

TEST(EquityMultiplierTest, ACharterSchoolOfWhichTheKindIsUnknownIsOpen) {
  MultiplierCounts counts = Counts(30, 80, 100);
  counts.classroom_based = kInsufficientData;
  const Determination open = Decide(counts);
  EXPECT_EQ(open.eligibility, kInsufficientData);
  EXPECT_EQ(open.reason, reason::kClassroomBasedMissing);
  EXPECT_FALSE(open.As<EquityMultiplierAnswer>()->multiplier->entitlement_dollars.has_value());
}

TEST(EquityMultiplierTest, ASchoolWithoutStudentsIsNotEligible) {
  EXPECT_EQ(Decide(Counts(0, 0, 0)).eligibility, kNotMet);
}

}  // namespace
}  // namespace sos::eligibility
