// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_

#include <cstdint>

#include "common/education/code_table.h"

namespace sos::indicator::records {

// Where a student stands in the rate or mean of one entity: in the numerator, in the denominator
// only (as all do who count in a mean), or outside, and then why. The order is that of preference
// when a person asks for the one reason.
enum class Standing : uint8_t {
  kNumerator,
  kDenominator,
  kGradeOutside,
  kNeverAttended,
  kTooFewDays,
  kRemovedFromCohort,
  kOtherClass,
  kWithoutTwoScores,
  kWithoutScore,
  kAlternateAssessment,
  kEnrolledLate,
  kOtherTestBefore,
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
    {Standing::kWithoutScore, "WITHOUT_SCORE", "without a score that counts"},
    {Standing::kAlternateAssessment, "ALTERNATE_ASSESSMENT",
     "took the alternate assessment, whose points are not known"},
    {Standing::kEnrolledLate, "ENROLLED_LATE", "not shown to be enrolled on Census Day"},
    {Standing::kOtherTestBefore, "OTHER_TEST_BEFORE",
     "took the ELPAC in one year and the Alternate ELPAC in the other, which nobody publishes how "
     "to compare"},
};
inline constexpr CodeTable kStandings(kStandingEntries);

// Whose part in the rate or mean is not published: counted neither way, and told apart.
inline constexpr bool IsLeftOut(Standing standing) {
  return standing == Standing::kAlternateAssessment || standing == Standing::kOtherTestBefore;
}

inline constexpr bool InDenominator(Standing standing) {
  return standing == Standing::kNumerator || standing == Standing::kDenominator;
}

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_STANDING_H_
