// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_CROSSINGS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_CROSSINGS_H_

#include <cstdint>
#include <vector>

#include "services/indicator/domain/rulebook.h"
#include "services/indicator/domain/score.h"

namespace sos::indicator {

// The least change of a measure that leads to another performance, all else equal.
struct Crossing {
  Color color = Color::kNone;
  // 0 for none, and where the students do not suffice for a color.
  int status_level = 0;
  // Students into (positive) or out of the numerator; 0 for indicators without counts.
  int64_t students = 0;
  // Tenths of a point, for indicators without counts.
  int64_t tenths = 0;
};

// Every performance that can be reached by moving students into or out of the numerator or, without
// counts, by moving status and change together; the nearest first. The present one is not among
// them. Exact: no smaller move reaches it.
//
// Nothing can be reached where the rules leave the row undetermined, or where there is no status.
std::vector<Crossing> FindCrossings(const Measure& measure, const IndicatorRules& rules);

// The measure with `students` more in the numerator, or its status and change `tenths` higher.
Measure Moved(Measure measure, int64_t students, int64_t tenths);

// The measure a year later, if nothing changes: what is current becomes prior.
Measure NextYear(const Measure& measure);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_CROSSINGS_H_
