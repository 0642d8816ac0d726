// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/borders.h"

#include <cstdint>
#include <vector>

namespace sos::indicator {
namespace {

// The value of `level` that lies nearest to a value outside it.
Tenths NearestValue(const Band& band, Tenths value) {
  if (band.minimum && value < *band.minimum) return *band.minimum;
  return *band.maximum;
}

}  // namespace

std::vector<Border> NeighboringLevels(const Scale& scale, Tenths value) {
  std::vector<Border> borders;
  const int level = scale.Level(value);
  for (const int neighbor : {level + 1, level - 1}) {
    if (neighbor < 1 || neighbor > kLevels) continue;
    const Tenths threshold = NearestValue(scale.band(neighbor), value);
    borders.push_back(
        {.level = neighbor, .threshold = threshold, .distance = {threshold.count - value.count}});
  }
  return borders;
}

int64_t StudentsToReach(const Scale& scale, int level, Fraction rate) {
  const int current = scale.Level(RoundedPercent(rate));
  if (current == level) return 0;
  // The level changes with the numerator in one direction only, so the first numerator at which it
  // is reached can be found by halving.
  const bool more_students = (level > current) == scale.ascending();
  int64_t low = 0;
  int64_t high = more_students ? rate.denominator - rate.numerator : rate.numerator;
  const auto level_after = [&](int64_t moved) {
    const int64_t numerator = rate.numerator + (more_students ? moved : -moved);
    return scale.Level(RoundedPercent({numerator, rate.denominator}));
  };
  const auto reached = [&](int64_t moved) {
    return level > current ? level_after(moved) >= level : level_after(moved) <= level;
  };
  if (high < 0 || !reached(high)) return kNoCount;
  while (high - low > 1) {
    const int64_t middle = low + (high - low) / 2;
    (reached(middle) ? high : low) = middle;
  }
  return level_after(high) == level ? high : kNoCount;
}

}  // namespace sos::indicator
