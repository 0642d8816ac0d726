// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/gaps/gap.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <numeric>

#include "absl/numeric/int128.h"

namespace sos::reporting::gaps {
namespace {

// Products of three counts and a factor, and of two such products.
using Wide = absl::int128;

// A fraction of one is so many hundredths of a percentage point.
constexpr Wide kHundredths = 10'000;

// A fraction with a positive denominator.
struct Exact {
  Wide numerator = 0;
  Wide denominator = 1;
};

int64_t Floor(const Exact& value) {
  const Wide quotient = value.numerator / value.denominator;
  const bool below = value.numerator % value.denominator < 0;
  return static_cast<int64_t>(below ? quotient - 1 : quotient);
}

// To the nearest, ties away from zero.
int64_t Rounded(const Exact& value) {
  const Wide doubled = 2 * value.numerator;
  const Wide half = value.numerator < 0 ? -value.denominator : value.denominator;
  return static_cast<int64_t>((doubled + half) / (2 * value.denominator));
}

// What is left of a value above its floor.
Exact Remainder(const Exact& value) {
  return {value.numerator - Wide{Floor(value)} * value.denominator, value.denominator};
}

bool Greater(const Exact& a, const Exact& b) {
  return a.numerator * b.denominator > b.numerator * a.denominator;
}

// Rounds each of `parts` up or down so that together they are `total`, which their exact sum rounds
// to: those with the greatest remainders go up; of equal ones, the first.
std::vector<int64_t> Apportion(const std::vector<Exact>& parts, int64_t total) {
  std::vector<int64_t> rounded;
  rounded.reserve(parts.size());
  for (const Exact& part : parts) rounded.push_back(Floor(part));
  std::vector<size_t> order(parts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return Greater(Remainder(parts[a]), Remainder(parts[b]));
  });
  const int64_t up = total - std::accumulate(rounded.begin(), rounded.end(), int64_t{0});
  for (int64_t i = 0; i < up; ++i) ++rounded[order[i]];
  return rounded;
}

bool IsSound(const Counts& counts) {
  return counts.numerator >= 0 && counts.numerator <= counts.denominator &&
         counts.denominator > 0 && counts.denominator <= kMaxStudents;
}

bool IsSound(const Mean& mean) {
  return mean.students > 0 && mean.students <= kMaxStudents &&
         std::abs(mean.tenths) <= kGreatestMeanTenths;
}

template <typename School>
bool AreSound(absl::Span<const School> schools) {
  return std::all_of(schools.begin(), schools.end(), [](const School& school) {
    return IsSound(school.group) && IsSound(school.all);
  });
}

// Hundredths of a point of means in tenths, from an exact fraction of tenths.
constexpr Wide kHundredthsOfTenths = 10;
// A mean in tenths is off by at most half a tenth: five hundredths.
constexpr int64_t kMeanError = 5;

int64_t CeilOf(const Exact& value) { return -Floor({-value.numerator, value.denominator}); }

}  // namespace

std::optional<Gap> DecomposeGap(Counts group, Counts all, absl::Span<const SchoolCounts> schools,
                                Comparison comparison) {
  if (!IsSound(group) || !IsSound(all) || !AreSound(schools)) return std::nullopt;
  const bool rest = comparison == Comparison::kRest;
  const Wide others = rest ? all.denominator - group.denominator : all.denominator;
  if (others <= 0) return std::nullopt;
  // The gap to the rest is that to all, by all students over the rest of them: so is each part.
  const Wide factor = rest ? all.denominator : 1;
  const Wide divisor = rest ? others : 1;
  const Wide of_group = group.denominator;
  std::vector<Exact> parts;
  Counts group_elsewhere = group;
  Counts all_elsewhere = all;
  for (const SchoolCounts& school : schools) {
    const Wide here = school.all.denominator;
    const Wide excess =
        school.group.numerator * here - Wide{school.group.denominator} * school.all.numerator;
    parts.push_back({kHundredths * excess * factor, of_group * here * divisor});
    const Wide share = Wide{school.group.denominator} * all.denominator - here * of_group;
    parts.push_back({kHundredths * school.all.numerator * share, of_group * here * others});
    group_elsewhere.numerator -= school.group.numerator;
    all_elsewhere.numerator -= school.all.numerator;
  }
  const auto difference = [&](const Counts& of, const Counts& in) {
    return Exact{kHundredths * (Wide{of.numerator} * all.denominator - in.numerator * of_group),
                 of_group * others};
  };
  parts.push_back(difference(group_elsewhere, all_elsewhere));
  Gap gap{.total = Rounded(difference(group, all))};
  const std::vector<int64_t> rounded = Apportion(parts, gap.total);
  for (size_t i = 0; i < schools.size(); ++i) {
    gap.schools.push_back({.within = rounded[2 * i], .between = rounded[2 * i + 1]});
  }
  gap.in_no_school = rounded.back();
  return gap;
}

std::optional<MeanGap> DecomposeMeanGap(Mean group, Mean all,
                                        absl::Span<const SchoolMeans> schools) {
  if (!IsSound(group) || !IsSound(all) || !AreSound(schools)) return std::nullopt;
  MeanGap gap{.total = {static_cast<int64_t>(kHundredthsOfTenths) * (group.tenths - all.tenths),
                        2 * kMeanError}};
  gap.in_no_school = gap.total;
  const Wide of_group = group.students;
  const Wide of_all = all.students;
  for (const SchoolMeans& school : schools) {
    const Wide here = school.group.students;
    // The share of the group that is here, less the share of all.
    const Exact share{here * of_all - school.all.students * of_group, of_group * of_all};
    const Wide distance = share.numerator < 0 ? -share.numerator : share.numerator;
    const MeanGapPart part{
        .within = {Rounded({kHundredthsOfTenths * here * (school.group.tenths - school.all.tenths),
                            of_group}),
                   // Half a unit more, since the part itself is rounded.
                   CeilOf({4 * kMeanError * here + of_group, 2 * of_group})},
        .between = {
            Rounded({kHundredthsOfTenths * share.numerator * school.all.tenths, share.denominator}),
            CeilOf({2 * kMeanError * distance + share.denominator, 2 * share.denominator})}};
    gap.in_no_school.value -= part.within.value + part.between.value;
    gap.in_no_school.bound += part.within.bound + part.between.bound;
    gap.schools.push_back(part);
  }
  return gap;
}

}  // namespace sos::reporting::gaps
