// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/domain/gaps/overlap.h"

#include <algorithm>

namespace sos::reporting::gaps {
namespace {

// Of `a` and `b` out of `all`, those who are in both.
Bounds InBoth(int64_t a, int64_t b, int64_t all) {
  return {std::max<int64_t>(0, a + b - all), std::min(a, b)};
}

int64_t NotCounted(const Counts& counts) { return counts.denominator - counts.numerator; }

bool IsWithin(const Counts& group, const Counts& all) {
  return group.numerator >= 0 && NotCounted(group) >= 0 && group.numerator <= all.numerator &&
         NotCounted(group) <= NotCounted(all);
}

}  // namespace

std::optional<Overlap> OverlapOf(const Counts& a, const Counts& b, const Counts& all) {
  if (!IsWithin(a, all) || !IsWithin(b, all)) return std::nullopt;
  // Those who were counted and those who were not overlap independently of each other.
  const Bounds counted = InBoth(a.numerator, b.numerator, all.numerator);
  const Bounds others = InBoth(NotCounted(a), NotCounted(b), NotCounted(all));
  return Overlap{.students = {counted.least + others.least, counted.most + others.most},
                 .counted = counted};
}

}  // namespace sos::reporting::gaps
