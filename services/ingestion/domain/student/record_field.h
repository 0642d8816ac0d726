// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_FIELD_H_
#define SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_FIELD_H_

#include <cstdint>

namespace sos::ingestion {

// What a column of student records holds. The values are those of sos.ingestion.v1.RecordField; the
// ones that ingestion itself looks at have names here.
enum class RecordField : int32_t {
  kStudent = 1,
  kLocalStudent = 2,
  kSchool = 3,
  kLine = 4,
  kEnrollmentStart = 10,
  kEnrollmentStatus = 11,
  kGrade = 12,
  kExitDate = 13,
  kRaces = 21,
  kRaceGroup = 23,
  kHomeless = 33,
  kDisadvantaged = 34,
  kDisabled = 35,
  kEnglishLearner = 42,
  kDaysExpected = 61,
  kDaysAttended = 62,
  kDaysOutOfSchoolSuspension = 63,
  kDaysExcused = 65,
  kDaysUnexcused = 66,
  kDaysIncompleteStudy = 67,
  kTestedSchool = 76,
  kEnrolledSchool = 77,
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_STUDENT_RECORD_FIELD_H_
