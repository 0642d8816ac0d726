// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_

#include <cstdint>
#include <vector>

#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/domain/students/membership.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/schools.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// For which entities a share counts.
enum class Reach : uint8_t {
  kAllLevels,
  // DASS schools have a rate of their own in some years; what is above them has not.
  kSchoolOnly,
  kAboveSchool,
};

// What one school has to tell of one student in one year: the student's share in every entity that
// the school is a part of. An entity adds up its students' shares and then asks where each student
// stands, so that nobody is counted twice at any level (METHODOLOGY.md).
struct Share {
  int64_t student = 0;
  // The number of the school among Schools.
  int32_t school = 0;
  // The district of special education accountability, seven digits as a number; 0 for none.
  int32_t accountable_district = 0;
  // Hundredths of days: expected and attended are 0 for suspension.
  Days expected = 0;
  Days attended = 0;
  // Days absent, or suspended.
  Days days = 0;
  // The start of the latest qualifying enrollment, or of a cohort's member the exit, as days since
  // 1970-01-01: of several shares, the latest says grade, race, district and standing.
  int32_t since = 0;
  // Of which groups the student is a member, the race among them.
  GroupSet groups;
  Grade grade = kNoGrade;
  // In graduation: what the school's own records say.
  Standing in_cohort = Standing::kOtherClass;
  Reach reach = Reach::kAllLevels;

  // Adds the share that the student has by another school.
  void Add(const Share& other);

  friend bool operator==(const Share&, const Share&) = default;
};

// What the shares of an LEA are made with.
struct ShareContext {
  const Schools& schools;
  const EnrollmentRules& enrollment;
  const Membership& membership;
};

// The shares of an LEA's students with a qualifying enrollment at a school that the directory
// lists, without days. Sorted by student and school.
std::vector<Share> EnrolledShares(const LeaRecords& records, const ShareContext& context);

// Of those shares, the ones of students with an attendance summary at the same school that is not
// exempt, with its days: the shares in chronic absenteeism.
std::vector<Share> WithAbsences(const LeaRecords& records, const Schools& schools,
                                std::vector<Share> enrolled);

// Those shares with the days of the students' suspensions at the school.
std::vector<Share> WithSuspensions(const LeaRecords& records, const Schools& schools,
                                   const SuspensionRules& rules, std::vector<Share> enrolled);

// The shares of an LEA in graduation: one for each cohort outcome at a school that the directory
// lists, and for each student of a DASS school in years that judge those by one year's students. A
// student's groups are those of the school years that the rules look back on, the last of them the
// year of the student's class (METHODOLOGY.md). Sorted by student.
std::vector<Share> GraduationShares(const LeaRecords& records, const ShareContext& context,
                                    const CohortRules& rules);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_
