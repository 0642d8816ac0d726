// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/continuous_enrollment.h"

#include <algorithm>
#include <limits>

namespace sos::indicator::records {
namespace {

constexpr int32_t kOther = -1;
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();

}  // namespace

ContinuousEnrollment::ContinuousEnrollment(const LeaRecords& records, const Schools& schools,
                                           const EnrollmentRules& rules,
                                           const EnrollmentWindow& window)
    : records_(records), schools_(schools), rules_(rules), window_(window) {
  if (!records.enrollments.exit_date.empty()) {
    source_ = Source::kSpans;
    AddSpans();
  } else if (!records.census.student.empty()) {
    source_ = Source::kCensusList;
    AddCensusList();
  }
  std::sort(spans_.begin(), spans_.end());
}

int32_t ContinuousEnrollment::NumberOf(int64_t school) const {
  const int64_t district = records_.lea.Number() / kSchoolFactor * kSchoolFactor;
  return schools_.Find(district + school).value_or(kOther);
}

void ContinuousEnrollment::AddSpans() {
  const EnrollmentTable& table = records_.enrollments;
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (std::find(rules_.statuses.begin(), rules_.statuses.end(), table.status[i]) ==
        rules_.statuses.end()) {
      continue;
    }
    const int64_t exit = table.exit_date[i];
    spans_.push_back({.student = table.student[i],
                      .start = table.start[i],
                      .end = exit == kNoDate ? kNever : exit + 1,
                      .school = NumberOf(table.school[i])});
  }
}

void ContinuousEnrollment::AddCensusList() {
  const CensusTable& table = records_.census;
  for (size_t i = 0; i < table.student.size(); ++i) {
    // A list without the status has nobody who only receives services: none can be told apart.
    const int64_t status = ValueAt(table.status, i);
    if (status != 0 && std::find(rules_.statuses.begin(), rules_.statuses.end(), status) ==
                           rules_.statuses.end()) {
      continue;
    }
    spans_.push_back({.student = table.student[i],
                      .start = window_.census_day,
                      .end = kNever,
                      .school = NumberOf(table.school[i])});
  }
}

// From a span that has Census Day, each further one begins at most so many days after those before
// it have ended, up to the last one of the year.
bool ContinuousEnrollment::IsContinuous(int64_t student,
                                        absl::FunctionRef<bool(int32_t school)> counts) const {
  auto span = std::lower_bound(spans_.begin(), spans_.end(), student,
                               [](const Span& a, int64_t b) { return a.student < b; });
  int64_t until = 0;
  for (; span != spans_.end() && span->student == student; ++span) {
    if (!counts(span->school) || span->end <= window_.census_day) continue;
    const bool first = until == 0;
    if (first ? span->start > window_.census_day : span->start - until > window_.longest_gap_days) {
      return false;
    }
    until = std::max(until, span->end);
  }
  return until != 0;
}

bool ContinuousEnrollment::AtSchool(int64_t student, int32_t school, int64_t since) const {
  if (source_ == Source::kScoreFile) return since != kNoDate && since <= window_.census_day;
  return IsContinuous(student, [school](int32_t other) { return other == school; });
}

bool ContinuousEnrollment::InLea(int64_t student, int32_t school, int64_t since) const {
  if (source_ == Source::kScoreFile || schools_[school].charter) {
    return AtSchool(student, school, since);
  }
  return IsContinuous(
      student, [this](int32_t other) { return other == kOther || !schools_[other].charter; });
}

}  // namespace sos::indicator::records
