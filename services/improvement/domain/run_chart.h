// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_IMPROVEMENT_DOMAIN_RUN_CHART_H_
#define SOS_SERVICES_IMPROVEMENT_DOMAIN_RUN_CHART_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"

// Run charts: observations over time with a median, and the four rules that tell change from noise
// (Perla, Provost and Murray, "The run chart: a simple analytical tool for learning from variation
// in healthcare processes", BMJ Quality & Safety 2011). Limits of runs are computed exactly, where
// that paper has a table from 1943.
namespace sos::improvement {

// Bounds of an observed value, within which arithmetic is exact.
inline constexpr int64_t kGreatestNumerator = 100'000'000'000;
inline constexpr int64_t kGreatestDenominator = 10'000'000;

// An observed value: a number of students out of students, or a decimal number as whole units of
// its last place over those in one. The denominator is positive.
struct Value {
  int64_t numerator = 0;
  int64_t denominator = 1;
};

// Points in a row on one side of the median that make a shift, and in one direction, a trend.
inline constexpr size_t kShiftPoints = 6;
inline constexpr size_t kTrendPoints = 5;
// Runs are judged where so many points lie off the median.
inline constexpr int kFewestForRuns = 10;
inline constexpr int kMostForRuns = 60;

enum class Rule { kShift, kTrend, kTooFewRuns, kTooManyRuns };
enum class Direction { kUp, kDown };

// What is no noise.
struct Signal {
  Rule rule = Rule::kShift;
  // Of a shift and a trend.
  Direction direction = Direction::kUp;
  // The first and the last point of it, from 0. Of runs, of the chart.
  size_t first = 0;
  size_t last = 0;
  // Points of a shift or trend, without those that were skipped; of runs, how many there are.
  int count = 0;
};

// How many runs chance makes: fewer than `least` or more than `most` have a probability of at most
// 2.5 % each, if as many points lie above the median as below, or one more.
struct RunLimits {
  int least = 0;
  int most = 0;
};

// The limits for so many points off the median. Nullopt for fewer than kFewestForRuns or more than
// kMostForRuns.
std::optional<RunLimits> LimitsOfRuns(int points);

struct RunChart {
  // The median of the baseline.
  Value median;
  // Points that are not on the median, and the runs that they make: points in a row on one side.
  int useful_points = 0;
  int runs = 0;
  std::optional<RunLimits> limits;
  // Shifts and trends in the order of their first points, then runs.
  std::vector<Signal> signals;
  // Points so far from the median that they look like another thing: marked, and no signal.
  // Farther than 3.145 times the median of what points differ from the one before.
  std::vector<size_t> astronomical;
};

// The chart of `values` in their order in time. The median is that of the first `baseline` of them;
// 0 means of all. Nullopt without values, or with one that is out of range.
std::optional<RunChart> MakeRunChart(absl::Span<const Value> values, size_t baseline);

}  // namespace sos::improvement

#endif  // SOS_SERVICES_IMPROVEMENT_DOMAIN_RUN_CHART_H_
