// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/sums.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using enum StudentGroup;
using enum Standing;

// Sums as `0=1+2`, by the places of their cells.
std::vector<std::string> Named(std::vector<Sum> sums) {
  std::vector<std::string> names;
  names.reserve(sums.size());
  for (Sum& sum : sums) {
    std::sort(sum.parts.begin(), sum.parts.end());
    names.push_back(absl::StrCat(sum.whole, "=", absl::StrJoin(sum.parts, "+")));
  }
  return names;
}

std::vector<std::string> SumsOf(const std::vector<DisclosedEntity>& entities,
                                const std::vector<DisclosedCell>& cells) {
  return Named(SumsAmong(entities, cells));
}

TEST(SumsTest, AllStudentsAreTheRacesTogether) {
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kAll, 100}, {0, kWhite, 60}, {0, kAsian, 40}}),
              ElementsAre("0=1+2"));
}

TEST(SumsTest, ASingleRowIsASumOfNothing) {
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kAll, 100}}), IsEmpty());
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kWhite, 60}, {0, kAsian, 40}}), IsEmpty())
      << "without the whole";
  EXPECT_THAT(SumsOf({}, {}), IsEmpty());
}

TEST(SumsTest, EnglishLearnersAreTheirTwoKindsTogether) {
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kEnglishLearners, 50},
                                {0, kEnglishLearnersOnly, 30},
                                {0, kReclassifiedOnly, 20}}),
              ElementsAre("0=1+2"));
}

TEST(SumsTest, TheLanguagesAreAllStudentsOnlyIfTheyNearlyAre) {
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kAll, 100}, {0, kEnglishOnly, 60}, {0, kEnglishLearners, 30}}),
              ElementsAre("0=1+2"))
      << "ten are in neither";
  EXPECT_THAT(SumsOf({{kLea}}, {{0, kAll, 101}, {0, kEnglishOnly, 60}, {0, kEnglishLearners, 30}}),
              IsEmpty())
      << "eleven are";
}

TEST(SumsTest, ADistrictIsItsSchoolsGroupByGroup) {
  EXPECT_THAT(
      SumsOf(
          {{kLea}, {kSchool, 0}, {kSchool, 0}},
          {{0, kAll, 100}, {0, kHomeless, 12}, {1, kAll, 60}, {2, kAll, 40}, {2, kHomeless, 12}}),
      UnorderedElementsAre("0=2+3", "1=4"));
}

TEST(SumsTest, CountsCharterSchoolsInWhereThatFitsBetter) {
  const std::vector<DisclosedEntity> entities = {{kLea}, {kSchool, 0}, {kCharterSchool, 0}};
  EXPECT_THAT(SumsOf(entities, {{0, kAll, 60}, {1, kAll, 60}, {2, kAll, 40}}), ElementsAre("0=1"));
  EXPECT_THAT(SumsOf(entities, {{0, kAll, 100}, {1, kAll, 60}, {2, kAll, 40}}),
              ElementsAre("0=1+2"));
}

TEST(SumsTest, ADistrictOfWhichSchoolsAreMissingIsNoSum) {
  EXPECT_THAT(SumsOf({{kLea}, {kSchool, 0}}, {{0, kAll, 71}, {1, kAll, 60}}), IsEmpty());
  EXPECT_THAT(SumsOf({{kLea}, {kSchool, 0}}, {{0, kAll, 70}, {1, kAll, 60}}), ElementsAre("0=1"));
}

TEST(SumsTest, TheStateIsItsCountiesAndItsLeas) {
  EXPECT_THAT(SumsOf({{kState}, {kCounty, 0}, {kLea, 1}, {kLea, 1}},
                     {{0, kAll, 100}, {1, kAll, 100}, {2, kAll, 60}, {3, kAll, 40}}),
              UnorderedElementsAre("0=1", "0=2+3", "1=2+3"));
}

// Which cells follow, of which `withheld` are not seen.
std::vector<int> DeterminedOf(const std::vector<Sum>& sums, const std::vector<int64_t>& students,
                              const std::vector<int>& withheld) {
  std::vector<DisclosedCell> cells;
  cells.reserve(students.size());
  for (const int64_t count : students) cells.push_back({.students = count});
  std::vector<bool> hidden(students.size());
  for (const int cell : withheld) hidden[cell] = true;
  return Determined(sums, cells, hidden);
}

TEST(SumsTest, TheOnlyHiddenPartFollowsFromTheOthers) {
  EXPECT_THAT(DeterminedOf({{0, {1, 2}}}, {100, 60, 40}, {2}), ElementsAre(2));
  EXPECT_THAT(DeterminedOf({{0, {1, 2}}}, {100, 60, 40}, {0}), ElementsAre(0)) << "and the whole";
}

TEST(SumsTest, OfTwoHiddenPartsNeitherFollows) {
  EXPECT_THAT(DeterminedOf({{0, {1, 2, 3}}}, {100, 60, 30, 10}, {2, 3}), IsEmpty());
}

TEST(SumsTest, WhatIsShownNeedsNotFollow) {
  EXPECT_THAT(DeterminedOf({{0, {1, 2}}}, {100, 60, 40}, {}), IsEmpty());
  EXPECT_THAT(DeterminedOf({}, {100}, {0}), IsEmpty()) << "nothing says what it is";
}

TEST(SumsTest, SeveralSumsTogetherMaySayMore) {
  // a+b, b+c and a+c are known: each of them follows.
  const std::vector<Sum> sums = {{0, {3, 4}}, {1, {4, 5}}, {2, {3, 5}}};
  EXPECT_THAT(DeterminedOf(sums, {30, 50, 40, 10, 20, 30}, {3, 4, 5}), ElementsAre(3, 4, 5));
  // A square of four, of which rows and columns are known, keeps its secret.
  const std::vector<Sum> square = {{0, {4, 5}}, {1, {6, 7}}, {2, {4, 6}}, {3, {5, 7}}};
  EXPECT_THAT(DeterminedOf(square, {30, 70, 40, 60, 10, 20, 30, 40}, {4, 5, 6, 7}), IsEmpty());
}

TEST(SumsTest, NoCountIsNegativeSoThatAnEmptySumSaysAll) {
  EXPECT_THAT(DeterminedOf({{0, {1, 2, 3}}}, {60, 60, 0, 0}, {2, 3}), ElementsAre(2, 3));
}

TEST(SumsTest, WhatTheFilesLeaveOutCountsAsKnown) {
  EXPECT_THAT(DeterminedOf({{0, {1, 2}}}, {105, 60, 40}, {2}), ElementsAre(2))
      << "whoever knows that five are in no part can work it out";
}

}  // namespace
}  // namespace sos::indicator
