// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ABSENCE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ABSENCE_H_

#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// The days of an attendance summary (STAS 13.15 to 13.21), of one student at one school.
struct AttendanceSummary {
  Days expected = 0;
  Days attended = 0;
  Days out_of_school_suspension = 0;
  Days in_school_suspension = 0;
  Days excused = 0;
  Days unexcused = 0;
  Days incomplete_independent_study = 0;
};

// One student's attendance at an entity: the sum over its schools.
struct Attendance {
  Days expected = 0;
  Days attended = 0;
  Days absent = 0;
  Grade grade = kNoGrade;

  // Adds the days of another school. The grade stays: the caller knows which is the latest.
  void Add(const Attendance& other);
};

// What of a summary is absence (METHODOLOGY.md): days suspended out of school, excused, unexcused,
// and of independent study not completed. Days suspended in school are attended (METHODOLOGY.md).
Attendance FromSummary(const AttendanceSummary& summary, Grade grade);

// Whether the student counts at the entity, and as chronically absent (METHODOLOGY.md). The same
// tests are made again at every level, on that level's sums (METHODOLOGY.md).
Standing StandingOf(const Attendance& attendance, const AbsenceRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_ABSENCE_H_
