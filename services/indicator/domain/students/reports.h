// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_REPORTS_H_
#define SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_REPORTS_H_

#include <map>

#include "services/indicator/domain/students/lea_records.h"

// What exports of CALPADS reports say of one LEA's students in one school year, and how it stands
// in for records that were not submitted. A column that an export does not have is empty.
namespace sos::indicator::records {

// Report 8.1: enrollments, with the groups that the student is in.
struct ProfileReport {
  Column student, school, grade, status, start;
  // As sos.ingestion.v1.RECORD_FIELD_RACE_GROUP.
  Column race;
  // 1 yes, 0 no.
  Column homeless, disadvantaged, disabled, english_learner;
  Column language_status, language_start;
};

// Report 14.2: days in hundredths.
struct AbsenceReport {
  Column student, school, expected, attended, absent;
};

// Report 15.2: the outcomes of one class, with the groups that the student was in.
struct CohortReport {
  Column student, school;
  // As sos.ingestion.v1.RECORD_FIELD_STATED_OUTCOME.
  Column outcome;
  Column race;
  Column homeless, disadvantaged, disabled, english_learner, long_term_learner, foster_youth;
  // 1 yes, 0 no: requirements of the state's universities met, State Seal of Biliteracy, registered
  // pre-apprenticeship completed.
  Column college_requirements, seal_of_biliteracy, pre_apprenticeship;
};

// Report 1.23: who completed in a year.
struct CompleterReport {
  Column student, school, completion_status;
};

// Report 2.17: since when students are fluent in English.
struct ReclassificationReport {
  Column student, since;
};

// Who the students of a school year are.
struct ProfileReports {
  ProfileReport profile;
  // Report 16.14.
  SpecialEducationTable plans;
  // Reports 5.7 and 5.9: the students.
  Column foster_youth, former_foster_youth;
};

struct ReportTables {
  // By the year in which the school year ends: this one, and the ones before it that an indicator's
  // groups look back on.
  std::map<int, ProfileReports> profiles;
  AbsenceReport absences;
  // Report 7.12.
  IncidentResultTable incident_results;
  // Report 8.1 of Fall 1.
  CensusTable census;
  ReclassificationReport reclassified;
  // Report 15.2 of the class of the year, and of the one before.
  CohortReport cohort, cohort_before;
  CompleterReport completers;
};

// Puts what the reports say where `records` have nothing: submitted records count before a report,
// table by table, and are never mixed with it.
//
// - An enrollment without a status counts as a primary one (10), and one without a start as begun
//   before any other.
// - Of a student's groups, any row of the year makes a member. English learners are told by their
//   language status where the report has it, and by the report's own word where not.
// - Days attended are those expected and not absent, where the report does not say them.
// - Whom a score file does not say to be reclassified, report 2.17 may; of several dates the last
//   counts.
// - How enrollments ended is not said: no rate that rests on it is made.
// - Of the class before, those graduated in their fifth year who had not graduated in four and are
//   among the graduates of report 1.23 (completion statuses 100 and 102), at the school there.
void StandIn(const ReportTables& reports, LeaRecords& records);

}  // namespace sos::indicator::records

#endif  // SOS_SERVICES_INDICATOR_DOMAIN_STUDENTS_REPORTS_H_
