// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SUSPENSION_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SUSPENSION_H_

#include <algorithm>

#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// Whether an incident result (CALPADS 19.14) is a suspension, in school or out of it
// (METHODOLOGY.md).
inline bool IsSuspension(int result_code, const SuspensionRules& rules) {
  return std::find(rules.result_codes.begin(), rules.result_codes.end(), result_code) !=
         rules.result_codes.end();
}

// Where a student of the cumulative enrollment stands whose suspensions at the entity sum to
// `suspended`: 0.5 + 0.3 + 0.1 days do not count, one full day counts once (METHODOLOGY.md). The
// sum is made again at every level.
inline Standing StandingOf(Days suspended, Grade grade, const SuspensionRules& rules) {
  if (grade < rules.lowest_grade || grade > rules.highest_grade) return Standing::kGradeOutside;
  return suspended >= rules.minimum_suspended ? Standing::kNumerator : Standing::kDenominator;
}

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SUSPENSION_H_
