// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ONE_YEAR_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ONE_YEAR_H_

#include <chrono>
#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// One enrollment at a school with Dashboard Alternative School Status (DASS).
struct AlternativeEnrollment {
  std::chrono::sys_days start;
  // Absent while the student has not left.
  std::optional<std::chrono::sys_days> exit;
  // The exit reason (CALPADS 1.26), such as `E230`. Empty without exit.
  absl::string_view exit_reason;
  // The school completion status (CALPADS 1.27); 0 without.
  int completion_status = 0;
  // The enrollment status (CALPADS 1.23).
  int status = 0;
  Grade grade = kNoGrade;
};

// The longest time in calendar days that the student was enrolled without a gap of more than
// `longest_gap` days, counted within the school year that ends in `year` and the summer after it.
int ConsecutiveDays(absl::Span<const AlternativeEnrollment> enrollments, int year,
                    const OneYearRules& rules);

// Where a student stands in the one-year rate of a DASS school (METHODOLOGY.md), by its enrollments
// there in the order of time. `foster`: a foster youth needs fewer days to count as a graduate.
Standing OneYearStanding(absl::Span<const AlternativeEnrollment> enrollments, bool foster, int year,
                         const OneYearRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ONE_YEAR_H_
