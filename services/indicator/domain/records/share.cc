#include "services/indicator/domain/records/share.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "services/indicator/domain/records/absence.h"
#include "services/indicator/domain/records/cohort.h"
#include "services/indicator/domain/records/profile.h"
#include "services/indicator/domain/records/share_search.h"
#include "services/indicator/domain/records/suspension.h"

namespace sos::indicator::records {
namespace {

// What a column of dates holds where the record has none.
constexpr int64_t kNoDate = -1;

// An exit reason as text. Columns hold the letter's place in the alphabet times 1000, plus the
// number; 0 for none.
class ExitReason {
 public:
  explicit ExitReason(int64_t number)
      : text_{static_cast<char>('A' + number / 1000 - 1), Digit(number / 100), Digit(number / 10),
              Digit(number)},
        size_(number == 0 ? 0 : text_.size()) {}

  absl::string_view text() const { return {text_.data(), size_}; }

 private:
  static char Digit(int64_t number) { return static_cast<char>('0' + number % 10); }

  std::array<char, 4> text_;
  size_t size_;
};

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

LastEnrollment LastEnrollmentIn(const CohortTable& table, size_t row, absl::string_view reason) {
  LastEnrollment last{.class_year = static_cast<int>(table.class_year[row]),
                      .exit_reason = reason,
                      .completion_status = static_cast<int>(table.completion_status[row]),
                      .enrolled_later = table.enrolled_later[row] != 0};
  if (table.exit_date[row] != kNoDate) {
    last.exit_date = std::chrono::sys_days(std::chrono::days(table.exit_date[row]));
  }
  return last;
}

}  // namespace

void Share::Add(const Share& other) {
  expected += other.expected;
  attended += other.attended;
  days += other.days;
  const GroupSet races = RaceGroups();
  const GroupSet of_any = groups.Without(races) | other.groups.Without(races);
  const GroupSet other_race = other.groups.Within(races);
  if (std::tie(other.since, other.school, other.grade) > std::tie(since, school, grade)) {
    since = other.since;
    school = other.school;
    grade = other.grade;
    accountable_district = other.accountable_district;
    in_cohort = other.in_cohort;
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
  std::vector<bool> summarised(enrolled.size());
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
    summarised[at] = true;
  }
  size_t kept = 0;
  for (size_t i = 0; i < enrolled.size(); ++i) {
    if (summarised[i]) enrolled[kept++] = enrolled[i];
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

std::vector<Share> CohortShares(const LeaRecords& records, const ShareContext& context,
                                const CohortRules& rules) {
  const CohortTable& table = records.cohort;
  LeaSchools lea_schools(records.lea, context.schools);
  // Each with the student's class.
  std::vector<std::pair<Share, int>> found;
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (!school) continue;
    const ExitReason reason(table.exit_reason[i]);
    const LastEnrollment last = LastEnrollmentIn(table, i, reason.text());
    found.emplace_back(
        Share{.student = table.student[i],
              .school = *school,
              .since = table.exit_date[i] == kNoDate ? std::numeric_limits<int32_t>::max()
                                                     : static_cast<int32_t>(table.exit_date[i]),
              .in_cohort = StandingOf(last, records.dashboard_year, rules)},
        last.class_year);
  }
  // The latest of each student and school first, and of one day the later class.
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.student, a.first.school, b.first.since, b.second) <
           std::tie(b.first.student, b.first.school, a.first.since, a.second);
  });
  std::vector<Share> shares;
  std::vector<int> classes;
  for (const auto& [share, class_year] : found) {
    if (!shares.empty() && shares.back().student == share.student &&
        shares.back().school == share.school) {
      continue;
    }
    shares.push_back(share);
    classes.push_back(class_year);
  }
  AddProfiles(records, context, classes, shares);
  return shares;
}

}  // namespace sos::indicator::records
