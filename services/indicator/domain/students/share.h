// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/domain/students/membership.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/schools.h"
#include "services/indicator/domain/students/standing.h"

namespace sos::indicator::records {

// The entities in which a share counts.
enum class Reach : uint8_t {
  kAllLevels,
  // In some years a DASS school has a rate of its own that its district and county do not count.
  kSchoolOnly,
  kAboveSchool,
};

// What the records of one school say about one student in one year. It counts in every entity of
// which the school is a part. An entity adds up all shares of a student before it decides how the
// student counts, so that no level counts a student twice (METHODOLOGY.md).
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
  // The groups to which the student belongs, the race among them.
  GroupSet groups;
  Grade grade = kNoGrade;
  // Graduation and tests only: the student's standing by the records of this school.
  Standing in_cohort = Standing::kOtherClass;
  Reach reach = Reach::kAllLevels;
  // Tests only: the student is among those who are to be tested, and was.
  bool to_be_tested = false;
  bool tested = false;
  // Means only: what the student's score gives; 0 for who does not count.
  int32_t points = 0;

  // Adds the share that the student has by another school.
  void Add(const Share& other);

  friend bool operator==(const Share&, const Share&) = default;
};

// What is needed to make the shares of an LEA.
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

// The shares of an LEA in College/Career: those of graduation, of whom graduates who are prepared
// by what the files say are in the numerator. Empty where they say nothing of readiness.
std::vector<Share> CollegeCareerShares(const LeaRecords& records, const ShareContext& context,
                                       const CollegeCareerRules& rules);

// The shares of an LEA in English learner progress: one for each score of an English learner at a
// school of the LEA that the directory lists. Scores at schools of other LEAs are theirs. A student
// with two scores at a school has the better known one: two years of one test before one year, then
// the higher. Sorted by student and school.
std::vector<Share> LanguageShares(const LeaRecords& records, const ShareContext& context,
                                  const LanguageProgressRules& rules);

// The shares of an LEA in a mean of points: one for each student who was to be tested at a school
// of the LEA that the directory lists. A student with two records at a school has the one that
// counts, then that of more points. Of one who was in the LEA from Census Day on, but not at the
// school, one counts at the school and another above it. Sorted by student and school.
std::vector<Share> PointShares(const LeaRecords& records, const ShareContext& context,
                               const TestScoreRules& rules);

// The school at which a score counts: where the test was finished (0: the file does not say), or
// else where the student is enrolled, both of fourteen digits. Nullopt for a school of another LEA,
// whose score it is, and for one that the directory does not list.
std::optional<int32_t> SchoolOfScore(int64_t tested_school, int64_t enrolled_school,
                                     const CdsCode& lea, const Schools& schools);

// The district of special education accountability of a score's student; 0 for none, and where the
// rules hold no district accountable.
int32_t AccountableDistrict(const Column& accountable_lea, size_t row,
                            const EnrollmentRules& rules);

// Sorts shares of scores by student and school, and keeps one of each: that which counts, then one
// of who was to be tested, then that with the greatest `since`. Who was tested by any of them was
// tested.
void KeepBestScores(std::vector<Share>& shares);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_SHARE_H_
