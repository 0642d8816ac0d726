// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/report_reader.h"

#include <algorithm>
#include <optional>

#include "common/status/macros.h"
#include "services/indicator/students/partition_columns.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Partition;

// Of RECORD_FIELD_STATED_OUTCOME.
constexpr int64_t kGreatestOutcome = 6;

absl::Status ReadProfile(const Partition& partition, records::ProfileReport& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                              {RECORD_FIELD_SCHOOL, &table.school},
                                              {RECORD_FIELD_GRADE, &table.grade}}));
  SOS_RETURN_IF_ERROR(
      ReadColumnsThere(partition, {{RECORD_FIELD_ENROLLMENT_STATUS, &table.status},
                                   {RECORD_FIELD_ENROLLMENT_START, &table.start},
                                   {RECORD_FIELD_RACE_GROUP, &table.race},
                                   {RECORD_FIELD_HOMELESS, &table.homeless},
                                   {RECORD_FIELD_DISADVANTAGED, &table.disadvantaged},
                                   {RECORD_FIELD_DISABLED, &table.disabled},
                                   {RECORD_FIELD_ENGLISH_LEARNER, &table.english_learner},
                                   {RECORD_FIELD_LANGUAGE_STATUS, &table.language_status},
                                   {RECORD_FIELD_LANGUAGE_START, &table.language_start}}));
  return CheckRange(partition, table.language_status, kGreatestLanguageStatus);
}

absl::Status ReadAbsences(const Partition& partition, records::AbsenceReport& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                              {RECORD_FIELD_SCHOOL, &table.school},
                                              {RECORD_FIELD_DAYS_EXPECTED, &table.expected},
                                              {RECORD_FIELD_DAYS_ABSENT, &table.absent}}));
  return ReadColumnsThere(partition, {{RECORD_FIELD_DAYS_ATTENDED, &table.attended}});
}

absl::Status ReadIncidents(const Partition& partition, records::IncidentResultTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                 {RECORD_FIELD_SCHOOL, &table.school},
                                 {RECORD_FIELD_INCIDENT_RESULT, &table.result},
                                 {RECORD_FIELD_DURATION, &table.duration}});
}

absl::Status ReadPlans(const Partition& partition, records::SpecialEducationTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(
      ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                              {RECORD_FIELD_SPECIAL_EDUCATION_DISTRICT, &table.district}}));
  return CheckRange(partition, table.district, kGreatestDistrict);
}

absl::Status ReadLanguageTests(const Partition& partition, records::LanguageTestTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(
      ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                              {RECORD_FIELD_GRADE, &table.grade},
                              {RECORD_FIELD_ENROLLED_SCHOOL, &table.enrolled_school},
                              {RECORD_FIELD_SCORE, &table.score}}));
  SOS_RETURN_IF_ERROR(
      ReadColumnsThere(partition, {{RECORD_FIELD_TESTED_SCHOOL, &table.tested_school},
                                   {RECORD_FIELD_ACCOUNTABLE_LEA, &table.accountable_lea},
                                   {RECORD_FIELD_LANGUAGE_STATUS, &table.language_status},
                                   {RECORD_FIELD_LANGUAGE_START, &table.language_start},
                                   {RECORD_FIELD_ATTEMPTED, &table.attempted},
                                   {RECORD_FIELD_PRIOR_GRADE, &table.prior_grade},
                                   {RECORD_FIELD_PRIOR_SCORE, &table.prior_score}}));
  return CheckRange(partition, table.language_status, kGreatestLanguageStatus);
}

absl::Status ReadAcademicTests(const Partition& partition, records::AcademicTestTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(
      ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                              {RECORD_FIELD_TEST, &table.test},
                              {RECORD_FIELD_GRADE, &table.grade},
                              {RECORD_FIELD_ENROLLED_SCHOOL, &table.enrolled_school},
                              {RECORD_FIELD_SCORE, &table.score},
                              {RECORD_FIELD_INCLUSION, &table.inclusion},
                              {RECORD_FIELD_ENROLLMENT_START, &table.enrollment_start}}));
  SOS_RETURN_IF_ERROR(
      ReadColumnsThere(partition, {{RECORD_FIELD_TESTED_SCHOOL, &table.tested_school},
                                   {RECORD_FIELD_ACCOUNTABLE_LEA, &table.accountable_lea},
                                   {RECORD_FIELD_CONDITION, &table.condition},
                                   {RECORD_FIELD_ATTEMPTED, &table.attempted},
                                   {RECORD_FIELD_CURRENT_YEAR, &table.current_year},
                                   {RECORD_FIELD_ENGLISH_LEARNER, &table.english_learner},
                                   {RECORD_FIELD_LANGUAGE_STATUS, &table.language_status},
                                   {RECORD_FIELD_LANGUAGE_START, &table.language_start},
                                   {RECORD_FIELD_RECLASSIFIED, &table.reclassified},
                                   {RECORD_FIELD_RACE_GROUP, &table.race},
                                   {RECORD_FIELD_TWO_OR_MORE_RACES, &table.several_races},
                                   {RECORD_FIELD_HOMELESS, &table.homeless},
                                   {RECORD_FIELD_FOSTER_YOUTH, &table.foster_youth},
                                   {RECORD_FIELD_DISADVANTAGED, &table.disadvantaged},
                                   {RECORD_FIELD_DISABLED, &table.disabled}}));
  SOS_RETURN_IF_ERROR(
      CheckRange(partition, table.inclusion, indicator::v1::TestScoreRules::Inclusion_MAX));
  SOS_RETURN_IF_ERROR(
      CheckRange(partition, table.condition, indicator::v1::TestScoreRules::Condition_MAX));
  return CheckRange(partition, table.language_status, kGreatestLanguageStatus);
}

absl::Status ReadCensus(const Partition& partition, records::CensusTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(ReadColumns(
      partition, {{RECORD_FIELD_STUDENT, &table.student}, {RECORD_FIELD_SCHOOL, &table.school}}));
  return ReadColumnsThere(partition, {{RECORD_FIELD_ENROLLMENT_STATUS, &table.status}});
}

absl::Status ReadExaminations(const Partition& partition, records::ExaminationTable& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                 {RECORD_FIELD_EXAMINATION_PROGRAM, &table.program},
                                 {RECORD_FIELD_EXAMINATION_GRADE, &table.grade}});
}

absl::Status ReadCohort(const Partition& partition, records::CohortReport& table) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  SOS_RETURN_IF_ERROR(ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                              {RECORD_FIELD_SCHOOL, &table.school},
                                              {RECORD_FIELD_STATED_OUTCOME, &table.outcome}}));
  SOS_RETURN_IF_ERROR(
      ReadColumnsThere(partition, {{RECORD_FIELD_RACE_GROUP, &table.race},
                                   {RECORD_FIELD_HOMELESS, &table.homeless},
                                   {RECORD_FIELD_DISADVANTAGED, &table.disadvantaged},
                                   {RECORD_FIELD_DISABLED, &table.disabled},
                                   {RECORD_FIELD_ENGLISH_LEARNER, &table.english_learner},
                                   {RECORD_FIELD_LONG_TERM_LEARNER, &table.long_term_learner},
                                   {RECORD_FIELD_FOSTER_YOUTH, &table.foster_youth},
                                   {RECORD_FIELD_COLLEGE_REQUIREMENTS, &table.college_requirements},
                                   {RECORD_FIELD_SEAL_OF_BILITERACY, &table.seal_of_biliteracy},
                                   {RECORD_FIELD_PRE_APPRENTICESHIP, &table.pre_apprenticeship}}));
  const bool sound = std::all_of(table.outcome.begin(), table.outcome.end(), [](int64_t outcome) {
    return outcome >= 1 && outcome <= kGreatestOutcome;
  });
  return sound ? absl::OkStatus() : absl::DataLossError("a cohort's outcome is none that there is");
}

}  // namespace

std::optional<ingestion::v1::Collection> StandsInFor(ingestion::v1::Collection report) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  switch (report) {
    case COLLECTION_ABSENCE_REPORT:
      return COLLECTION_ABSENCE_SUMMARY;
    case COLLECTION_PROFILE_REPORT:
      return COLLECTION_STUDENT_ENROLLMENT;
    case COLLECTION_INCIDENT_REPORT:
      return COLLECTION_STUDENT_INCIDENT_RESULT;
    case COLLECTION_PLAN_REPORT:
      return COLLECTION_SPECIAL_EDUCATION;
    case COLLECTION_FOSTER_REPORT:
      return COLLECTION_STUDENT_PROGRAM;
    case COLLECTION_COHORT_REPORT:
      return COLLECTION_COHORT_OUTCOME;
    default:
      return std::nullopt;
  }
}

absl::Status ReadReport(const Partition& partition, int school_year,
                        records::ReportTables& reports) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  const auto profiles = [&]() -> records::ProfileReports& {
    return reports.profiles[partition.dashboard_year()];
  };
  switch (partition.collection()) {
    case COLLECTION_PROFILE_REPORT:
      return ReadProfile(partition, profiles().profile);
    case COLLECTION_ABSENCE_REPORT:
      return ReadAbsences(partition, reports.absences);
    case COLLECTION_INCIDENT_REPORT:
      return ReadIncidents(partition, reports.incident_results);
    case COLLECTION_PLAN_REPORT:
      return ReadPlans(partition, profiles().plans);
    case COLLECTION_FOSTER_REPORT:
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &profiles().foster_youth}});
    case COLLECTION_FORMER_FOSTER_REPORT:
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &profiles().former_foster_youth}});
    case COLLECTION_CENSUS_REPORT:
      return ReadCensus(partition, reports.census);
    case COLLECTION_RECLASSIFICATION_REPORT:
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &reports.reclassified.student},
                                     {RECORD_FIELD_RECLASSIFIED, &reports.reclassified.since}});
    case COLLECTION_COMPLETER_REPORT:
      return ReadColumns(partition,
                         {{RECORD_FIELD_STUDENT, &reports.completers.student},
                          {RECORD_FIELD_SCHOOL, &reports.completers.school},
                          {RECORD_FIELD_COMPLETION_STATUS, &reports.completers.completion_status}});
    case COLLECTION_COHORT_REPORT:
      if (partition.dashboard_year() == school_year) return ReadCohort(partition, reports.cohort);
      return partition.dashboard_year() == school_year - 1
                 ? ReadCohort(partition, reports.cohort_before)
                 : absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status ReadScores(const Partition& partition, records::LeaRecords& records) {
  switch (partition.collection()) {
    case ingestion::v1::COLLECTION_LANGUAGE_TEST:
      return ReadLanguageTests(partition, records.language_tests);
    case ingestion::v1::COLLECTION_ACADEMIC_TEST:
      return ReadAcademicTests(partition, partition.dashboard_year() == records.dashboard_year
                                              ? records.academic_tests
                                              : records.earlier_tests[partition.dashboard_year()]);
    case ingestion::v1::COLLECTION_EXAMINATION:
      return ReadExaminations(partition, records.examinations[partition.dashboard_year()]);
    default:
      return absl::OkStatus();
  }
}

}  // namespace sos::indicator
