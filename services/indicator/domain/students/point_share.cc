// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "services/indicator/domain/students/continuous_enrollment.h"
#include "services/indicator/domain/students/share.h"
#include "services/indicator/domain/students/test_points.h"

namespace sos::indicator::records {
namespace {

constexpr absl::string_view kLearnerStatus = "EL";
constexpr int64_t kHispanicCode = 500;
// Two races, whichever they are.
constexpr int64_t kTwoOrMoreCode = 800;
// In high school a science score may be one that is kept from an earlier year.
constexpr Grade kLowestHighSchoolGrade = 9;
constexpr int64_t kOfAnotherYear = 2;
// Of RECORD_FIELD_ATTEMPTED.
constexpr int64_t kWasNotAttempted = 1;
// Of RECORD_FIELD_TWO_OR_MORE_RACES.
constexpr int64_t kOneRaceAtMost = 2;

int64_t DateAt(const Column& column, size_t row) { return column.empty() ? kNoDate : column[row]; }

GroupSet RaceOfCode(int64_t code) {
  if (code == kTwoOrMoreCode) return GroupSet(StudentGroup::kTwoOrMoreRaces);
  const int race = static_cast<int>(code);
  const std::optional<StudentGroup> group =
      code == 0 ? std::nullopt : RaceOf(code == kHispanicCode, {&race, 1});
  return group ? GroupSet(*group) : GroupSet();
}

// What of one LEA's score file says who the students are.
class ScoreGroups {
 public:
  ScoreGroups(const AcademicTestTable& table, const Membership& membership,
              const TestScoreRules& rules, int school_year)
      : table_(table),
        membership_(membership),
        year_end_(std::chrono::year(school_year) / std::chrono::June / 30) {
    if (!rules.reclassified_from) return;
    const std::chrono::year_month_day from(
        std::chrono::year(school_year - rules.reclassified_years), rules.reclassified_from->month(),
        rules.reclassified_from->day());
    reclassified_from_ = std::chrono::sys_days(from).time_since_epoch().count();
  }

  GroupSet Of(size_t row) const {
    GroupSet groups = OfRace(row) | OfLanguage(row);
    const auto add = [&](const Column& column, StudentGroup group) {
      if (ValueAt(column, row) != 0) groups |= GroupSet(group);
    };
    add(table_.homeless, StudentGroup::kHomeless);
    add(table_.foster_youth, StudentGroup::kFosterYouth);
    add(table_.disadvantaged, StudentGroup::kSocioeconomicallyDisadvantaged);
    add(table_.disabled, StudentGroup::kStudentsWithDisabilities);
    return groups;
  }

 private:
  // The code of two or more races may stand where none was given; the flag of it does not.
  GroupSet OfRace(size_t row) const {
    const int64_t code = ValueAt(table_.race, row);
    const bool none =
        code == kTwoOrMoreCode && ValueAt(table_.several_races, row) == kOneRaceAtMost;
    return none ? GroupSet() : RaceOfCode(code);
  }

  GroupSet OfLanguage(size_t row) const {
    absl::string_view status = LanguageStatusWord(ValueAt(table_.language_status, row));
    if (status.empty() && ValueAt(table_.english_learner, row) != 0) status = kLearnerStatus;
    std::optional<std::chrono::year_month_day> since;
    if (const int64_t start = DateAt(table_.language_start, row); start != kNoDate) {
      since = std::chrono::sys_days(std::chrono::days(start));
    }
    GroupSet groups = membership_.OfLanguageStatus(status, since, year_end_);
    const int64_t reclassified = DateAt(table_.reclassified, row);
    if (reclassified_from_ && reclassified != kNoDate && reclassified >= *reclassified_from_ &&
        status != kLearnerStatus) {
      groups |=
          GroupSet(StudentGroup::kEnglishLearners) | GroupSet(StudentGroup::kReclassifiedOnly);
    }
    return groups;
  }

  const AcademicTestTable& table_;
  const Membership& membership_;
  const std::chrono::year_month_day year_end_;
  std::optional<int64_t> reclassified_from_;
};

// Who was in the LEA from Census Day on, but at another of its schools, counts for the LEA and
// those above it, and not for the school.
void CountAboveSchool(const ContinuousEnrollment& enrollment, std::vector<Share>& shares) {
  if (enrollment.source() == ContinuousEnrollment::Source::kScoreFile) return;
  const size_t count = shares.size();
  for (size_t i = 0; i < count; ++i) {
    const bool counts = InDenominator(shares[i].in_cohort) || IsLeftOut(shares[i].in_cohort);
    if (!counts || enrollment.AtSchool(shares[i].student, shares[i].school, kNoDate)) continue;
    Share above = shares[i];
    above.reach = Reach::kAboveSchool;
    shares[i].reach = Reach::kSchoolOnly;
    shares[i].in_cohort = Standing::kEnrolledLate;
    shares[i].points = 0;
    shares.push_back(above);
  }
  std::stable_sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return std::tie(a.student, a.school) < std::tie(b.student, b.school);
  });
}

// True for a score of an earlier year that the file keeps.
bool IsKept(const AcademicTestTable& table, size_t row) {
  return ValueAt(table.current_year, row) == kOfAnotherYear &&
         table.grade[row] >= kLowestHighSchoolGrade;
}

}  // namespace

std::vector<Share> PointShares(const LeaRecords& records, const ShareContext& context,
                               const TestScoreRules& rules) {
  const AcademicTestTable& table = records.academic_tests;
  if (table.student.empty()) return {};
  const ContinuousEnrollment enrollment(
      records, context.schools, context.enrollment,
      {.census_day = CensusDayOf(rules.enrolled_by, records.dashboard_year),
       .longest_gap_days = rules.longest_gap_days});
  const ScoreGroups groups(table, context.membership, rules, records.dashboard_year);
  std::vector<Share> shares;
  for (size_t i = 0; i < table.student.size(); ++i) {
    const int test = static_cast<int>(table.test[i]);
    const bool alternate = rules.alternate_test != 0 && test == rules.alternate_test;
    if ((test != rules.test && !alternate) || IsKept(table, i)) continue;
    const std::optional<int32_t> school = SchoolOfScore(
        ValueAt(table.tested_school, i), table.enrolled_school[i], records.lea, context.schools);
    if (!school) continue;
    const TestStanding found =
        StandingOf({.test = test,
                    .grade = static_cast<Grade>(table.grade[i]),
                    .score = static_cast<int>(table.score[i]),
                    .inclusion = static_cast<Inclusion>(table.inclusion[i]),
                    .condition = static_cast<Condition>(ValueAt(table.condition, i)),
                    .not_attempted = ValueAt(table.attempted, i) == kWasNotAttempted,
                    .enrolled = enrollment.InLea(table.student[i], *school,
                                                 DateAt(table.enrollment_start, i))},
                   rules);
    Share share{
        .student = table.student[i],
        .school = *school,
        .accountable_district = AccountableDistrict(table.accountable_lea, i, context.enrollment),
        // A score that counts before one that does not, and the higher one of two; then one of the
        // alternate assessment.
        .since = found.standing == Standing::kDenominator ? static_cast<int32_t>(table.score[i])
                 : IsLeftOut(found.standing)              ? 1
                                                          : 0,
        .groups = groups.Of(i),
        .grade = static_cast<Grade>(table.grade[i]),
        .in_cohort = found.standing,
        .to_be_tested = found.to_be_tested,
        .tested = found.tested,
        .points = found.points};
    // The group of the alternate assessment has no results: its points are not known.
    if (!alternate) share.groups |= GroupSet(rules.test_group);
    shares.push_back(share);
  }
  KeepBestScores(shares);
  CountAboveSchool(enrollment, shares);
  return shares;
}

}  // namespace sos::indicator::records
