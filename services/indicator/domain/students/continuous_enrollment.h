// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_CONTINUOUS_ENROLLMENT_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_CONTINUOUS_ENROLLMENT_H_

#include <compare>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "services/indicator/domain/students/lea_records.h"
#include "services/indicator/domain/students/rules.h"
#include "services/indicator/domain/students/schools.h"

namespace sos::indicator::records {

// From when to when, and how, a student must have been enrolled for a score to count.
struct EnrollmentWindow {
  // Days since 1970-01-01.
  int64_t census_day = 0;
  int longest_gap_days = 0;
};

// Who was enrolled from Census Day on, at one school and in one LEA, by the best that the LEA's
// records say (METHODOLOGY.md): spans of enrollment; else the list of Census Day, which sees no
// later gap; else the day from which on a score file has the student at the school.
class ContinuousEnrollment {
 public:
  enum class Source { kSpans, kCensusList, kScoreFile };

  // `records` and `schools` must outlive it.
  ContinuousEnrollment(const LeaRecords& records, const Schools& schools,
                       const EnrollmentRules& rules, const EnrollmentWindow& window);

  Source source() const { return source_; }

  // `school` is the number among Schools, and `since` the day from which on the score file has the
  // student there; kNoDate where it does not say it.
  bool AtSchool(int64_t student, int32_t school, int64_t since) const;
  // Charter schools are LEAs of their own: of one, the same as at the school.
  bool InLea(int64_t student, int32_t school, int64_t since) const;

 private:
  struct Span {
    int64_t student = 0;
    int64_t start = 0;
    // The first day after it; the greatest number while the student is enrolled.
    int64_t end = 0;
    int32_t school = 0;

    friend auto operator<=>(const Span&, const Span&) = default;
  };

  void AddSpans();
  void AddCensusList();
  // The number of a school by its seven digits; kOther for one that the directory does not list,
  // which is no charter school.
  int32_t NumberOf(int64_t school) const;
  // By the spans of the student at schools for which `counts` is true.
  bool IsContinuous(int64_t student, absl::FunctionRef<bool(int32_t school)> counts) const;

  const LeaRecords& records_;
  const Schools& schools_;
  const EnrollmentRules& rules_;
  const EnrollmentWindow window_;
  Source source_ = Source::kScoreFile;
  // By student, then start; of the list of Census Day as spans that never end.
  std::vector<Span> spans_;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_CONTINUOUS_ENROLLMENT_H_
