// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "services/indicator/domain/students/cohort.h"
#include "services/indicator/domain/students/one_year.h"
#include "services/indicator/domain/students/profile.h"
#include "services/indicator/domain/students/share.h"

namespace sos::indicator::records {
namespace {

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

// Shares in the making, each with the last school year that counts for its student's groups, and
// the groups that a report says.
struct Drafts {
  std::vector<Share> shares;
  std::vector<int> last_years;
  std::vector<GroupSet> stated_groups;
};

// One row of the cohort.
struct Draft {
  Share share;
  int class_year = 0;
  GroupSet stated_groups;
};

// A report has no days of exits. Who left one LEA is judged by the other, and a graduate is one:
// the end of the outcome period stands for the day of those who did not leave, beside days of
// records too.
int32_t SinceOf(Outcome outcome, int student_class, const CohortRules& rules) {
  if (outcome == Outcome::kRemoved) return 0;
  const std::chrono::sys_days end = std::chrono::year(student_class) / rules.outcome_period_end;
  const auto day = static_cast<int32_t>(end.time_since_epoch().count());
  return outcome == Outcome::kGraduate ? day + 1 : day;
}

// What a report says of the row, or else how the student's last enrollment ended.
Draft DraftOf(const CohortTable& table, size_t row, int year, const CohortRules& rules) {
  if (!table.stated_outcome.empty()) {
    const int student_class = static_cast<int>(table.class_year[row]);
    const auto outcome = static_cast<Outcome>(table.stated_outcome[row] - 1);
    return {.share = {.student = table.student[row],
                      .since = SinceOf(outcome, student_class, rules),
                      .in_cohort = StandingOf(outcome, student_class, year, rules)},
            .class_year = student_class,
            .stated_groups = GroupSet::FromBits(static_cast<uint32_t>(table.stated_groups[row]))};
  }
  const ExitReason reason(table.exit_reason[row]);
  const LastEnrollment last = LastEnrollmentIn(table, row, reason.text());
  const int64_t exit = table.exit_date[row];
  return {.share = {.student = table.student[row],
                    .since = exit == kNoDate ? std::numeric_limits<int32_t>::max()
                                             : static_cast<int32_t>(exit),
                    .in_cohort = StandingOf(last, year, rules)},
          .class_year = last.class_year,
          .stated_groups = {}};
}

// A report's race counts before others', and its groups beside them.
void AddStatedGroups(const std::vector<GroupSet>& stated, std::vector<Share>& shares) {
  const GroupSet races = RaceGroups();
  for (size_t i = 0; i < shares.size(); ++i) {
    if (stated[i].Within(races) != GroupSet()) shares[i].groups = shares[i].groups.Without(races);
    shares[i].groups |= stated[i];
  }
}

bool JudgedByOneYear(const School& school, const CohortRules& rules) {
  return rules.one_year && school.alternative;
}

Drafts CohortDrafts(const LeaRecords& records, const Schools& schools, const CohortRules& rules) {
  const CohortTable& table = records.cohort;
  LeaSchools lea_schools(records.lea, schools);
  std::vector<Draft> found;
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (!school) continue;
    Draft& draft = found.emplace_back(DraftOf(table, i, records.dashboard_year, rules));
    draft.share.school = *school;
    if (JudgedByOneYear(schools[*school], rules)) draft.share.reach = Reach::kAboveSchool;
  }
  // The latest of each student and school first, and of one day the later class.
  std::sort(found.begin(), found.end(), [](const Draft& a, const Draft& b) {
    return std::tie(a.share.student, a.share.school, b.share.since, b.class_year) <
           std::tie(b.share.student, b.share.school, a.share.since, a.class_year);
  });
  Drafts drafts;
  for (const auto& [share, class_year, stated_groups] : found) {
    if (!drafts.shares.empty() && drafts.shares.back().student == share.student &&
        drafts.shares.back().school == share.school) {
      continue;
    }
    drafts.shares.push_back(share);
    drafts.last_years.push_back(class_year);
    drafts.stated_groups.push_back(stated_groups);
  }
  return drafts;
}

// An enrollment at a DASS school, with the text of its exit reason.
struct Stay {
  int64_t student;
  int32_t school;
  AlternativeEnrollment enrollment;
  ExitReason reason;
};

std::vector<Stay> AlternativeStays(const LeaRecords& records, const Schools& schools,
                                   const OneYearRules& rules) {
  const EnrollmentTable& table = records.enrollments;
  LeaSchools lea_schools(records.lea, schools);
  std::vector<Stay> stays;
  // A report that stands in for enrollments does not say how they ended.
  if (table.exit_date.size() != table.student.size()) return stays;
  for (size_t i = 0; i < table.student.size(); ++i) {
    const std::optional<int32_t> school = lea_schools.Find(table.school[i]);
    if (!school || !schools[*school].alternative ||
        std::find(rules.enrollment_statuses.begin(), rules.enrollment_statuses.end(),
                  table.status[i]) == rules.enrollment_statuses.end()) {
      continue;
    }
    Stay stay{.student = table.student[i],
              .school = *school,
              .enrollment = {.start = std::chrono::sys_days(std::chrono::days(table.start[i])),
                             .completion_status = static_cast<int>(table.completion_status[i]),
                             .status = static_cast<int>(table.status[i]),
                             .grade = static_cast<Grade>(table.grade[i])},
              .reason = ExitReason(table.exit_reason[i])};
    if (table.exit_date[i] != kNoDate) {
      stay.enrollment.exit = std::chrono::sys_days(std::chrono::days(table.exit_date[i]));
    }
    stays.push_back(stay);
  }
  std::sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) {
    return std::tie(a.student, a.school, a.enrollment.start, a.enrollment.grade) <
           std::tie(b.student, b.school, b.enrollment.start, b.enrollment.grade);
  });
  return stays;
}

// The shares of DASS schools by one year's students. Whether a student is a foster youth is known
// only once the groups are.
std::vector<Share> OneYearShares(const LeaRecords& records, const ShareContext& context,
                                 const OneYearRules& rules) {
  const std::vector<Stay> stays = AlternativeStays(records, context.schools, rules);
  std::vector<Share> shares;
  std::vector<std::vector<AlternativeEnrollment>> enrollments;
  for (const Stay& stay : stays) {
    if (shares.empty() || shares.back().student != stay.student ||
        shares.back().school != stay.school) {
      shares.push_back({.student = stay.student, .school = stay.school});
      shares.back().reach = Reach::kSchoolOnly;
      enrollments.emplace_back();
    }
    shares.back().since = static_cast<int32_t>(stay.enrollment.start.time_since_epoch().count());
    shares.back().grade = stay.enrollment.grade;
    enrollments.back().push_back(stay.enrollment);
    enrollments.back().back().exit_reason = stay.reason.text();
  }
  const std::vector<int> last_years(shares.size(), records.dashboard_year);
  AddProfiles(records, context, last_years, shares);
  for (size_t i = 0; i < shares.size(); ++i) {
    shares[i].in_cohort =
        OneYearStanding(enrollments[i], shares[i].groups.Has(StudentGroup::kFosterYouth),
                        records.dashboard_year, rules);
  }
  return shares;
}

}  // namespace

std::vector<Share> GraduationShares(const LeaRecords& records, const ShareContext& context,
                                    const CohortRules& rules) {
  Drafts drafts = CohortDrafts(records, context.schools, rules);
  AddProfiles(records, context, drafts.last_years, drafts.shares);
  AddStatedGroups(drafts.stated_groups, drafts.shares);
  if (!rules.one_year) return std::move(drafts.shares);
  const std::vector<Share> one_year = OneYearShares(records, context, *rules.one_year);
  std::vector<Share> shares(drafts.shares.size() + one_year.size());
  std::merge(drafts.shares.begin(), drafts.shares.end(), one_year.begin(), one_year.end(),
             shares.begin(), [](const Share& a, const Share& b) {
               return std::tie(a.student, a.school) < std::tie(b.student, b.school);
             });
  return shares;
}

}  // namespace sos::indicator::records
