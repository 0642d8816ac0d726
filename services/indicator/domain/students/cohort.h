// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COHORT_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COHORT_H_

#include <chrono>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/education/code_table.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

inline constexpr CodeEntry<Outcome> kOutcomeEntries[] = {
    {Outcome::kGraduate, "GRADUATE", "graduate"},
    {Outcome::kOtherCompleter, "OTHER_COMPLETER", "completer without a regular diploma"},
    {Outcome::kOtherTransfer, "OTHER_TRANSFER", "transfer that stays in the denominator"},
    {Outcome::kDropout, "DROPOUT", "dropout"},
    {Outcome::kStillEnrolled, "STILL_ENROLLED", "still enrolled"},
    {Outcome::kRemoved, "REMOVED", "removed from the cohort"},
};
inline constexpr CodeTable kOutcomes(kOutcomeEntries);

// How a student's last enrollment of a cohort ended, at the entity that asks.
struct LastEnrollment {
  // The class: the year in which the fourth year of high school ends.
  int class_year = 0;
  // Absent while the student has not left.
  std::optional<std::chrono::year_month_day> exit_date;
  // The exit reason (CALPADS 1.26), such as `E230`. Empty without exit.
  absl::string_view exit_reason;
  // The school completion status (CALPADS 1.27); 0 without.
  int completion_status = 0;
  // A later enrollment in a California public school is on record.
  bool enrolled_later = false;
};

// What became of the student in four years (METHODOLOGY.md): the first row of the table that fits,
// but still enrolled whatever it says if the exit is after the outcome period. An exit that no row
// names is a dropout: it leads nowhere that is known.
Outcome FourYearOutcome(const LastEnrollment& last, const CohortRules& rules);

// True for a member of the class before who did not graduate in four years but in the fifth
// (METHODOLOGY.md): the exit lies between the two ends of the outcome period.
bool IsFifthYearGraduate(const LastEnrollment& last, const CohortRules& rules);

// Where a student stands in the combined (or four-year) rate of the class of `class_year`, to which
// fifth-year graduates of the class before are added. Everyone else is of another class.
Standing StandingOf(const LastEnrollment& last, int class_year, const CohortRules& rules);

// The same of a student of `student_class` of whom the outcome is known: of the class before, a
// graduate is one in the fifth year.
Standing StandingOf(Outcome outcome, int student_class, int class_year, const CohortRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_COHORT_H_
