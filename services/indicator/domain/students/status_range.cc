// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/status_range.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "common/decimal/decimal.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator::records {
namespace {

// A rate of 1 is a hundred percent.
constexpr int64_t kTenthsOfWhole = 1000;

// A status before it is rounded: tenths of it, times the students.
struct Exact {
  int64_t tenths = 0;
  int64_t students = 0;
};

using OptionalExact = std::optional<Exact>;

OptionalExact WithEnough(Exact exact, const RangeRules& rules) {
  if (exact.students < std::max<int64_t>(1, rules.minimum_students)) return std::nullopt;
  return exact;
}

int64_t Counted(const Counts::Count& count, const RangeRules& rules) {
  return rules.mean ? count.point_tenths : count.numerator * kTenthsOfWhole;
}

// The status with so many tenths more of those who were left out.
OptionalExact With(const Counts::Count& count, int64_t tenths, const RangeRules& rules) {
  return WithEnough({Counted(count, rules) + tenths, count.denominator + count.left_out}, rules);
}

OptionalExact Lowest(const Counts::Count& count, const RangeRules& rules) {
  return With(count, rules.mean ? count.least_tenths : 0, rules);
}

OptionalExact Highest(const Counts::Count& count, const RangeRules& rules) {
  return With(count, rules.mean ? count.most_tenths : count.left_out * kTenthsOfWhole, rules);
}

std::optional<int32_t> Rounded(const OptionalExact& exact) {
  if (!exact) return std::nullopt;
  return static_cast<int32_t>(DivideHalfAwayFromZero(exact->tenths, exact->students));
}

// The difference, rounded once.
std::optional<int32_t> RoundedChange(const OptionalExact& now, const OptionalExact& before) {
  if (!now || !before) return std::nullopt;
  return static_cast<int32_t>(
      DivideHalfAwayFromZero(now->tenths * before->students - before->tenths * now->students,
                             now->students * before->students));
}

// A published mean is rounded to tenths: it may be half a tenth higher (`sign` 1) or lower.
OptionalExact Shifted(const OptionalExact& exact, const Counts::Count& count, int sign) {
  if (!exact || !count.whole) return exact;
  return Exact{2 * exact->tenths + sign * exact->students, 2 * exact->students};
}

}  // namespace

std::optional<StatusRange> RangeOf(const Counts::Count& current, const Counts::Count* prior,
                                   const Counts::Count* prior_alternate, const RangeRules& rules) {
  if (prior != nullptr && prior->numerator == kNoCount) prior = nullptr;
  if (current.left_out == 0 && (prior == nullptr || prior->left_out == 0)) return std::nullopt;
  const OptionalExact lowest = Lowest(current, rules);
  const OptionalExact highest = Highest(current, rules);
  StatusRange range{
      .left_out = current.left_out, .lowest = Rounded(lowest), .highest = Rounded(highest)};
  if (prior != nullptr) {
    range.prior_left_out = prior->left_out;
    range.lowest_change = RoundedChange(lowest, Shifted(Highest(*prior, rules), *prior, 1));
    range.highest_change = RoundedChange(highest, Shifted(Lowest(*prior, rules), *prior, -1));
  }
  if (!rules.mean || current.left_out == 0) return range;
  if (current.stood_in == current.left_out) {
    range.stand_in = Rounded(With(current, current.stand_in_tenths, rules));
  }
  if (prior_alternate != nullptr && prior_alternate->whole && prior_alternate->denominator > 0) {
    range.held = Rounded(With(
        current, current.left_out * prior_alternate->point_tenths / prior_alternate->denominator,
        rules));
  }
  return range;
}

}  // namespace sos::indicator::records
