// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/gaps/gap.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>
#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::gaps {
namespace {

using ::testing::SizeIs;

int64_t SumOf(const Gap& gap) {
  return std::accumulate(
      gap.schools.begin(), gap.schools.end(), gap.in_no_school,
      [](int64_t sum, const GapPart& part) { return sum + part.within + part.between; });
}

// Two schools of 100 students. Of the group, 80 go to the one where 20 % are suspended, as many of
// the group as of all, and 20 to the one where 5 % are, of the group 10 %.
const Counts kGroup = {18, 100};
const Counts kAll = {25, 200};
const std::vector<SchoolCounts> kSchools = {{.group = {16, 80}, .all = {20, 100}},
                                            {.group = {2, 20}, .all = {5, 100}}};

TEST(GapTest, LiesInSchoolsWhereTheGroupFaresWorseAndInWhichSchoolsItIs) {
  const Gap gap = DecomposeGap(kGroup, kAll, kSchools, Comparison::kAll).value();
  EXPECT_EQ(gap.total, 550) << "18 % of the group, 12.5 % of all";
  EXPECT_EQ(gap.schools[0].within, 0);
  EXPECT_EQ(gap.schools[0].between, 600) << "80 % of the group against 50 % of all, at 20 %";
  EXPECT_EQ(gap.schools[1].within, 100) << "a fifth of the group, at 10 % against 5 %";
  EXPECT_EQ(gap.schools[1].between, -150);
  EXPECT_EQ(gap.in_no_school, 0);
}

TEST(GapTest, AgainstTheRestIsEachPartByAllOverTheRest) {
  const Gap gap = DecomposeGap(kGroup, kAll, kSchools, Comparison::kRest).value();
  EXPECT_EQ(gap.total, 1100) << "18 % of the group, 7 % of the others";
  EXPECT_EQ(gap.schools[0].between, 1200);
  EXPECT_EQ(gap.schools[1].within, 200);
  EXPECT_EQ(gap.schools[1].between, -300);
}

TEST(GapTest, WhatLiesInNoSchoolRowIsAPartOfItsOwn) {
  const Gap gap =
      DecomposeGap(kGroup, kAll, absl::MakeSpan(kSchools).first(1), Comparison::kAll).value();
  EXPECT_EQ(gap.total, 550);
  EXPECT_THAT(gap.schools, SizeIs(1));
  EXPECT_EQ(gap.in_no_school, -50);
  EXPECT_EQ(DecomposeGap(kGroup, kAll, {}, Comparison::kAll)->in_no_school, 550);
}

TEST(GapTest, StudentsWhoCountAtTwoSchoolsAreTakenOffAgain) {
  // Both schools have the same ten students of the group, who count once at the district.
  const SchoolCounts school = {.group = {5, 10}, .all = {5, 10}};
  const Gap gap = DecomposeGap({5, 10}, {5, 20}, {school, school}, Comparison::kAll).value();
  EXPECT_EQ(gap.total, 2500);
  EXPECT_EQ(SumOf(gap), 2500);
  EXPECT_EQ(gap.in_no_school, -2500);
}

TEST(GapTest, RoundsPartsSoThatTheyAddUp) {
  // Three equal thirds of a gap of one percent and a bit.
  const SchoolCounts school = {.group = {1, 1}, .all = {1, 100}};
  const Gap gap =
      DecomposeGap({3, 3}, {3, 300}, {school, school, school}, Comparison::kAll).value();
  EXPECT_EQ(gap.total, 9900);
  EXPECT_EQ(SumOf(gap), 9900);
  EXPECT_EQ(gap.schools[0].within, 3300);
}

TEST(GapTest, CountsThatCannotBeHaveNone) {
  const SchoolCounts sound = {.group = {1, 2}, .all = {1, 3}};
  EXPECT_FALSE(DecomposeGap({0, 0}, {1, 3}, {}, Comparison::kAll)) << "nobody";
  EXPECT_FALSE(DecomposeGap({3, 2}, {3, 3}, {}, Comparison::kAll)) << "more than there are";
  EXPECT_FALSE(DecomposeGap({-1, 2}, {3, 3}, {}, Comparison::kAll));
  EXPECT_FALSE(DecomposeGap({1, 2}, {1, kMaxStudents + 1}, {}, Comparison::kAll));
  EXPECT_FALSE(DecomposeGap({1, 2}, {1, 2}, {}, Comparison::kRest)) << "there is no rest";
  EXPECT_TRUE(DecomposeGap({1, 2}, {1, 2}, {}, Comparison::kAll));
  EXPECT_FALSE(
      DecomposeGap({1, 2}, {1, 3}, {sound, {.group = {0, 0}, .all = {1, 3}}}, Comparison::kAll));
}

TEST(GapTest, AddsUpExactlyInAnyDistrict) {
  std::mt19937_64 random(20);
  const auto below = [&random](int64_t bound) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(bound));
  };
  for (int district = 0; district < 2000; ++district) {
    const int64_t size = int64_t{1} << (1 + below(18));
    Counts group;
    Counts all;
    std::vector<SchoolCounts> schools;
    for (int64_t school = below(40); school >= 0; --school) {
      SchoolCounts counts;
      counts.all.denominator = 1 + below(size);
      counts.all.numerator = below(counts.all.denominator + 1);
      counts.group.denominator = 1 + below(counts.all.denominator);
      counts.group.numerator = std::min(below(counts.group.denominator + 1), counts.all.numerator);
      schools.push_back(counts);
      group = {group.numerator + counts.group.numerator,
               group.denominator + counts.group.denominator};
      all = {all.numerator + counts.all.numerator, all.denominator + counts.all.denominator};
    }
    for (const Comparison comparison : {Comparison::kAll, Comparison::kRest}) {
      const std::optional<Gap> whole = DecomposeGap(group, all, schools, comparison);
      if (!whole) {
        EXPECT_EQ(comparison, Comparison::kRest);
        EXPECT_EQ(group.denominator, all.denominator);
        continue;
      }
      EXPECT_EQ(SumOf(*whole), whole->total);
      EXPECT_LE(std::abs(whole->in_no_school), 1) << "but for rounding, nothing is elsewhere";
      const auto but_one = absl::MakeConstSpan(schools).subspan(1);
      EXPECT_EQ(SumOf(*DecomposeGap(group, all, but_one, comparison)), whole->total);
    }
  }
}

TEST(GapTest, OfMeansEachPartSaysHowFarItMayBeOff) {
  // 60 of the group's 100 students are at a school with 40 points below, all there 20 below.
  const MeanGap gap =
      DecomposeMeanGap({-300, 100}, {-100, 400}, {{{{-400, 60}, {-200, 100}}}}).value();
  EXPECT_EQ(gap.total.value, -2000);
  EXPECT_EQ(gap.total.bound, 10) << "each mean is off by at most half a tenth";
  EXPECT_EQ(gap.schools[0].within.value, -1200);
  EXPECT_EQ(gap.schools[0].within.bound, 7);
  EXPECT_EQ(gap.schools[0].between.value, -700) << "60 % of the group, 25 % of all, at -20";
  EXPECT_EQ(gap.schools[0].between.bound, 3);
  EXPECT_EQ(gap.in_no_school.value, -100);
  EXPECT_EQ(gap.in_no_school.bound, 20);
  EXPECT_FALSE(DecomposeMeanGap({0, 0}, {0, 1}, {}));
  EXPECT_FALSE(DecomposeMeanGap({kGreatestMeanTenths + 1, 1}, {0, 1}, {}));
}

TEST(GapTest, BoundsOfMeansHoldForEveryMeanThatRoundsSo) {
  std::mt19937_64 random(21);
  std::uniform_real_distribution<double> score(-90, 90);
  std::uniform_int_distribution<int64_t> students(1, 500);
  for (int district = 0; district < 2000; ++district) {
    std::vector<SchoolMeans> schools;
    std::vector<double> exact_group, exact_all;
    int64_t group_students = 0, all_students = 0;
    double group_sum = 0, all_sum = 0;
    const auto rounded = [](double mean) { return std::llround(mean * 10); };
    for (int school = 0; school < 5; ++school) {
      const int64_t in_group = students(random);
      const int64_t in_all = in_group + students(random);
      exact_group.push_back(score(random));
      exact_all.push_back(score(random));
      schools.push_back({.group = {rounded(exact_group.back()), in_group},
                         .all = {rounded(exact_all.back()), in_all}});
      group_students += in_group;
      all_students += in_all;
      group_sum += exact_group.back() * static_cast<double>(in_group);
      all_sum += exact_all.back() * static_cast<double>(in_all);
    }
    const double group_mean = group_sum / static_cast<double>(group_students);
    const double all_mean = all_sum / static_cast<double>(all_students);
    const MeanGap gap = DecomposeMeanGap({rounded(group_mean), group_students},
                                         {rounded(all_mean), all_students}, schools)
                            .value();
    for (size_t i = 0; i < schools.size(); ++i) {
      const double share =
          static_cast<double>(schools[i].group.students) / static_cast<double>(group_students);
      const double of_all =
          static_cast<double>(schools[i].all.students) / static_cast<double>(all_students);
      EXPECT_LE(std::abs(share * (exact_group[i] - exact_all[i]) * 100 -
                         static_cast<double>(gap.schools[i].within.value)),
                static_cast<double>(gap.schools[i].within.bound) + 1e-6);
      EXPECT_LE(std::abs((share - of_all) * exact_all[i] * 100 -
                         static_cast<double>(gap.schools[i].between.value)),
                static_cast<double>(gap.schools[i].between.bound) + 1e-6);
    }
    EXPECT_LE(std::abs(gap.in_no_school.value), gap.in_no_school.bound) << "nobody is elsewhere";
  }
}

}  // namespace
}  // namespace sos::reporting::gaps
