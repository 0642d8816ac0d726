// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/disclosure.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/sums.h"

namespace sos::indicator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum StudentGroup;
using enum Standing;

// One entity's counts by group.
using Counts = std::map<StudentGroup, int64_t>;

struct Family {
  std::vector<DisclosedEntity> entities;
  std::vector<DisclosedCell> cells;

  void Add(Standing standing, const Counts& counts) {
    const int entity = static_cast<int>(entities.size());
    const bool below = standing == kSchool || standing == kCharterSchool;
    entities.push_back({.standing = standing, .above = below ? 0 : -1});
    for (const auto& [group, students] : counts) cells.push_back({entity, group, students});
  }
  std::vector<bool> Withheld() const { return WithheldCells(entities, cells); }
};

std::set<StudentGroup> WithheldOf(int entity, const Family& family) {
  const std::vector<bool> withheld = family.Withheld();
  std::set<StudentGroup> groups;
  for (size_t i = 0; i < family.cells.size(); ++i) {
    if (withheld[i] && family.cells[i].entity == entity) groups.insert(family.cells[i].group);
  }
  return groups;
}

std::set<StudentGroup> WithheldOfOne(const Counts& counts) {
  Family family;
  family.Add(kLea, counts);
  return WithheldOf(0, family);
}

TEST(DisclosureTest, ShowsElevenAndWithholdsTen) {
  EXPECT_THAT(WithheldOfOne({{kAll, 100}, {kEnglishLearners, 11}}), IsEmpty());
  EXPECT_THAT(WithheldOfOne({{kAll, 100}, {kEnglishLearners, 10}}), ElementsAre(kEnglishLearners));
}

TEST(DisclosureTest, WithholdsACellWithoutACount) {
  EXPECT_THAT(WithheldOfOne({{kAll, 100}, {kEnglishLearners, -1}}), ElementsAre(kEnglishLearners));
}

TEST(DisclosureTest, WithholdsASecondPartSoThatOneCannotBeSubtracted) {
  // 100 - 60 - 35 would give the 5 away.
  EXPECT_THAT(WithheldOfOne({{kAll, 100}, {kAsian, 5}, {kHispanic, 60}, {kWhite, 35}}),
              ElementsAre(kAsian, kWhite));
}

TEST(DisclosureTest, WithholdsAThirdPartWhereTwoHaveFewerThanElevenTogether) {
  EXPECT_THAT(
      WithheldOfOne({{kAll, 100}, {kAsian, 2}, {kFilipino, 3}, {kHispanic, 60}, {kWhite, 35}}),
      ElementsAre(kAsian, kFilipino, kWhite));
}

TEST(DisclosureTest, LeavesTwoWithheldPartsOfElevenAlone) {
  EXPECT_THAT(WithheldOfOne({{kAll, 100}, {kAsian, 5}, {kFilipino, 6}, {kHispanic, 89}}),
              ElementsAre(kAsian, kFilipino));
}

TEST(DisclosureTest, ProtectsEnglishLearnersOnlyThroughTheirSiblings) {
  EXPECT_THAT(WithheldOfOne({{kAll, 100},
                             {kEnglishLearners, 40},
                             {kEnglishLearnersOnly, 35},
                             {kReclassifiedOnly, 5}}),
              ElementsAre(kEnglishLearnersOnly, kReclassifiedOnly));
}

TEST(DisclosureTest, WithholdsEverythingUnderTenStudents) {
  EXPECT_THAT(WithheldOfOne({{kAll, 10}, {kHispanic, 10}}), ElementsAre(kAll, kHispanic));
}

TEST(DisclosureTest, WithholdsASecondSchoolSoThatTheDistrictMinusTheOthersSaysNothing) {
  Family family;
  family.Add(kLea, {{kHomeless, 100}});
  family.Add(kSchool, {{kHomeless, 5}});
  family.Add(kSchool, {{kHomeless, 60}});
  family.Add(kSchool, {{kHomeless, 35}});

  EXPECT_THAT(family.Withheld(), ElementsAre(false, true, false, true));
}

TEST(DisclosureTest, WithholdsTheDistrictWhereItHasOneSchoolOnly) {
  Family family;
  family.Add(kLea, {{kHomeless, 12}});
  family.Add(kSchool, {{kHomeless, 9}});

  EXPECT_THAT(family.Withheld(), ElementsAre(true, true));
}

TEST(DisclosureTest, ShowsTheOtherSchoolsWhereTheDistrictHasElevenMoreThanAllOfThem) {
  Family family;
  family.Add(kLea, {{kHomeless, 111}});
  family.Add(kSchool, {{kHomeless, 5}});
  family.Add(kSchool, {{kHomeless, 95}});

  EXPECT_THAT(family.Withheld(), ElementsAre(false, true, false));
}

TEST(DisclosureTest, TakesADifferenceOfTenForASumThatHolds) {
  Family family;
  family.Add(kLea, {{kHomeless, 110}});
  family.Add(kSchool, {{kHomeless, 5}});
  family.Add(kSchool, {{kHomeless, 95}});

  EXPECT_THAT(family.Withheld(), ElementsAre(false, true, true));
}

TEST(DisclosureTest, WithholdsASchoolWhereTheDistrictIsWithheldAndAllItsSchoolsAreShown) {
  Family family;
  family.Add(kLea, {{kAll, 635}, {kAsian, 5}, {kFilipino, 30}, {kHispanic, 600}});
  family.Add(kSchool, {{kFilipino, 12}});
  family.Add(kSchool, {{kFilipino, 18}});

  EXPECT_THAT(WithheldOf(0, family), ElementsAre(kAsian, kFilipino));
  EXPECT_THAT(WithheldOf(1, family), ElementsAre(kFilipino));
}

TEST(DisclosureTest, CountsCharterSchoolsInWhereTheSumHoldsWithThem) {
  Family family;
  family.Add(kLea, {{kHomeless, 100}});
  family.Add(kSchool, {{kHomeless, 5}});
  family.Add(kCharterSchool, {{kHomeless, 95}});

  EXPECT_THAT(WithheldOf(2, family), ElementsAre(kHomeless));
}

TEST(DisclosureTest, LeavesThemOutWhereTheSumHoldsWithoutThem) {
  Family family;
  family.Add(kLea, {{kHomeless, 100}});
  family.Add(kSchool, {{kHomeless, 60}});
  family.Add(kSchool, {{kHomeless, 40}});
  family.Add(kCharterSchool, {{kHomeless, 4}});

  EXPECT_THAT(family.Withheld(), ElementsAre(false, false, false, true));
}

TEST(DisclosureTest, DoesNotRelyOnWhatACharterSchoolKnowsOfItself) {
  Family family;
  family.Add(kLea, {{kHomeless, 150}});
  family.Add(kSchool, {{kHomeless, 5}});
  family.Add(kSchool, {{kHomeless, 100}});
  family.Add(kCharterSchool, {{kHomeless, 45}});
  const std::vector<bool> withheld = family.Withheld();

  EXPECT_TRUE(withheld[1]);
  EXPECT_TRUE(withheld[2]) << "150 - 100 - its own 45 would give the 5 away";
}

TEST(DisclosureTest, WithholdsWhatIsRequiredAndWhatFollowsFromIt) {
  const std::vector<DisclosedEntity> entities = {{.standing = kLea}};
  const std::vector<DisclosedCell> cells = {
      {0, kAll, 300}, {0, kAsian, 100}, {0, kHispanic, 120}, {0, kWhite, 80}};

  EXPECT_THAT(WithheldCells(entities, cells), ElementsAre(false, false, false, false));
  EXPECT_THAT(WithheldCells(entities, cells, {false, true, false, false}),
              ElementsAre(false, true, false, true));
}

TEST(DisclosureTest, WithholdsTheCountyWhereOneLeaOfItIsWithheld) {
  const std::vector<DisclosedEntity> entities = {{.standing = kCounty},
                                                 {.standing = kLea, .above = 0, .decided = true},
                                                 {.standing = kLea, .above = 0, .decided = true}};
  const std::vector<DisclosedCell> cells = {
      {0, kHomeless, 100}, {1, kHomeless, 5}, {2, kHomeless, 95}};

  EXPECT_THAT(WithheldCells(entities, cells, {false, true, false}), ElementsAre(true, true, false));
}

TEST(DisclosureTest, CountsCharterSchoolsIntoTheCountyWithAndWithout) {
  const std::vector<DisclosedEntity> entities = {
      {.standing = kCounty},
      {.standing = kLea, .above = 0, .decided = true},
      {.standing = kCharterSchool, .above = 1, .decided = true}};
  const std::vector<DisclosedCell> cells = {
      {0, kHomeless, 100}, {1, kHomeless, 95}, {2, kHomeless, 5}};

  EXPECT_THAT(WithheldCells(entities, cells, {false, false, true}), ElementsAre(true, false, true));
}

TEST(DisclosureTest, WithholdsTheStateWhereItWouldTellACountysLea) {
  const std::vector<DisclosedEntity> entities = {{.standing = kState},
                                                 {.standing = kCounty, .above = 0, .decided = true},
                                                 {.standing = kLea, .above = 1, .decided = true},
                                                 {.standing = kLea, .above = 1, .decided = true}};
  const std::vector<DisclosedCell> cells = {
      {0, kHomeless, 100}, {1, kHomeless, 100}, {2, kHomeless, 5}, {3, kHomeless, 95}};

  EXPECT_THAT(WithheldCells(entities, cells, {false, true, true, false}),
              ElementsAre(true, true, true, false));
}

TEST(DisclosureTest, WithholdsMoreWhereOnlySeveralSumsTogetherGiveACellAway) {
  // Two withheld cells in every sum, and yet the sums together leave one solution.
  const std::vector<Sum> sums = {{0, {1, 2}}, {3, {2, 4}}, {5, {1, 4}}};
  const std::vector<DisclosedCell> cells = {{0, kAll, 30},   {0, kAsian, 10}, {0, kWhite, 20},
                                            {1, kWhite, 45}, {1, kAsian, 25}, {2, kAll, 35}};
  EXPECT_THAT(Determined(sums, cells, {false, true, true, false, true, false}),
              ElementsAre(1, 2, 4));
  EXPECT_THAT(Determined(sums, cells, {false, true, true, true, true, false}), IsEmpty());
}

TEST(DisclosureTest, FindsWhatFollowsFromBounds) {
  // 8 = a + b and 8 = a + b + c: c is 0.
  const std::vector<Sum> sums = {{0, {1, 2}}, {3, {1, 2, 4}}};
  const std::vector<DisclosedCell> cells = {
      {0, kAll, 8}, {0, kAsian, 5}, {0, kWhite, 3}, {1, kAll, 8}, {1, kAsian, 0}};
  EXPECT_THAT(Determined(sums, cells, {false, true, true, false, true}), ElementsAre(4));
}

// Somebody who has never seen the code: floating-point elimination over everything that is shown.
class Attacker {
 public:
  Attacker(const Family& family, const std::vector<bool>& withheld) : family_(family) {
    for (size_t i = 0; i < withheld.size(); ++i) {
      if (withheld[i]) unknowns_.emplace(static_cast<int>(i), unknowns_.size());
    }
  }

  // whole = sum of parts, of which some are not known.
  void Use(int whole, const std::vector<int>& parts) {
    std::vector<double> row(unknowns_.size() + 1);
    const auto add = [&](int cell, double factor) {
      if (const auto found = unknowns_.find(cell); found != unknowns_.end()) {
        row[found->second] += factor;
      } else {
        row.back() -= factor * static_cast<double>(family_.cells[cell].students);
      }
    };
    add(whole, -1);
    for (const int part : parts) add(part, 1);
    rows_.push_back(std::move(row));
  }

  // Cells under eleven that have one solution.
  int SmallCellsFound() {
    constexpr double kNothing = 1e-7;
    size_t rank = 0;
    for (size_t column = 0; column < unknowns_.size() && rank < rows_.size(); ++column) {
      size_t best = rank;
      for (size_t r = rank; r < rows_.size(); ++r) {
        if (std::abs(rows_[r][column]) > std::abs(rows_[best][column])) best = r;
      }
      if (std::abs(rows_[best][column]) < kNothing) continue;
      std::swap(rows_[best], rows_[rank]);
      for (size_t r = 0; r < rows_.size(); ++r) {
        const double factor = rows_[r][column] / rows_[rank][column];
        if (r == rank || std::abs(factor) < kNothing) continue;
        for (size_t c = 0; c < rows_[r].size(); ++c) rows_[r][c] -= factor * rows_[rank][c];
      }
      ++rank;
    }
    int found = 0;
    for (size_t r = 0; r < rank; ++r) {
      int terms = 0;
      size_t last = 0;
      for (size_t c = 0; c < unknowns_.size(); ++c) {
        if (std::abs(rows_[r][c]) < kNothing) continue;
        ++terms;
        last = c;
      }
      if (terms != 1) continue;
      const double value = std::round(rows_[r].back() / rows_[r][last]);
      if (value > 0 && value < static_cast<double>(kMinimumShown)) ++found;
    }
    return found;
  }

 private:
  const Family& family_;
  std::map<int, size_t> unknowns_;
  std::vector<std::vector<double>> rows_;
};

const std::vector<StudentGroup> kRaces = {kAfricanAmerican, kAmericanIndian, kAsian,
                                          kFilipino,        kHispanic,       kPacificIslander,
                                          kWhite,           kTwoOrMoreRaces};

// A district whose schools add up to it, race by race.
Family RandomDistrict(std::mt19937& random) {
  const int schools = std::uniform_int_distribution<int>(1, 8)(random);
  std::exponential_distribution<double> size(1 / 20.0);
  std::bernoulli_distribution there(0.8);
  std::vector<Counts> counts(static_cast<size_t>(schools) + 1);
  for (int s = 1; s <= schools; ++s) {
    for (const StudentGroup race : kRaces) {
      if (!there(random)) continue;
      const auto students = static_cast<int64_t>(size(random));
      counts[s][race] = students;
      counts[0][race] += students;
      counts[s][kAll] += students;
      counts[0][kAll] += students;
    }
  }
  Family family;
  family.Add(kLea, counts[0]);
  for (int s = 1; s <= schools; ++s) family.Add(kSchool, counts[s]);
  return family;
}

TEST(DisclosureTest, LeavesNoSmallCellToAnAttackerWithAllSumsAtOnce) {
  std::mt19937 random(7);
  int small = 0;
  int shown = 0;
  for (int round = 0; round < 500; ++round) {
    const Family family = RandomDistrict(random);
    const std::vector<bool> withheld = family.Withheld();
    std::map<std::pair<int, StudentGroup>, int> index;
    for (size_t i = 0; i < family.cells.size(); ++i) {
      index[{family.cells[i].entity, family.cells[i].group}] = static_cast<int>(i);
      if (family.cells[i].students < kMinimumShown) {
        ASSERT_TRUE(withheld[i]);
        ++small;
      }
      if (!withheld[i]) ++shown;
    }
    Attacker attacker(family, withheld);
    for (int e = 0; e < static_cast<int>(family.entities.size()); ++e) {
      std::vector<int> races;
      for (const StudentGroup race : kRaces) {
        if (index.contains({e, race})) races.push_back(index[{e, race}]);
      }
      if (index.contains({e, kAll})) attacker.Use(index[{e, kAll}], races);
    }
    for (StudentGroup group = kAll; group <= kTwoOrMoreRaces;
         group = static_cast<StudentGroup>(static_cast<int>(group) + 1)) {
      std::vector<int> schools;
      for (int e = 1; e < static_cast<int>(family.entities.size()); ++e) {
        if (index.contains({e, group})) schools.push_back(index[{e, group}]);
      }
      if (!schools.empty()) attacker.Use(index[{0, group}], schools);
    }
    ASSERT_EQ(attacker.SmallCellsFound(), 0) << "round " << round;
  }
  EXPECT_GT(small, 1000);
  EXPECT_GT(shown, 1000) << "withholding everything would be no art";
}

}  // namespace
}  // namespace sos::indicator
