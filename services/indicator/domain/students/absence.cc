// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/absence.h"

#include <cstdint>

namespace sos::indicator::records {

void Attendance::Add(const Attendance& other) {
  expected += other.expected;
  attended += other.attended;
  absent += other.absent;
}

Attendance FromSummary(const AttendanceSummary& summary, Grade grade) {
  return {.expected = summary.expected,
          .attended = summary.attended,
          .absent = summary.out_of_school_suspension + summary.excused + summary.unexcused +
                    summary.incomplete_independent_study,
          .grade = grade};
}

Standing StandingOf(const Attendance& attendance, const AbsenceRules& rules) {
  if (attendance.grade < rules.lowest_grade || attendance.grade > rules.highest_grade) {
    return Standing::kGradeOutside;
  }
  if (attendance.expected < rules.minimum_expected) return Standing::kTooFewDays;
  if (attendance.attended == 0) return Standing::kNeverAttended;
  const bool chronic =
      int64_t{100} * attendance.absent >= int64_t{rules.chronic_percent} * attendance.expected;
  return chronic ? Standing::kNumerator : Standing::kDenominator;
}

}  // namespace sos::indicator::records
