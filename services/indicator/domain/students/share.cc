// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/share.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "services/indicator/domain/students/absence.h"
#include "services/indicator/domain/students/profile.h"
#include "services/indicator/domain/students/share_search.h"
#include "services/indicator/domain/students/suspension.h"

namespace sos::indicator::records {
namespace {

// Keeps the latest share of each student and school, in order.
void SortAndKeepLatest(std::vector<Share>& shares) {
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return std::tie(a.student, a.school, b.since, b.grade) <
           std::tie(b.student, b.school, a.since, a.grade);
  });
  const auto last = std::unique(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return a.student == b.student && a.school == b.school;
  });
  shares.erase(last, shares.end());
}

}  // namespace

void Share::Add(const Share& other) {
  expected += other.expected;
  attended += other.attended;
  days += other.days;
  to_be_tested = to_be_tested || other.to_be_tested;
  tested = tested || other.tested;
  const GroupSet races = RaceGroups();
  const GroupSet of_any = groups.Without(races) | other.groups.Without(races);
  const GroupSet other_race = other.groups.Within(races);
  const GroupSet own_race = groups.Within(races);
  // Two LEAs may report one school: whatever differs takes part, so that no order of shares
  // matters.
  if (std::tie(other.since, other.school, other.grade, other.in_cohort, other.points,
               other.accountable_district, other_race) >
      std::tie(since, school, grade, in_cohort, points, accountable_district, own_race)) {
    since = other.since;
    school = other.school;
    grade = other.grade;
    accountable_district = other.accountable_district;
    in_cohort = other.in_cohort;
    points = other.points;
    groups = of_any | other_race;
  } else {
    groups |= of_any;
  }
}

std::vector<Share> EnrolledShares(const LeaRecords& records, const ShareContext& context) {
  const EnrollmentTable& table = records.enrollments;
  const std::vector<int>& statuses = context.enrollment.statuses;
  LeaSchools lea_schools(records.lea, context.schools);
  std::vector<Share> shares;
  shares.reserve(table.student.size());
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (!school || std::find(statuses.begin(), statuses.end(), table.status[i]) == statuses.end()) {
      continue;
    }
    shares.push_back({.student = table.student[i],
                      .school = *school,
                      .since = static_cast<int32_t>(table.start[i]),
                      .grade = static_cast<Grade>(table.grade[i])});
  }
  SortAndKeepLatest(shares);
  const std::vector<int> last_years(shares.size(), records.dashboard_year);
  AddProfiles(records, context, last_years, shares);
  return shares;
}

std::vector<Share> WithAbsences(const LeaRecords& records, const Schools& schools,
                                std::vector<Share> enrolled) {
  std::vector<bool> summarized(enrolled.size());
  const AbsenceTable& table = records.absences;
  LeaSchools lea_schools(records.lea, schools);
  ShareSearch search(enrolled);
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (table.exempt[i] != 0 || !school) continue;
    const size_t at = search.At(table.student[i], *school);
    if (at == enrolled.size()) continue;
    const Attendance attendance = FromSummary(
        {.expected = static_cast<Days>(table.expected[i]),
         .attended = static_cast<Days>(table.attended[i]),
         .out_of_school_suspension = static_cast<Days>(table.out_of_school_suspension[i]),
         .excused = static_cast<Days>(table.excused[i]),
         .unexcused = static_cast<Days>(table.unexcused[i]),
         .incomplete_independent_study = static_cast<Days>(table.incomplete_study[i])},
        enrolled[at].grade);
    enrolled[at].expected += attendance.expected;
    enrolled[at].attended += attendance.attended;
    enrolled[at].days += attendance.absent;
    summarized[at] = true;
  }
  size_t kept = 0;
  for (size_t i = 0; i < enrolled.size(); ++i) {
    if (summarized[i]) enrolled[kept++] = enrolled[i];
  }
  enrolled.resize(kept);
  return enrolled;
}

std::vector<Share> WithSuspensions(const LeaRecords& records, const Schools& schools,
                                   const SuspensionRules& rules, std::vector<Share> enrolled) {
  const IncidentResultTable& table = records.incident_results;
  LeaSchools lea_schools(records.lea, schools);
  ShareSearch search(enrolled);
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (!school || !IsSuspension(static_cast<int>(table.result[i]), rules)) continue;
    const size_t at = search.At(table.student[i], *school);
    if (at != enrolled.size()) enrolled[at].days += static_cast<Days>(table.duration[i]);
  }
  return enrolled;
}

}  // namespace sos::indicator::records
