// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_BORDERS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_BORDERS_H_

#include <cstdint>
#include <vector>

#include "common/decimal/decimal.h"
#include "services/indicator/domain/rulebook.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {

// A neighboring level of a scale.
struct Border {
  int level = 0;
  // The first value of that level, seen from here.
  Tenths threshold;
  // From the value to the threshold; positive means up.
  Tenths distance;
};

// The levels next to that of `value`: the better first, then the worse, as far as there are any.
std::vector<Border> NeighboringLevels(const Scale& scale, Tenths value);

// The fewest students who would have to move into or out of the numerator, the denominator staying
// as it is, for the rounded rate to lie in `level`. kNoCount if no number of them would do.
int64_t StudentsToReach(const Scale& scale, int level, Fraction rate);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_BORDERS_H_
