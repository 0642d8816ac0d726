#include "services/indicator/domain/records/share.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "services/indicator/domain/records/absence.h"
#include "services/indicator/domain/records/suspension.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kRaceFactor = 1000;
// What a column of dates holds where the record has none.
constexpr int64_t kNoDate = -1;
constexpr size_t kLeaDigits = 7;
constexpr absl::string_view kLanguageStatuses[] = {"", "EO", "EL", "IFEP", "RFEP", "TBD", "ADEL"};

// What the seven digits of a school are added to, to make the fourteen of its code: records name
// schools of the LEA that reports.
int64_t SchoolBase(const CdsCode& lea) {
  int64_t base = 0;
  for (const char digit : lea.text().substr(0, kLeaDigits)) base = base * 10 + (digit - '0');
  return base * kSchoolFactor;
}

// What the LEA's other records of the year say of a student, whatever their order.
struct Profile {
  GroupSet groups;
  // By the school that reported it, ascending.
  absl::btree_map<int64_t, GroupSet> race_by_school;
  int32_t accountable_district = 0;

  // The race that the school reported, or else another school of the LEA.
  GroupSet RaceAt(int64_t school) const {
    if (race_by_school.empty()) return {};
    const auto found = race_by_school.find(school);
    return found != race_by_school.end() ? found->second : race_by_school.rbegin()->second;
  }
};

using Profiles = absl::flat_hash_map<int64_t, Profile>;

std::vector<int> RaceCodes(int64_t races) {
  std::vector<int> codes;
  for (; races != 0; races /= kRaceFactor) codes.push_back(static_cast<int>(races % kRaceFactor));
  return codes;
}

Profiles ProfilesOf(const LeaRecords& records, const Membership& membership) {
  Profiles profiles;
  const int64_t base = SchoolBase(records.lea);
  const InformationTable& information = records.information;
  for (size_t i = 0; i < information.student.size(); ++i) {
    Profile& profile = profiles[information.student[i]];
    const std::optional<StudentGroup> race =
        RaceOf(information.hispanic[i] != 0, RaceCodes(information.races[i]));
    profile.race_by_school[base + information.school[i]] = race ? GroupSet(*race) : GroupSet();
    profile.groups |=
        membership.OfParentEducation(static_cast<int>(information.parent_education[i]));
  }
  for (size_t i = 0; i < records.programs.student.size(); ++i) {
    profiles[records.programs.student[i]].groups |=
        membership.OfProgram(static_cast<int>(records.programs.program[i]));
  }
  const auto year_end = std::chrono::year(records.dashboard_year) / std::chrono::June / 30;
  for (size_t i = 0; i < records.languages.student.size(); ++i) {
    std::optional<std::chrono::year_month_day> since;
    if (records.languages.start[i] != kNoDate) {
      since = std::chrono::sys_days(std::chrono::days(records.languages.start[i]));
    }
    profiles[records.languages.student[i]].groups |= membership.OfLanguageStatus(
        kLanguageStatuses[records.languages.status[i]], since, year_end);
  }
  for (size_t i = 0; i < records.special_education.student.size(); ++i) {
    Profile& profile = profiles[records.special_education.student[i]];
    profile.groups |= membership.OfSpecialEducation();
    profile.accountable_district = std::max(
        profile.accountable_district, static_cast<int32_t>(records.special_education.district[i]));
  }
  return profiles;
}

// One share for each student and school with a qualifying enrolment, with the latest one's start
// and grade. Sorted by student and school.
std::vector<Share> EnrolledShares(const LeaRecords& records, const EnrollmentRules& rules) {
  const EnrollmentTable& table = records.enrollments;
  const int64_t base = SchoolBase(records.lea);
  std::vector<Share> shares;
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (std::find(rules.statuses.begin(), rules.statuses.end(), table.status[i]) ==
        rules.statuses.end()) {
      continue;
    }
    shares.push_back({.student = table.student[i],
                      .school = base + table.school[i],
                      .since = static_cast<int32_t>(table.start[i]),
                      .grade = static_cast<Grade>(table.grade[i])});
  }
  std::sort(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return std::tie(a.student, a.school, b.since, b.grade) <
           std::tie(b.student, b.school, a.since, a.grade);
  });
  const auto last = std::unique(shares.begin(), shares.end(), [](const Share& a, const Share& b) {
    return a.student == b.student && a.school == b.school;
  });
  shares.erase(last, shares.end());
  return shares;
}

// The share of a student at a school of fourteen digits; null where there is no enrolment.
Share* Find(std::vector<Share>& shares, int64_t student, int64_t school) {
  const auto found =
      std::lower_bound(shares.begin(), shares.end(), std::make_tuple(student, school),
                       [](const Share& share, const std::tuple<int64_t, int64_t>& key) {
                         return std::make_tuple(share.student, share.school) < key;
                       });
  return found != shares.end() && found->student == student && found->school == school ? &*found
                                                                                       : nullptr;
}

void AddProfiles(const LeaRecords& records, const EnrollmentRules& enrollment,
                 const Membership& membership, std::vector<Share>& shares) {
  const Profiles profiles = ProfilesOf(records, membership);
  for (Share& share : shares) {
    const auto found = profiles.find(share.student);
    if (found == profiles.end()) continue;
    share.groups = found->second.groups;
    share.race = found->second.RaceAt(share.school);
    if (enrollment.special_education_district_accountable) {
      share.accountable_district = found->second.accountable_district;
    }
  }
}

}  // namespace

void Share::Add(const Share& other) {
  expected += other.expected;
  attended += other.attended;
  days += other.days;
  groups |= other.groups;
  if (std::tie(other.since, other.school, other.grade) > std::tie(since, school, grade)) {
    since = other.since;
    school = other.school;
    grade = other.grade;
    race = other.race;
    accountable_district = other.accountable_district;
  }
}

std::vector<Share> AbsenceShares(const LeaRecords& records, const EnrollmentRules& enrollment,
                                 const Membership& membership) {
  std::vector<Share> shares = EnrolledShares(records, enrollment);
  std::vector<bool> summarised(shares.size());
  const AbsenceTable& table = records.absences;
  const int64_t base = SchoolBase(records.lea);
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (table.exempt[i] != 0) continue;
    Share* const share = Find(shares, table.student[i], base + table.school[i]);
    if (share == nullptr) continue;
    const Attendance attendance = FromSummary(
        {.expected = static_cast<Days>(table.expected[i]),
         .attended = static_cast<Days>(table.attended[i]),
         .out_of_school_suspension = static_cast<Days>(table.out_of_school_suspension[i]),
         .excused = static_cast<Days>(table.excused[i]),
         .unexcused = static_cast<Days>(table.unexcused[i]),
         .incomplete_independent_study = static_cast<Days>(table.incomplete_study[i])},
        share->grade);
    share->expected += attendance.expected;
    share->attended += attendance.attended;
    share->days += attendance.absent;
    summarised[share - shares.data()] = true;
  }
  size_t kept = 0;
  for (size_t i = 0; i < shares.size(); ++i) {
    if (summarised[i]) shares[kept++] = shares[i];
  }
  shares.resize(kept);
  AddProfiles(records, enrollment, membership, shares);
  return shares;
}

std::vector<Share> SuspensionShares(const LeaRecords& records, const EnrollmentRules& enrollment,
                                    const Membership& membership, const SuspensionRules& rules) {
  std::vector<Share> shares = EnrolledShares(records, enrollment);
  const IncidentResultTable& table = records.incident_results;
  const int64_t base = SchoolBase(records.lea);
  for (size_t i = 0; i < table.student.size(); ++i) {
    if (!IsSuspension(static_cast<int>(table.result[i]), rules)) continue;
    Share* const share = Find(shares, table.student[i], base + table.school[i]);
    if (share != nullptr) share->days += static_cast<Days>(table.duration[i]);
  }
  AddProfiles(records, enrollment, membership, shares);
  return shares;
}

}  // namespace sos::indicator::records
