// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/reports.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>

#include "services/indicator/domain/students/membership.h"
#include "services/indicator/domain/students/rules.h"

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
// Completion statuses (CALPADS 1.27) of graduates.
constexpr int64_t kDiplomas[] = {100, 102};

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

void FillGroups(const ProfileReports& reports, ProfileTables& tables) {
  const ProfileReport& profile = reports.profile;
  if (tables.information.student.empty()) FillRaces(profile, tables.information);
  if (tables.programs.student.empty()) {
    AddGroup(StudentGroup::kHomeless, profile.student, profile.homeless, tables.stated_groups);
    AddGroup(StudentGroup::kSocioeconomicallyDisadvantaged, profile.student, profile.disadvantaged,
             tables.stated_groups);
    for (const Column* const students : {&reports.foster_youth, &reports.former_foster_youth}) {
      AddGroup(StudentGroup::kFosterYouth, *students, Column(students->size(), 1),
               tables.stated_groups);
    }
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

// The groups in which row `row` of the report has its student.
GroupSet GroupsIn(const CohortReport& report, size_t row) {
  GroupSet groups;
  const auto add = [&](const Column& flags, StudentGroup group) {
    if (row < flags.size() && flags[row] != 0) groups |= GroupSet(group);
  };
  add(report.homeless, StudentGroup::kHomeless);
  add(report.disadvantaged, StudentGroup::kSocioeconomicallyDisadvantaged);
  add(report.disabled, StudentGroup::kStudentsWithDisabilities);
  add(report.english_learner, StudentGroup::kEnglishLearners);
  add(report.long_term_learner, StudentGroup::kLongTermEnglishLearners);
  add(report.foster_youth, StudentGroup::kFosterYouth);
  const int64_t race = row < report.race.size() ? report.race[row] : 0;
  if (race == kTwoOrMoreRaces) return groups | GroupSet(StudentGroup::kTwoOrMoreRaces);
  const int code = static_cast<int>(race);
  if (const auto group = RaceOf(race == kHispanic, {&code, race == 0 ? size_t{0} : size_t{1}})) {
    groups |= GroupSet(*group);
  }
  return groups;
}

ReadinessMeasures MeasuresIn(const CohortReport& report, size_t row) {
  ReadinessMeasures measures = 0;
  const auto add = [&](const Column& flags, ReadinessMeasure measure) {
    if (row < flags.size() && flags[row] != 0) measures |= Bit(measure);
  };
  add(report.college_requirements, ReadinessMeasure::kCollegeRequirements);
  add(report.seal_of_biliteracy, ReadinessMeasure::kSealOfBiliteracy);
  add(report.pre_apprenticeship, ReadinessMeasure::kRegisteredPreApprenticeship);
  return measures;
}

void AddOutcome(const CohortReport& report, size_t row, int64_t school, Outcome outcome,
                int class_year, CohortTable& table) {
  table.student.push_back(report.student[row]);
  table.school.push_back(school);
  table.class_year.push_back(class_year);
  table.stated_outcome.push_back(static_cast<int64_t>(outcome) + 1);
  table.stated_groups.push_back(GroupsIn(report, row).bits());
  table.stated_measures.push_back(MeasuresIn(report, row));
}

// What the report says of a row; its numbers begin with 1.
Outcome OutcomeIn(const CohortReport& report, size_t row) {
  return static_cast<Outcome>(report.outcome[row] - 1);
}

void FillCohort(const ReportTables& reports, int year, CohortTable& table) {
  const CohortReport& cohort = reports.cohort;
  table.measures_stated = !cohort.college_requirements.empty() ||
                          !cohort.seal_of_biliteracy.empty() || !cohort.pre_apprenticeship.empty();
  for (size_t i = 0; i < cohort.student.size(); ++i) {
    AddOutcome(cohort, i, cohort.school[i], OutcomeIn(cohort, i), year, table);
  }
  // The school at which a student graduated; of several, the greatest code.
  std::map<int64_t, int64_t> graduated;
  const CompleterReport& completers = reports.completers;
  for (size_t i = 0; i < completers.student.size(); ++i) {
    const int64_t status = completers.completion_status[i];
    if (std::find(std::begin(kDiplomas), std::end(kDiplomas), status) != std::end(kDiplomas)) {
      int64_t& school = graduated[completers.student[i]];
      school = std::max(school, completers.school[i]);
    }
  }
  const CohortReport& before = reports.cohort_before;
  for (size_t i = 0; i < before.student.size(); ++i) {
    const Outcome outcome = OutcomeIn(before, i);
    const auto found = graduated.find(before.student[i]);
    if (outcome != Outcome::kGraduate && outcome != Outcome::kRemoved && found != graduated.end()) {
      AddOutcome(before, i, found->second, Outcome::kGraduate, year - 1, table);
    }
  }
}

void FillReclassified(const ReclassificationReport& report, AcademicTestTable& tests) {
  if (report.student.empty()) return;
  std::map<int64_t, int64_t> since;
  for (size_t i = 0; i < report.student.size(); ++i) {
    int64_t& latest = since.try_emplace(report.student[i], kNoDate).first->second;
    latest = std::max(latest, report.since[i]);
  }
  tests.reclassified.resize(tests.student.size(), kNoDate);
  for (size_t i = 0; i < tests.student.size(); ++i) {
    const auto found = since.find(tests.student[i]);
    if (tests.reclassified[i] == kNoDate && found != since.end()) {
      tests.reclassified[i] = found->second;
    }
  }
}

}  // namespace

void StandIn(const ReportTables& reports, LeaRecords& records) {
  if (const auto now = reports.profiles.find(records.dashboard_year);
      now != reports.profiles.end() && records.enrollments.student.empty()) {
    FillEnrollments(now->second.profile, records.enrollments);
  }
  for (const auto& [year, profile] : reports.profiles) FillGroups(profile, records.profiles[year]);
  if (records.absences.student.empty()) FillAbsences(reports.absences, records.absences);
  if (records.incident_results.student.empty()) {
    records.incident_results = reports.incident_results;
  }
  records.census = reports.census;
  FillReclassified(reports.reclassified, records.academic_tests);
  // Fifth-year graduates alone are no cohort.
  if (records.cohort.student.empty() && !reports.cohort.student.empty()) {
    FillCohort(reports, records.dashboard_year, records.cohort);
  }
}

}  // namespace sos::indicator::records
