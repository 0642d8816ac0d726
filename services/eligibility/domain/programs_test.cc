// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/programs.h"

#include <optional>
#include <set>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

using ::testing::IsNull;
using ::testing::NotNull;

TEST(ProgramsTest, EachStandsInTheListOnceInTheOrderOfTheContract) {
  int number = 0;
  std::set<absl::string_view> codes;
  for (const ProgramTraits& traits : AllPrograms()) {
    EXPECT_EQ(static_cast<int>(traits.program), ++number);
    EXPECT_TRUE(codes.insert(traits.code).second) << traits.code;
    EXPECT_EQ(&TraitsOf(traits.program), &traits);
  }
  EXPECT_EQ(number, static_cast<int>(Program::kLcap));
}

TEST(ProgramsTest, ACodeIsReadAsItIsWritten) {
  for (const ProgramTraits& traits : AllPrograms()) {
    EXPECT_EQ(ParseProgram(ProgramCode(traits.program)), traits.program);
  }
  EXPECT_EQ(ProgramCode(Program::kEquityMultiplier), "equity-multiplier");
  EXPECT_EQ(ProgramCode(Program::kNone), "");
  for (const char* code : {"", "LCFF", "lcff-2024", "equity multiplier"}) {
    EXPECT_EQ(ParseProgram(code), std::nullopt) << code;
  }
}

TEST(ProgramsTest, OnlyWhereResultsDecideIsThereANearestChange) {
  for (const Program program : {Program::kLcff, Program::kCharter, Program::kEssa}) {
    EXPECT_THAT(TraitsOf(program).find_nearest, NotNull());
  }
  for (const Program program : {Program::kEquityMultiplier, Program::kLcap}) {
    EXPECT_THAT(TraitsOf(program).find_nearest, IsNull());
  }
}

TEST(ProgramsTest, OnlyALcapReadsTheSchoolsOfAnLea) {
  for (const ProgramTraits& traits : AllPrograms()) {
    EXPECT_EQ(traits.reads_schools, traits.program == Program::kLcap) << traits.code;
  }
}

EntityHistory Entity(EntityKind kind) {
  const bool school = kind == EntityKind::kSchool || kind == EntityKind::kCharterSchool;
  return {.cds = *CdsCode::Parse(school ? "01611190130229" : "01611190000000"), .kind = kind};
}

bool Decides(Program program, EntityKind kind, ProgramRules rules) {
  const Rulebook rulebook{.program = program, .dashboard_year = 2024, .rules = std::move(rules)};
  return TraitsOf(program).decides_on(rulebook, Entity(kind));
}

TEST(ProgramsTest, LcffDecidesOnDistrictsAndMaybeOnCountyOffices) {
  EXPECT_TRUE(Decides(Program::kLcff, EntityKind::kDistrict, LcffRules{}));
  EXPECT_FALSE(Decides(Program::kLcff, EntityKind::kCountyOffice, LcffRules{}));
  EXPECT_TRUE(Decides(Program::kLcff, EntityKind::kCountyOffice,
                      LcffRules{.county_offices_included = true}));
  EXPECT_FALSE(Decides(Program::kLcff, EntityKind::kCharterSchool, LcffRules{}));
  EXPECT_FALSE(Decides(Program::kLcff, EntityKind::kSchool, LcffRules{}));
}

TEST(ProgramsTest, CharterSchoolsHaveAProgramOfTheirOwn) {
  EXPECT_TRUE(Decides(Program::kCharter, EntityKind::kCharterSchool, CharterRules{}));
  EXPECT_FALSE(Decides(Program::kCharter, EntityKind::kDistrict, CharterRules{}));
  EXPECT_FALSE(Decides(Program::kCharter, EntityKind::kSchool, CharterRules{}));
}

TEST(ProgramsTest, EssaDecidesOnAllSchoolsAndLcapOnAllThatPlan) {
  EXPECT_TRUE(Decides(Program::kEssa, EntityKind::kSchool, EssaRules{}));
  EXPECT_TRUE(Decides(Program::kEssa, EntityKind::kCharterSchool, EssaRules{}));
  EXPECT_FALSE(Decides(Program::kEssa, EntityKind::kDistrict, EssaRules{}));
  EXPECT_TRUE(Decides(Program::kLcap, EntityKind::kDistrict, LcapRules{}));
  EXPECT_TRUE(Decides(Program::kLcap, EntityKind::kCountyOffice, LcapRules{}));
  EXPECT_TRUE(Decides(Program::kLcap, EntityKind::kCharterSchool, LcapRules{}));
  EXPECT_FALSE(Decides(Program::kLcap, EntityKind::kSchool, LcapRules{}));
}

TEST(ProgramsTest, TheEquityMultiplierDecidesOnWhomItsFileLists) {
  const Rulebook rulebook{.program = Program::kEquityMultiplier,
                          .dashboard_year = 2024,
                          .rules = EquityMultiplierRules{}};
  EntityHistory school = Entity(EntityKind::kSchool);
  EXPECT_FALSE(TraitsOf(Program::kEquityMultiplier).decides_on(rulebook, school));
  school.years[2023].multiplier.emplace();
  EXPECT_FALSE(TraitsOf(Program::kEquityMultiplier).decides_on(rulebook, school));
  school.years[2024].multiplier.emplace();
  EXPECT_TRUE(TraitsOf(Program::kEquityMultiplier).decides_on(rulebook, school));
}

}  // namespace
}  // namespace sos::eligibility
