// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "services/indicator/domain/students/language_progress.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

constexpr char kEnglishLearner[] = "EL";
constexpr int64_t kEnglishLearnerStatus = 2;
// Of RECORD_FIELD_ATTEMPTED.
constexpr int64_t kAttemptNotSaid = 0;
constexpr int64_t kNotAttempted = 1;

// The school at which a score counts: where the test was finished, or else the student is enrolled.
std::optional<int32_t> SchoolOf(const LanguageTestTable& table, size_t row,
                                const LeaRecords& records, const Schools& schools) {
  const int64_t tested = table.tested_school.empty() ? 0 : table.tested_school[row];
  const std::optional<int32_t> school =
      schools.Find(tested != 0 ? tested : table.enrolled_school[row]);
  // An LEA's file has its own 7 digits before those of every school, charter schools among them.
  if (!school ||
      schools[*school].cds.Number() / kSchoolFactor != records.lea.Number() / kSchoolFactor) {
    return std::nullopt;
  }
  return school;
}

GroupSet GroupsOf(const LanguageTestTable& table, size_t row, int year,
                  const Membership& membership) {
  std::optional<std::chrono::year_month_day> since;
  if (!table.language_start.empty() && table.language_start[row] != kNoDate) {
    since = std::chrono::sys_days(std::chrono::days(table.language_start[row]));
  }
  return membership.OfLanguageStatus(kEnglishLearner, since,
                                     std::chrono::year(year) / std::chrono::June / 30);
}

int64_t At(const Column& column, size_t row) { return column.empty() ? 0 : column[row]; }

// Where a file does not say how far the test was taken, a score does.
bool WasTested(int64_t attempted, int score) {
  return attempted == kAttemptNotSaid ? score != 0 : attempted != kNotAttempted;
}

}  // namespace

std::vector<Share> LanguageShares(const LeaRecords& records, const ShareContext& context,
                                  const LanguageProgressRules& rules) {
  const LanguageTestTable& table = records.language_tests;
  std::vector<Share> shares;
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = SchoolOf(table, i, records, context.schools);
    const bool learner =
        table.language_status.empty() || table.language_status[i] == kEnglishLearnerStatus;
    if (!school || !learner) continue;
    const LanguageScore now{.grade = static_cast<Grade>(table.grade[i]),
                            .score = static_cast<int>(table.score[i])};
    const LanguageScore before{
        .grade = static_cast<Grade>(table.prior_grade.empty() ? kNoGrade : table.prior_grade[i]),
        .score = static_cast<int>(At(table.prior_score, i))};
    Share share{.student = table.student[i],
                .school = *school,
                .since = static_cast<int32_t>(table.score[i]),
                .groups = GroupsOf(table, i, records.dashboard_year, context.membership),
                .grade = now.grade,
                .in_cohort = StandingOf(before, now, rules)};
    share.to_be_tested = share.in_cohort != Standing::kGradeOutside;
    share.tested = share.to_be_tested && WasTested(At(table.attempted, i), now.score);
    if (context.enrollment.special_education_district_accountable) {
      share.accountable_district =
          static_cast<int32_t>(At(table.accountable_lea, i) / kSchoolFactor);
    }
    shares.push_back(share);
  }
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    const auto rank = [](const Share& share) { return InDenominator(share.in_cohort) ? 0 : 1; };
    return std::make_tuple(a.student, a.school, rank(a), -a.since, a.in_cohort) <
           std::make_tuple(b.student, b.school, rank(b), -b.since, b.in_cohort);
  });
  std::vector<Share> kept;
  for (const Share& share : shares) {
    if (kept.empty() || kept.back().student != share.student ||
        kept.back().school != share.school) {
      kept.push_back(share);
    } else {
      kept.back().tested = kept.back().tested || share.tested;
    }
  }
  return kept;
}

}  // namespace sos::indicator::records
