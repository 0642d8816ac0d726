// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdint>
#include <optional>
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

GroupSet GroupsOf(const LanguageTestTable& table, size_t row, int year,
                  const Membership& membership) {
  std::optional<std::chrono::year_month_day> since;
  if (!table.language_start.empty() && table.language_start[row] != kNoDate) {
    since = std::chrono::sys_days(std::chrono::days(table.language_start[row]));
  }
  return membership.OfLanguageStatus(kEnglishLearner, since,
                                     std::chrono::year(year) / std::chrono::June / 30);
}

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
    const std::optional<int32_t> school = SchoolOfScore(
        ValueAt(table.tested_school, i), table.enrolled_school[i], records.lea, context.schools);
    const bool learner =
        table.language_status.empty() || table.language_status[i] == kEnglishLearnerStatus;
    if (!school || !learner) continue;
    const LanguageScore now{.grade = static_cast<Grade>(table.grade[i]),
                            .score = static_cast<int>(table.score[i])};
    const LanguageScore before{
        .grade = static_cast<Grade>(table.prior_grade.empty() ? kNoGrade : table.prior_grade[i]),
        .score = static_cast<int>(ValueAt(table.prior_score, i))};
    Share share{
        .student = table.student[i],
        .school = *school,
        .accountable_district = AccountableDistrict(table.accountable_lea, i, context.enrollment),
        .since = static_cast<int32_t>(table.score[i]),
        .groups = GroupsOf(table, i, records.dashboard_year, context.membership),
        .grade = now.grade,
        .in_cohort = StandingOf(before, now, rules)};
    share.to_be_tested = share.in_cohort != Standing::kGradeOutside;
    share.tested = share.to_be_tested && WasTested(ValueAt(table.attempted, i), now.score);
    shares.push_back(share);
  }
  KeepBestScores(shares);
  return shares;
}

}  // namespace sos::indicator::records
