// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_H_

#include <vector>

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/lcff.h"

namespace sos::eligibility {

// LCFF assistance of a charter school: the criteria met in two years or more, each year judged by
// its own LCFF rules.
Determination DetermineCharter(const Rulebooks& rulebooks, const Rulebook& rules,
                               const EntityHistory& history, LetterBasis basis);

// The methods by which a charter school is met that reasons are given for; the numbers are those
// of MethodRule::method.
inline constexpr int kMethodOfLocalIndicators = 2;
inline constexpr int kMethodOfBoth = 3;
inline constexpr int kMethodOfLateCertification = 4;

// What a determination of a charter school rests on; an explanation shows it.
namespace charter {

// One year's criteria; of a year without LCFF rules nothing is known.
struct Year {
  const Rulebook* rules = nullptr;
  YearCriteria criteria;
  // Every rating that the year looks at was submitted.
  bool local_indicators_known = false;
};
std::vector<Year> JudgeYears(const Rulebooks& rulebooks, const CharterRules& rule,
                             const EntityHistory& history, LetterBasis basis);

// Whether the group met the criteria of the year: by two state priorities, or because local
// indicators that are not met are not met for every group.
Outcome MetByGroup(const Year& year, StudentGroup group);

}  // namespace charter

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_H_
