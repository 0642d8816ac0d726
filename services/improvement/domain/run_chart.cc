// SPDX-License-Identifier: Apache-2.0
#include "services/improvement/domain/run_chart.h"

#include <algorithm>
#include <compare>

#include "absl/numeric/int128.h"

namespace sos::improvement {
namespace {

using Wide = absl::int128;

// Of two sides, one has at most one chance in forty.
constexpr int64_t kOneSide = 40;
// How far from the median points are marked, in thousandths of the median moving range.
constexpr Wide kFarThousandths = 3145;

std::strong_ordering Compare(const Wide& a, const Wide& b) {
  if (a == b) return std::strong_ordering::equal;
  return a < b ? std::strong_ordering::less : std::strong_ordering::greater;
}

std::strong_ordering Compare(const Value& a, const Value& b) {
  return Compare(Wide{a.numerator} * b.denominator, Wide{b.numerator} * a.denominator);
}

bool Less(const Value& a, const Value& b) { return Compare(a, b) < 0; }

bool IsSound(const Value& value) {
  return value.denominator > 0 && value.denominator <= kGreatestDenominator &&
         value.numerator >= -kGreatestNumerator && value.numerator <= kGreatestNumerator;
}

// A fraction of two values' size.
struct WideValue {
  Wide numerator = 0;
  Wide denominator = 1;
};

std::strong_ordering Compare(const Value& a, const WideValue& b) {
  return Compare(a.numerator * b.denominator, b.numerator * a.denominator);
}

WideValue Middle(const Value& a, const Value& b) {
  return {Wide{a.numerator} * b.denominator + Wide{b.numerator} * a.denominator,
          Wide{2} * a.denominator * b.denominator};
}

Wide GreatestCommonDivisor(Wide a, Wide b) {
  if (a < 0) a = -a;
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

// In lowest terms; of a median at most twice the greatest numerator times the greatest denominator,
// which fits.
Value Reduced(const WideValue& value) {
  const Wide divisor = GreatestCommonDivisor(value.numerator, value.denominator);
  return {static_cast<int64_t>(value.numerator / divisor),
          static_cast<int64_t>(value.denominator / divisor)};
}

WideValue MedianOf(std::vector<Value> values) {
  std::sort(values.begin(), values.end(), Less);
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? WideValue{values[middle].numerator, values[middle].denominator}
                                : Middle(values[middle - 1], values[middle]);
}

// Points in a row on one side of the median; those on it are neither in a run nor break it.
void FindRuns(absl::Span<const Value> values, const WideValue& median, RunChart& chart) {
  std::strong_ordering side = std::strong_ordering::equal;
  Signal run;
  const auto close = [&] {
    if (run.count >= static_cast<int>(kShiftPoints)) chart.signals.push_back(run);
  };
  for (size_t i = 0; i < values.size(); ++i) {
    const std::strong_ordering here = Compare(values[i], median);
    if (here == 0) continue;
    ++chart.useful_points;
    if (here != side) {
      close();
      side = here;
      ++chart.runs;
      run = {.rule = Rule::kShift,
             .direction = here > 0 ? Direction::kUp : Direction::kDown,
             .first = i};
    }
    run.last = i;
    ++run.count;
  }
  close();
}

// Points in a row that all rise or all fall; of equal ones in a row, one counts.
void FindTrends(absl::Span<const Value> values, RunChart& chart) {
  std::strong_ordering direction = std::strong_ordering::equal;
  Signal trend;
  const auto close = [&] {
    if (trend.count >= static_cast<int>(kTrendPoints)) chart.signals.push_back(trend);
  };
  for (size_t i = 1; i < values.size(); ++i) {
    const std::strong_ordering step = Compare(values[i], values[i - 1]);
    if (step == 0) continue;
    if (step != direction) {
      close();
      direction = step;
      trend = {.rule = Rule::kTrend,
               .direction = step > 0 ? Direction::kUp : Direction::kDown,
               .first = i - 1,
               .count = 1};
    }
    trend.last = i;
    ++trend.count;
  }
  close();
}

void JudgeRuns(size_t points, RunChart& chart) {
  chart.limits = LimitsOfRuns(chart.useful_points);
  if (!chart.limits) return;
  const bool few = chart.runs < chart.limits->least;
  if (!few && chart.runs <= chart.limits->most) return;
  chart.signals.push_back({.rule = few ? Rule::kTooFewRuns : Rule::kTooManyRuns,
                           .first = 0,
                           .last = points - 1,
                           .count = chart.runs});
}

// A mark for the eye, on which nothing rests: the precision of a long double is enough.
long double AsNumber(const WideValue& value) {
  return static_cast<long double>(value.numerator) / static_cast<long double>(value.denominator);
}

void MarkAstronomical(absl::Span<const Value> values, const WideValue& median, RunChart& chart) {
  if (values.size() < kShiftPoints) return;
  std::vector<long double> ranges;
  for (size_t i = 1; i < values.size(); ++i) {
    const long double step = AsNumber({values[i].numerator, values[i].denominator}) -
                             AsNumber({values[i - 1].numerator, values[i - 1].denominator});
    ranges.push_back(step < 0 ? -step : step);
  }
  const auto middle = ranges.begin() + static_cast<std::ptrdiff_t>(ranges.size() / 2);
  std::nth_element(ranges.begin(), middle, ranges.end());
  const long double far = *middle * static_cast<long double>(kFarThousandths) / 1000;
  // Points that hardly ever move say nothing of what is far.
  if (far == 0) return;
  for (size_t i = 0; i < values.size(); ++i) {
    const long double distance =
        AsNumber({values[i].numerator, values[i].denominator}) - AsNumber(median);
    if (distance > far || distance < -far) chart.astronomical.push_back(i);
  }
}

// Ways to choose `taken` of `all`; of 60 they fit easily.
int64_t Choose(int all, int taken) {
  if (taken < 0 || taken > all) return 0;
  int64_t ways = 1;
  for (int i = 1; i <= taken; ++i) {
    ways = static_cast<int64_t>(Wide{ways} * (all - taken + i) / i);
  }
  return ways;
}

// Orders of `above` points on one side and `below` on the other that make `runs` runs.
int64_t OrdersWith(int runs, int above, int below) {
  const int half = runs / 2;
  if (runs % 2 == 0) return 2 * Choose(above - 1, half - 1) * Choose(below - 1, half - 1);
  return Choose(above - 1, half) * Choose(below - 1, half - 1) +
         Choose(above - 1, half - 1) * Choose(below - 1, half);
}

}  // namespace

std::optional<RunLimits> LimitsOfRuns(int points) {
  if (points < kFewestForRuns || points > kMostForRuns) return std::nullopt;
  const int above = points / 2;
  const int below = points - above;
  const int64_t all = Choose(points, above);
  const int most_runs = above == below ? points : 2 * above + 1;
  RunLimits limits{.least = 2, .most = most_runs};
  for (int64_t orders = OrdersWith(limits.least, above, below); orders <= all / kOneSide;
       orders += OrdersWith(limits.least, above, below)) {
    ++limits.least;
  }
  for (int64_t orders = OrdersWith(limits.most, above, below); orders <= all / kOneSide;
       orders += OrdersWith(limits.most, above, below)) {
    --limits.most;
  }
  return limits;
}

std::optional<RunChart> MakeRunChart(absl::Span<const Value> values, size_t baseline) {
  if (values.empty() || baseline > values.size() ||
      !std::all_of(values.begin(), values.end(), IsSound)) {
    return std::nullopt;
  }
  const absl::Span<const Value> first = baseline == 0 ? values : values.first(baseline);
  const WideValue median = MedianOf({first.begin(), first.end()});
  RunChart chart{.median = Reduced(median)};
  FindRuns(values, median, chart);
  FindTrends(values, chart);
  std::stable_sort(chart.signals.begin(), chart.signals.end(),
                   [](const Signal& a, const Signal& b) { return a.first < b.first; });
  JudgeRuns(values.size(), chart);
  MarkAstronomical(values, median, chart);
  return chart;
}

}  // namespace sos::improvement
