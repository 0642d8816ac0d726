// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/one_year.h"

#include <algorithm>
#include <chrono>

#include "absl/algorithm/container.h"

namespace sos::indicator::records {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr Grade kEarlyGrade = 11;
constexpr Grade kLastGrade = 12;

sys_days YearBegin(int year) { return std::chrono::year(year - 1) / std::chrono::July / 1; }
sys_days YearEnd(int year) { return std::chrono::year(year) / std::chrono::June / 30; }
sys_days SummerEnd(int year, const OneYearRules& rules) {
  return std::chrono::year(year) / rules.summer_end;
}

bool IsGraduation(const AlternativeEnrollment& last, int year, const OneYearRules& rules) {
  return last.exit && *last.exit <= SummerEnd(year, rules) &&
         absl::c_linear_search(rules.graduation_exit_reasons, last.exit_reason) &&
         absl::c_linear_search(rules.completion_statuses, last.completion_status);
}

// The least time a graduate must have been enrolled; summer graduates need none.
int MinimumDays(const AlternativeEnrollment& last, bool foster, int year,
                const OneYearRules& rules) {
  if (*last.exit > YearEnd(year)) return 0;
  const bool early = foster || last.grade == kEarlyGrade || last.grade == kNoGrade ||
                     absl::c_linear_search(rules.early_statuses, last.status);
  return early ? rules.early_minimum_days : rules.minimum_days;
}

}  // namespace

int ConsecutiveDays(absl::Span<const AlternativeEnrollment> enrollments, int year,
                    const OneYearRules& rules) {
  int longest = 0;
  sys_days begin;
  sys_days end;
  bool first = true;
  for (const AlternativeEnrollment& enrollment : enrollments) {
    const sys_days start = std::max(enrollment.start, YearBegin(year));
    const sys_days exit = std::min(enrollment.exit.value_or(YearEnd(year)), SummerEnd(year, rules));
    if (exit < start) continue;
    if (first || start > end + days(rules.longest_gap_days + 1)) begin = start;
    end = first ? exit : std::max(end, exit);
    first = false;
    longest = std::max(longest, static_cast<int>((end - begin).count()) + 1);
  }
  return longest;
}

Standing OneYearStanding(absl::Span<const AlternativeEnrollment> enrollments, bool foster, int year,
                         const OneYearRules& rules) {
  const AlternativeEnrollment& last = enrollments.back();
  const int enrolled = ConsecutiveDays(enrollments, year, rules);
  if (IsGraduation(last, year, rules)) {
    return enrolled >= MinimumDays(last, foster, year, rules) ? Standing::kNumerator
                                                              : Standing::kTooFewDays;
  }
  if (last.grade != kLastGrade) return Standing::kGradeOutside;
  if (absl::c_linear_search(rules.removing_exit_reasons, last.exit_reason)) {
    return Standing::kRemovedFromCohort;
  }
  return enrolled >= rules.minimum_days ? Standing::kDenominator : Standing::kTooFewDays;
}

}  // namespace sos::indicator::records
