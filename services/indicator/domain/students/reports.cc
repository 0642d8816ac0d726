// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/reports.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "services/indicator/domain/students/membership.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kPrimaryEnrollment = 10;
// Of a blank cell: of a code, and of days.
constexpr int64_t kNotSaid = 0;
constexpr int64_t kNoDays = -1;
constexpr int64_t kHispanic = 500;
constexpr int64_t kTwoOrMoreRaces = 800;
// Codes of two races: which two they are makes no difference.
constexpr int64_t kAnyTwoRaces = 100'200;

// The values of a column, or `missing` for each of `count` rows where the report does not have it.
Column OrEach(const Column& column, size_t count, int64_t missing) {
  return column.empty() ? Column(count, missing) : column;
}

void FillEnrollments(const ProfileReport& report, EnrollmentTable& table) {
  const size_t count = report.student.size();
  table.student = report.student;
  table.school = report.school;
  table.grade = report.grade;
  table.status = OrEach(report.status, count, kPrimaryEnrollment);
  std::replace(table.status.begin(), table.status.end(), kNotSaid, kPrimaryEnrollment);
  table.start = OrEach(report.start, count, kNoDate);
  // How enrollments ended the report does not say: the columns of exits stay empty.
}

void FillRaces(const ProfileReport& report, InformationTable& table) {
  if (report.race.empty()) return;
  table.student = report.student;
  table.school = report.school;
  table.parent_education = Column(report.student.size(), 0);
  for (const int64_t race : report.race) {
    table.hispanic.push_back(race == kHispanic ? 1 : 0);
    table.races.push_back(race == kHispanic ? 0 : race == kTwoOrMoreRaces ? kAnyTwoRaces : race);
  }
}

// Adds the students of whom `flags` says that they are in the group.
void AddGroup(StudentGroup group, const Column& students, const Column& flags,
              StatedGroupTable& table) {
  for (size_t i = 0; i < flags.size(); ++i) {
    if (flags[i] == 0) continue;
    table.student.push_back(students[i]);
    table.groups.push_back(GroupSet(group).bits());
  }
}

void FillGroups(const ReportTables& reports, ProfileTables& tables) {
  const ProfileReport& profile = reports.profile;
  if (tables.information.student.empty()) FillRaces(profile, tables.information);
  if (tables.programs.student.empty()) {
    AddGroup(StudentGroup::kHomeless, profile.student, profile.homeless, tables.stated_groups);
    AddGroup(StudentGroup::kSocioeconomicallyDisadvantaged, profile.student, profile.disadvantaged,
             tables.stated_groups);
    AddGroup(StudentGroup::kFosterYouth, reports.foster_youth,
             Column(reports.foster_youth.size(), 1), tables.stated_groups);
  }
  if (tables.languages.student.empty()) {
    if (profile.language_status.empty()) {
      AddGroup(StudentGroup::kEnglishLearners, profile.student, profile.english_learner,
               tables.stated_groups);
    } else {
      tables.languages.student = profile.student;
      tables.languages.status = profile.language_status;
      tables.languages.start = OrEach(profile.language_start, profile.student.size(), kNoDate);
    }
  }
  if (tables.special_education.student.empty()) {
    tables.special_education = reports.plans;
    AddGroup(StudentGroup::kStudentsWithDisabilities, profile.student, profile.disabled,
             tables.stated_groups);
  }
}

void FillAbsences(const AbsenceReport& report, AbsenceTable& table) {
  const size_t count = report.student.size();
  table.student = report.student;
  table.school = report.school;
  table.exempt = Column(count, 0);
  table.expected = report.expected;
  table.attended = report.attended;
  table.attended.resize(count, kNoDays);
  for (size_t i = 0; i < count; ++i) {
    if (table.attended[i] == kNoDays) table.attended[i] = report.expected[i] - report.absent[i];
  }
  // The report adds up all kinds of absence; which kind it was makes no difference.
  table.unexcused = report.absent;
  table.out_of_school_suspension = Column(count, 0);
  table.excused = Column(count, 0);
  table.incomplete_study = Column(count, 0);
}

}  // namespace

void StandIn(const ReportTables& reports, LeaRecords& records) {
  if (records.enrollments.student.empty()) FillEnrollments(reports.profile, records.enrollments);
  FillGroups(reports, records.profiles[records.dashboard_year]);
  if (records.absences.student.empty()) FillAbsences(reports.absences, records.absences);
  if (records.incident_results.student.empty()) {
    records.incident_results = reports.incident_results;
  }
}

}  // namespace sos::indicator::records
