// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/gaps/overlap.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::reporting::gaps {
namespace {

TEST(OverlapTest, BoundsHoldWhereEverybodyIsInOneOfTheGroups) {
  // Of ten students, eight are in one group and seven in the other: at least five are in both.
  const Overlap overlap = OverlapOf({0, 8}, {0, 7}, {0, 10}).value();
  EXPECT_EQ(overlap.students.least, 5);
  EXPECT_EQ(overlap.students.most, 7);
}

TEST(OverlapTest, CountedStudentsNarrowTheBounds) {
  // All three suspended students are in each group, and so in both.
  const Overlap overlap = OverlapOf({3, 5}, {3, 5}, {3, 20}).value();
  EXPECT_EQ(overlap.counted.least, 3);
  EXPECT_EQ(overlap.students.least, 3) << "of the others, perhaps none";
  EXPECT_EQ(overlap.students.most, 5);
}

TEST(OverlapTest, CountsThatNoStudentsGiveHaveNone) {
  EXPECT_FALSE(OverlapOf({2, 3}, {0, 3}, {1, 10})) << "more counted than of all";
  EXPECT_FALSE(OverlapOf({0, 8}, {0, 1}, {5, 10})) << "eight who were not counted, of five";
  EXPECT_FALSE(OverlapOf({-1, 3}, {0, 3}, {1, 10}));
  EXPECT_FALSE(OverlapOf({0, 3}, {4, 3}, {5, 10}));
}

// All ways in which up to six students can be counted and in groups, by the counts that they give.
TEST(OverlapTest, EachBoundIsReachedAndNoneIsPassed) {
  using Key = std::tuple<int64_t, int64_t, int64_t, int64_t, int64_t, int64_t>;
  std::map<Key, Overlap> reached;
  constexpr int kMost = 6;
  // Students by kind: bit 1 in the one group, bit 2 in the other, bit 4 counted.
  int64_t of[8] = {};
  const auto note = [&] {
    const Counts a = {of[5] + of[7], of[1] + of[3] + of[5] + of[7]};
    const Counts b = {of[6] + of[7], of[2] + of[3] + of[6] + of[7]};
    int64_t students = 0;
    for (const int64_t kind : of) students += kind;
    const Counts all = {of[4] + of[5] + of[6] + of[7], students};
    const int64_t both = of[3] + of[7];
    const auto [found, first] = reached.try_emplace(
        Key{a.numerator, a.denominator, b.numerator, b.denominator, all.numerator, students},
        Overlap{.students = {both, both}, .counted = {of[7], of[7]}});
    Overlap& overlap = found->second;
    overlap.students = {std::min(overlap.students.least, both),
                        std::max(overlap.students.most, both)};
    overlap.counted = {std::min(overlap.counted.least, of[7]),
                       std::max(overlap.counted.most, of[7])};
  };
  const auto fill = [&](const auto& self, int kind, int left) -> void {
    if (kind == 8) return note();
    for (of[kind] = 0; of[kind] <= left; ++of[kind]) {
      self(self, kind + 1, left - static_cast<int>(of[kind]));
    }
    of[kind] = 0;
  };
  fill(fill, 0, kMost);
  ASSERT_GT(reached.size(), 1000u);
  for (const auto& [key, expected] : reached) {
    const auto [a_counted, a, b_counted, b, counted, all] = key;
    const Overlap overlap = OverlapOf({a_counted, a}, {b_counted, b}, {counted, all}).value();
    EXPECT_EQ(overlap.students.least, expected.students.least);
    EXPECT_EQ(overlap.students.most, expected.students.most);
    EXPECT_EQ(overlap.counted.least, expected.counted.least);
    EXPECT_EQ(overlap.counted.most, expected.counted.most);
  }
}

}  // namespace
}  // namespace sos::reporting::gaps
