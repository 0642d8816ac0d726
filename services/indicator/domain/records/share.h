#ifndef SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_SHARE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_SHARE_H_

#include <cstdint>
#include <vector>

#include "services/indicator/domain/records/lea_records.h"
#include "services/indicator/domain/records/membership.h"
#include "services/indicator/domain/records/rules.h"

namespace sos::indicator::records {

// What the seven digits of an LEA are multiplied by in the fourteen of a school, as a number.
inline constexpr int64_t kSchoolFactor = 10'000'000;

// What one school has to tell of one student in one year: the student's share in every entity that
// the school is a part of. An entity adds up its students' shares and then asks where each student
// stands, so that nobody is counted twice at any level (2.4, 3.2).
struct Share {
  int64_t student = 0;
  // The fourteen digits of the school as a number.
  int64_t school = 0;
  // The start of the latest qualifying enrolment, as days since 1970-01-01: of several shares, the
  // latest says the grade and the race.
  int32_t since = 0;
  // Hundredths of days: expected and attended are 0 for suspension.
  Days expected = 0;
  Days attended = 0;
  // Days absent, or suspended.
  Days days = 0;
  Grade grade = kNoGrade;
  // Without the race.
  GroupSet groups;
  GroupSet race;
  // The district of special education accountability, seven digits as a number; 0 for none.
  int32_t accountable_district = 0;

  // Adds the share that the student has by another school.
  void Add(const Share& other);
};

// The shares of an LEA in chronic absenteeism: students with a qualifying enrolment and an
// attendance summary at the same school that is not exempt. Sorted by student and school.
std::vector<Share> AbsenceShares(const LeaRecords& records, const EnrollmentRules& enrollment,
                                 const Membership& membership);

// The shares of an LEA in suspension: all students with a qualifying enrolment, with the days of
// their suspensions at the school. Sorted by student and school.
std::vector<Share> SuspensionShares(const LeaRecords& records, const EnrollmentRules& enrollment,
                                    const Membership& membership, const SuspensionRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_RECORDS_SHARE_H_
