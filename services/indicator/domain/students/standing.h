// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_

#include <cstdint>

#include "common/education/code_table.h"

namespace sos::indicator::records {

// Where a student stands in the rate of one entity: in the numerator, in the denominator only, or
// outside, and then why. The order is that of preference when a person asks for the one reason.
enum class Standing : uint8_t {
  kNumerator,
  kDenominator,
  kGradeOutside,
  kNeverAttended,
  kTooFewDays,
  kRemovedFromCohort,
  kOtherClass,
  kWithoutTwoScores,
};

inline constexpr CodeEntry<Standing> kStandingEntries[] = {
    {Standing::kNumerator, "NUMERATOR", "counted in the numerator"},
    {Standing::kDenominator, "DENOMINATOR", "counted in the denominator only"},
    {Standing::kGradeOutside, "GRADE_OUTSIDE", "in a grade that the indicator does not cover"},
    {Standing::kNeverAttended, "NEVER_ATTENDED", "enrolled, but never attended"},
    {Standing::kTooFewDays, "TOO_FEW_DAYS", "expected for too few days"},
    {Standing::kRemovedFromCohort, "REMOVED_FROM_COHORT",
     "left the cohort: transferred, emigrated or died"},
    {Standing::kOtherClass, "OTHER_CLASS",
     "of another class, and no graduate of the class before in its fifth year"},
    {Standing::kWithoutTwoScores, "WITHOUT_TWO_SCORES",
     "without scores of two years on the same test"},
};
inline constexpr CodeTable kStandings(kStandingEntries);

inline constexpr bool InDenominator(Standing standing) {
  return standing == Standing::kNumerator || standing == Standing::kDenominator;
}

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_
