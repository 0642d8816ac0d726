// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LEA_RECORDS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LEA_RECORDS_H_

#include <cstdint>
#include <map>
#include <vector>

#include "common/education/cds_code.h"

// One LEA's student records of one school year, as columns: entry `i` of every column of a table
// belongs to its row `i`. Values are those of sos.ingestion.v1.RecordField.
namespace sos::indicator::records {

using Column = std::vector<int64_t>;

// What a column of dates holds where the record has none.
inline constexpr int64_t kNoDate = -1;

// What a column says in a row; 0 for a column that was not read.
inline int64_t ValueAt(const Column& column, size_t row) {
  return column.empty() ? 0 : column[row];
}

struct EnrollmentTable {
  Column student, school, start, status, grade;
  // How enrollments ended. Empty where no indicator asks.
  Column exit_date, exit_reason, completion_status;
};
struct InformationTable {
  Column student, school, hispanic, races, parent_education;
};
struct ProgramTable {
  Column student, program;
};
struct LanguageTable {
  Column student, status, start;
};
struct SpecialEducationTable {
  Column student, district;
};
// Groups that a report says a student is in, as bits of a GroupSet.
struct StatedGroupTable {
  Column student, groups;
};
// Who the students of a school year are.
struct ProfileTables {
  InformationTable information;
  ProgramTable programs;
  LanguageTable languages;
  SpecialEducationTable special_education;
  StatedGroupTable stated_groups;
};
struct AbsenceTable {
  Column student, school, exempt, expected, attended, out_of_school_suspension, excused, unexcused,
      incomplete_study;
};
struct IncidentResultTable {
  Column student, school, result, duration;
};
struct CohortTable {
  Column student, school, class_year, exit_date, exit_reason, completion_status, enrolled_later;
  // Of a report that stands in: what became of the student, as RECORD_FIELD_STATED_OUTCOME, and the
  // student's groups, as bits of a GroupSet. Then the columns of exits are empty, and else these.
  Column stated_outcome, stated_groups;
  // What the report says of readiness for college and career, as ReadinessMeasures, and whether it
  // has such a column at all.
  Column stated_measures;
  bool measures_stated = false;
};

// Scores of the ELPAC. A column that the file does not have is empty.
struct LanguageTestTable {
  Column student, grade, enrolled_school, score;
  // Fourteen digits, 0 without.
  Column tested_school, accountable_lea;
  Column language_status, language_start, attempted, prior_grade, prior_score;
};

// Scores of English language arts, mathematics and science. A column that the file does not have is
// empty.
struct AcademicTestTable {
  Column student, test, grade, enrolled_school, score, inclusion, enrollment_start;
  // Fourteen digits, 0 without.
  Column tested_school, accountable_lea;
  Column condition, attempted, current_year;
  Column english_learner, language_status, language_start, reclassified;
  Column race, several_races, homeless, foster_youth, disadvantaged, disabled;
};

// Who was enrolled on Census Day. A list without the status has an empty column.
struct CensusTable {
  Column student, school, status;
};

// Examinations of Advanced Placement and of the International Baccalaureate that the files of one
// year tell of.
struct ExaminationTable {
  Column student, program, grade;
};

struct LeaRecords {
  // The LEA that reports.
  CdsCode lea;
  // The school year ends in this year.
  int dashboard_year = 0;
  EnrollmentTable enrollments;
  AbsenceTable absences;
  IncidentResultTable incident_results;
  CohortTable cohort;
  LanguageTestTable language_tests;
  AcademicTestTable academic_tests;
  // The same of years before, by year, where an indicator looks back on tests.
  std::map<int, AcademicTestTable> earlier_tests;
  CensusTable census;
  // By year, likewise.
  std::map<int, ExaminationTable> examinations;
  // By the year in which the school year ends: this one, and the ones before it that an
  // indicator's groups look back on.
  std::map<int, ProfileTables> profiles;
};

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_LEA_RECORDS_H_
