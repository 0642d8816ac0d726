// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_COUNTING_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_COUNTING_H_

#include <vector>

#include "services/eligibility/domain/essa/rules.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/outcome.h"

namespace sos::eligibility {

// How a performance counts for ESSA.
enum class CountClass { kNotCounted, kLowest, kSecondLowest, kOther };

// How many of the indicators count, and how.
struct ColorCounts {
  int counted = 0;
  int lowest = 0;
  int second_lowest = 0;
};

// The class of a color and status level.
CountClass ClassOf(const CountedIndicator& indicator, int color, int status_level);

// Whether the criterion holds of known numbers.
bool Holds(const ColorCountCriterion& criterion, const ColorCounts& counts);

// Whether any of the criteria holds of known numbers, of which at least `minimum_counted` count.
Outcome Judge(const EssaRules& rules, const ColorCounts& counts, int minimum_counted);

// All numbers that are possible, as far as the evidence goes. One, where all is known.
std::vector<ColorCounts> PossibleCounts(const EssaRules& rules, const GroupEvidence& evidence);

// Whether any of the criteria holds, and at least `minimum_counted` indicators count.
Outcome PerformsLow(const EssaRules& rules, const GroupEvidence& evidence, int minimum_counted);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_COUNTING_H_
