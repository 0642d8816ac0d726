// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/membership.h"

#include <chrono>
#include <optional>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using enum StudentGroup;

std::vector<StudentGroup> Groups(GroupSet set) {
  std::vector<StudentGroup> groups;
  set.ForEach([&](StudentGroup group) { groups.push_back(group); });
  return groups;
}

TEST(GroupSetTest, HoldsGroupsInTheOrderOfTheEnum) {
  const GroupSet set = GroupSet(kHomeless) | GroupSet(kAsian);
  EXPECT_THAT(Groups(set), ElementsAre(kAsian, kHomeless));
  EXPECT_TRUE(set.Has(kAsian));
  EXPECT_FALSE(set.Has(kWhite));
  EXPECT_THAT(Groups(GroupSet()), ElementsAre());
}

TEST(GroupSetTest, IsANumberAndBack) {
  for (int group = 0; group < kStudentGroupCount; ++group) {
    const GroupSet set(static_cast<StudentGroup>(group));
    EXPECT_EQ(GroupSet::FromBits(set.bits()), set);
    EXPECT_THAT(Groups(set), ElementsAre(static_cast<StudentGroup>(group)));
  }
}

TEST(GroupSetTest, KnowsWhatTwoHaveInCommonAndWhatNot) {
  const GroupSet set = GroupSet(kHomeless) | GroupSet(kAsian);
  const GroupSet other = GroupSet(kHomeless) | GroupSet(kWhite);
  EXPECT_THAT(Groups(set.Within(other)), ElementsAre(kHomeless));
  EXPECT_THAT(Groups(set.Without(other)), ElementsAre(kAsian));
}

TEST(RaceTest, EightGroupsDivideAllStudents) {
  EXPECT_THAT(Groups(RaceGroups()),
              ElementsAre(kAfricanAmerican, kAmericanIndian, kAsian, kFilipino, kHispanic,
                          kPacificIslander, kWhite, kTwoOrMoreRaces));
}

TEST(RaceTest, HispanicGoesBeforeAllRaces) {
  EXPECT_EQ(RaceOf(true, {700, 201}), kHispanic);
  EXPECT_EQ(RaceOf(true, {}), kHispanic);
}

TEST(RaceTest, TheHundredsOfACodeNameTheRace) {
  for (const auto& [code, race] :
       {std::pair{100, kAmericanIndian}, std::pair{201, kAsian}, std::pair{299, kAsian},
        std::pair{301, kPacificIslander}, std::pair{400, kFilipino},
        std::pair{600, kAfricanAmerican}, std::pair{700, kWhite}}) {
    EXPECT_EQ(RaceOf(false, {code}), race) << code;
  }
}

TEST(RaceTest, SeveralCodesOfOneRaceAreOneAndOfTwoAreTwo) {
  EXPECT_EQ(RaceOf(false, {201, 202, 203}), kAsian);
  EXPECT_EQ(RaceOf(false, {201, 700}), kTwoOrMoreRaces);
  EXPECT_EQ(RaceOf(false, {201, 700, 201}), kTwoOrMoreRaces);
}

TEST(RaceTest, WhatNamesNoRaceCountsForNone) {
  EXPECT_EQ(RaceOf(false, {}), std::nullopt);
  EXPECT_EQ(RaceOf(false, {500, 999, 0}), std::nullopt);
  EXPECT_EQ(RaceOf(false, {500, 700}), kWhite);
}

Membership TestMembership() {
  return Membership({{.group = kHomeless, .program_codes = {191, 192}, .school_years = 4},
                     {.group = kSocioeconomicallyDisadvantaged,
                      .program_codes = {175, 191},
                      .parent_education = {14}},
                     {.group = kEnglishLearners, .language_statuses = {"EL"}},
                     {.group = kLongTermEnglishLearners,
                      .language_statuses = {"EL"},
                      .minimum_language_years = 6},
                     {.group = kStudentsWithDisabilities, .special_education = true}});
}

TEST(MembershipTest, AProgramMayMakeAMemberOfSeveralGroups) {
  EXPECT_THAT(Groups(TestMembership().OfProgram(191)),
              ElementsAre(kSocioeconomicallyDisadvantaged, kHomeless));
  EXPECT_THAT(Groups(TestMembership().OfProgram(175)),
              ElementsAre(kSocioeconomicallyDisadvantaged));
  EXPECT_EQ(TestMembership().OfProgram(0), GroupSet());
}

TEST(MembershipTest, SoMayTheParentsEducation) {
  EXPECT_THAT(Groups(TestMembership().OfParentEducation(14)),
              ElementsAre(kSocioeconomicallyDisadvantaged));
  EXPECT_EQ(TestMembership().OfParentEducation(13), GroupSet());
}

TEST(MembershipTest, OnlyASpecialEducationRecordSaysSo) {
  EXPECT_THAT(Groups(TestMembership().OfSpecialEducation()),
              ElementsAre(kStudentsWithDisabilities));
  EXPECT_EQ(Membership({}).OfSpecialEducation(), GroupSet());
}

TEST(MembershipTest, ALearnerIsLongTermOnTheDayThatTheYearsAreOver) {
  const auto end = 2024y / 6 / 30;
  EXPECT_THAT(Groups(TestMembership().OfLanguageStatus("EL", 2018y / 6 / 30, end)),
              ElementsAre(kEnglishLearners, kLongTermEnglishLearners));
  EXPECT_THAT(Groups(TestMembership().OfLanguageStatus("EL", 2018y / 7 / 1, end)),
              ElementsAre(kEnglishLearners));
}

TEST(MembershipTest, AStartThatNobodyReportedMakesNoOneLongTerm) {
  EXPECT_THAT(Groups(TestMembership().OfLanguageStatus("EL", std::nullopt, 2024y / 6 / 30)),
              ElementsAre(kEnglishLearners));
  EXPECT_EQ(TestMembership().OfLanguageStatus("EO", 2000y / 1 / 1, 2024y / 6 / 30), GroupSet());
}

TEST(MembershipTest, ARecordCountsForAsManyYearsAsTheGroupLooksBackOn) {
  const Membership membership = TestMembership();
  EXPECT_EQ(membership.SchoolYears(), 4);
  EXPECT_EQ(Groups(membership.CountedFrom(0)).size(), 5);
  EXPECT_THAT(Groups(membership.CountedFrom(1)), ElementsAre(kHomeless));
  EXPECT_THAT(Groups(membership.CountedFrom(3)), ElementsAre(kHomeless));
  EXPECT_EQ(membership.CountedFrom(4), GroupSet());
  EXPECT_EQ(membership.CountedFrom(-1), GroupSet()) << "a later year";
}

TEST(MembershipTest, WithoutRulesThereIsTheYearItself) {
  EXPECT_EQ(Membership({}).SchoolYears(), 1);
}

}  // namespace
}  // namespace sos::indicator::records
