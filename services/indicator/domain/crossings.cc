// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/crossings.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace sos::indicator {
namespace {

// Status and change after a move of so many steps.
struct Position {
  Tenths status;
  Tenths change;
};

// Steps: students for counts, tenths of a point else.
struct Steps {
  int64_t least = 0;
  int64_t most = 0;
  bool counts = true;
};

// Distances from standard stay within the scale of the tests.
constexpr int64_t kMostTenths = 10'000;

// The first step in [least, most] at which `value` has reached `border`, or most + 1. The value
// grows with the steps.
int64_t FirstStepAt(int64_t border, const Steps& steps,
                    const std::function<int64_t(int64_t)>& value) {
  int64_t low = steps.least;
  int64_t high = steps.most + 1;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (value(middle) >= border) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

// Adds the steps on both sides of every border of the scale.
void AddBorders(const Scale& scale, const Steps& steps,
                const std::function<int64_t(int64_t)>& value, std::set<int64_t>& candidates) {
  for (int level = 1; level <= kLevels; ++level) {
    const Band& band = scale.band(level);
    if (!band.minimum) continue;
    const int64_t step = FirstStepAt(band.minimum->count, steps, value);
    if (step <= steps.most) candidates.insert(step);
    if (step - 1 >= steps.least) candidates.insert(step - 1);
  }
}

std::pair<Color, int> PerformanceOf(const Score& score) {
  return {score.color, score.current_size_met ? score.status_level : 0};
}

}  // namespace

Measure Moved(Measure measure, int64_t students, int64_t tenths) {
  if (students != 0) measure.current_numerator += students;
  if (measure.given_status) measure.given_status->count += tenths;
  if (measure.given_change) measure.given_change->count += tenths;
  return measure;
}

Measure NextYear(const Measure& measure) {
  Measure next = measure;
  next.prior_numerator = measure.current_numerator;
  next.prior_denominator = measure.current_denominator;
  next.prior_test_count = measure.current_test_count;
  next.given_prior_status = measure.given_status;
  if (measure.given_status) next.given_change = Tenths{0};
  // Facts of the year itself, such as that data were not certified, need not come again.
  // What was at least so high is no year before to compare with.
  next.flags = measure.flags & (kFlagHighSchoolCuts | kFlagLowerBound);
  return next;
}

std::vector<Crossing> FindCrossings(const Measure& measure, const IndicatorRules& rules) {
  const Score now = ScoreMeasure(measure, rules);
  if (now.table == nullptr || !now.status || !now.undetermined_reason.empty()) return {};
  Steps steps{.counts = rules.measurement == Measurement::kCounts};
  if (steps.counts) {
    steps.least = -measure.current_numerator;
    steps.most = measure.current_denominator - measure.current_numerator;
  } else {
    steps.least = -kMostTenths;
    steps.most = kMostTenths;
  }
  if (steps.most < steps.least) return {};
  const auto scored = [&](int64_t step) {
    return ScoreMeasure(steps.counts ? Moved(measure, step, 0) : Moved(measure, 0, step), rules);
  };
  // Rounded status and change grow with the steps, so that a performance changes only where one of
  // them reaches a border: the nearest step of every stretch between borders is one of its ends.
  std::set<int64_t> candidates;
  AddBorders(
      now.table->status_scale, steps, [&](int64_t step) { return scored(step).status->count; },
      candidates);
  if (now.change && now.table->change_scale) {
    AddBorders(
        *now.table->change_scale, steps, [&](int64_t step) { return scored(step).change->count; },
        candidates);
  }
  std::map<std::pair<Color, int>, int64_t> nearest;
  for (const int64_t step : candidates) {
    const auto performance = PerformanceOf(scored(step));
    const auto [it, added] = nearest.try_emplace(performance, step);
    if (!added && std::abs(step) < std::abs(it->second)) it->second = step;
  }
  nearest.erase(PerformanceOf(now));
  std::vector<Crossing> crossings;
  crossings.reserve(nearest.size());
  for (const auto& [performance, step] : nearest) {
    crossings.push_back({.color = performance.first,
                         .status_level = performance.second,
                         .students = steps.counts ? step : 0,
                         .tenths = steps.counts ? 0 : step});
  }
  std::stable_sort(crossings.begin(), crossings.end(), [](const Crossing& a, const Crossing& b) {
    return std::abs(a.students + a.tenths) < std::abs(b.students + b.tenths);
  });
  return crossings;
}

}  // namespace sos::indicator
