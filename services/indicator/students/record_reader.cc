// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/record_reader.h"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/column/column.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/domain/students/reports.h"
#include "services/indicator/students/partition_columns.h"
#include "services/indicator/students/report_reader.h"

namespace sos::indicator {
namespace {

using ingestion::v1::RecordField;
using records::Column;

constexpr ingestion::v1::Collection kCollections[] = {
    ingestion::v1::COLLECTION_STUDENT_ENROLLMENT,
    ingestion::v1::COLLECTION_STUDENT_INFORMATION,
    ingestion::v1::COLLECTION_STUDENT_PROGRAM,
    ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION,
    ingestion::v1::COLLECTION_SPECIAL_EDUCATION,
    ingestion::v1::COLLECTION_ABSENCE_SUMMARY,
    ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT,
    ingestion::v1::COLLECTION_COHORT_OUTCOME,
    ingestion::v1::COLLECTION_PROFILE_REPORT,
    ingestion::v1::COLLECTION_ABSENCE_REPORT,
    ingestion::v1::COLLECTION_INCIDENT_REPORT,
    ingestion::v1::COLLECTION_PLAN_REPORT,
    ingestion::v1::COLLECTION_FOSTER_REPORT,
    ingestion::v1::COLLECTION_LANGUAGE_TEST,
    ingestion::v1::COLLECTION_ACADEMIC_TEST,
    ingestion::v1::COLLECTION_COHORT_REPORT,
    ingestion::v1::COLLECTION_COMPLETER_REPORT,
    ingestion::v1::COLLECTION_CENSUS_REPORT,
    ingestion::v1::COLLECTION_RECLASSIFICATION_REPORT,
    ingestion::v1::COLLECTION_FORMER_FOSTER_REPORT,
    ingestion::v1::COLLECTION_EXAMINATION,
};

// What says of which groups a student is, and of earlier classes: read for several years where
// groups look back.
constexpr ingestion::v1::Collection kProfileCollections[] = {
    ingestion::v1::COLLECTION_STUDENT_INFORMATION,
    ingestion::v1::COLLECTION_STUDENT_PROGRAM,
    ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION,
    ingestion::v1::COLLECTION_SPECIAL_EDUCATION,
    ingestion::v1::COLLECTION_PROFILE_REPORT,
    ingestion::v1::COLLECTION_PLAN_REPORT,
    ingestion::v1::COLLECTION_FOSTER_REPORT,
    ingestion::v1::COLLECTION_FORMER_FOSTER_REPORT,
    ingestion::v1::COLLECTION_COHORT_REPORT,
};

constexpr RecordField kFields[] = {
    ingestion::v1::RECORD_FIELD_STUDENT,
    ingestion::v1::RECORD_FIELD_SCHOOL,
    ingestion::v1::RECORD_FIELD_ENROLLMENT_START,
    ingestion::v1::RECORD_FIELD_ENROLLMENT_STATUS,
    ingestion::v1::RECORD_FIELD_GRADE,
    ingestion::v1::RECORD_FIELD_HISPANIC,
    ingestion::v1::RECORD_FIELD_RACES,
    ingestion::v1::RECORD_FIELD_PARENT_EDUCATION,
    ingestion::v1::RECORD_FIELD_PROGRAM,
    ingestion::v1::RECORD_FIELD_LANGUAGE_STATUS,
    ingestion::v1::RECORD_FIELD_LANGUAGE_START,
    ingestion::v1::RECORD_FIELD_SPECIAL_EDUCATION_DISTRICT,
    ingestion::v1::RECORD_FIELD_EXEMPT,
    ingestion::v1::RECORD_FIELD_DAYS_EXPECTED,
    ingestion::v1::RECORD_FIELD_DAYS_ATTENDED,
    ingestion::v1::RECORD_FIELD_DAYS_OUT_OF_SCHOOL_SUSPENSION,
    ingestion::v1::RECORD_FIELD_DAYS_EXCUSED,
    ingestion::v1::RECORD_FIELD_DAYS_UNEXCUSED,
    ingestion::v1::RECORD_FIELD_DAYS_INCOMPLETE_STUDY,
    ingestion::v1::RECORD_FIELD_INCIDENT_RESULT,
    ingestion::v1::RECORD_FIELD_DURATION,
    ingestion::v1::RECORD_FIELD_CLASS_YEAR,
    ingestion::v1::RECORD_FIELD_EXIT_DATE,
    ingestion::v1::RECORD_FIELD_EXIT_REASON,
    ingestion::v1::RECORD_FIELD_COMPLETION_STATUS,
    ingestion::v1::RECORD_FIELD_ENROLLED_LATER,
    ingestion::v1::RECORD_FIELD_RACE_GROUP,
    ingestion::v1::RECORD_FIELD_HOMELESS,
    ingestion::v1::RECORD_FIELD_DISADVANTAGED,
    ingestion::v1::RECORD_FIELD_DISABLED,
    ingestion::v1::RECORD_FIELD_ENGLISH_LEARNER,
    ingestion::v1::RECORD_FIELD_DAYS_ABSENT,
    ingestion::v1::RECORD_FIELD_TESTED_SCHOOL,
    ingestion::v1::RECORD_FIELD_ENROLLED_SCHOOL,
    ingestion::v1::RECORD_FIELD_SCORE,
    ingestion::v1::RECORD_FIELD_PRIOR_SCORE,
    ingestion::v1::RECORD_FIELD_PRIOR_GRADE,
    ingestion::v1::RECORD_FIELD_ATTEMPTED,
    ingestion::v1::RECORD_FIELD_ACCOUNTABLE_LEA,
    ingestion::v1::RECORD_FIELD_TEST,
    ingestion::v1::RECORD_FIELD_INCLUSION,
    ingestion::v1::RECORD_FIELD_CONDITION,
    ingestion::v1::RECORD_FIELD_CURRENT_YEAR,
    ingestion::v1::RECORD_FIELD_FOSTER_YOUTH,
    ingestion::v1::RECORD_FIELD_TWO_OR_MORE_RACES,
    ingestion::v1::RECORD_FIELD_STATED_OUTCOME,
    ingestion::v1::RECORD_FIELD_LONG_TERM_LEARNER,
    ingestion::v1::RECORD_FIELD_RECLASSIFIED,
    ingestion::v1::RECORD_FIELD_COLLEGE_REQUIREMENTS,
    ingestion::v1::RECORD_FIELD_SEAL_OF_BILITERACY,
    ingestion::v1::RECORD_FIELD_PRE_APPRENTICESHIP,
    ingestion::v1::RECORD_FIELD_EXAMINATION_PROGRAM,
    ingestion::v1::RECORD_FIELD_EXAMINATION_GRADE,
};

// Unpacks a partition into its table of `records`. kDataLoss if a column is damaged or missing.
absl::Status ReadRecords(const ingestion::v1::Partition& partition, bool with_exits,
                         records::LeaRecords& records) {
  using namespace ingestion::v1;  // NOLINT(google-build-using-namespace): the names of fields
  records::ProfileTables& profile = records.profiles[partition.dashboard_year()];
  switch (partition.collection()) {
    case COLLECTION_STUDENT_ENROLLMENT: {
      records::EnrollmentTable& table = records.enrollments;
      SOS_RETURN_IF_ERROR(ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                                  {RECORD_FIELD_SCHOOL, &table.school},
                                                  {RECORD_FIELD_ENROLLMENT_START, &table.start},
                                                  {RECORD_FIELD_ENROLLMENT_STATUS, &table.status},
                                                  {RECORD_FIELD_GRADE, &table.grade}}));
      if (!with_exits) return absl::OkStatus();
      return ReadColumns(partition, {{RECORD_FIELD_EXIT_DATE, &table.exit_date},
                                     {RECORD_FIELD_EXIT_REASON, &table.exit_reason},
                                     {RECORD_FIELD_COMPLETION_STATUS, &table.completion_status}});
    }
    case COLLECTION_STUDENT_INFORMATION: {
      records::InformationTable& table = profile.information;
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                     {RECORD_FIELD_SCHOOL, &table.school},
                                     {RECORD_FIELD_HISPANIC, &table.hispanic},
                                     {RECORD_FIELD_RACES, &table.races},
                                     {RECORD_FIELD_PARENT_EDUCATION, &table.parent_education}});
    }
    case COLLECTION_STUDENT_PROGRAM:
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &profile.programs.student},
                                     {RECORD_FIELD_PROGRAM, &profile.programs.program}});
    case COLLECTION_ENGLISH_LANGUAGE_ACQUISITION:
      SOS_RETURN_IF_ERROR(
          ReadColumns(partition, {{RECORD_FIELD_STUDENT, &profile.languages.student},
                                  {RECORD_FIELD_LANGUAGE_STATUS, &profile.languages.status},
                                  {RECORD_FIELD_LANGUAGE_START, &profile.languages.start}}));
      return CheckRange(partition, profile.languages.status, kGreatestLanguageStatus);
    case COLLECTION_SPECIAL_EDUCATION:
      SOS_RETURN_IF_ERROR(ReadColumns(
          partition,
          {{RECORD_FIELD_STUDENT, &profile.special_education.student},
           {RECORD_FIELD_SPECIAL_EDUCATION_DISTRICT, &profile.special_education.district}}));
      return CheckRange(partition, profile.special_education.district, kGreatestDistrict);
    case COLLECTION_ABSENCE_SUMMARY: {
      records::AbsenceTable& table = records.absences;
      return ReadColumns(
          partition, {{RECORD_FIELD_STUDENT, &table.student},
                      {RECORD_FIELD_SCHOOL, &table.school},
                      {RECORD_FIELD_EXEMPT, &table.exempt},
                      {RECORD_FIELD_DAYS_EXPECTED, &table.expected},
                      {RECORD_FIELD_DAYS_ATTENDED, &table.attended},
                      {RECORD_FIELD_DAYS_OUT_OF_SCHOOL_SUSPENSION, &table.out_of_school_suspension},
                      {RECORD_FIELD_DAYS_EXCUSED, &table.excused},
                      {RECORD_FIELD_DAYS_UNEXCUSED, &table.unexcused},
                      {RECORD_FIELD_DAYS_INCOMPLETE_STUDY, &table.incomplete_study}});
    }
    case COLLECTION_STUDENT_INCIDENT_RESULT: {
      records::IncidentResultTable& table = records.incident_results;
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                     {RECORD_FIELD_SCHOOL, &table.school},
                                     {RECORD_FIELD_INCIDENT_RESULT, &table.result},
                                     {RECORD_FIELD_DURATION, &table.duration}});
    }
    case COLLECTION_COHORT_OUTCOME: {
      records::CohortTable& table = records.cohort;
      return ReadColumns(partition, {{RECORD_FIELD_STUDENT, &table.student},
                                     {RECORD_FIELD_SCHOOL, &table.school},
                                     {RECORD_FIELD_CLASS_YEAR, &table.class_year},
                                     {RECORD_FIELD_EXIT_DATE, &table.exit_date},
                                     {RECORD_FIELD_EXIT_REASON, &table.exit_reason},
                                     {RECORD_FIELD_COMPLETION_STATUS, &table.completion_status},
                                     {RECORD_FIELD_ENROLLED_LATER, &table.enrolled_later}});
    }
    default:
      return absl::OkStatus();
  }
}

// Reads the partitions of `filter`, which are of LEAs of `records`.
absl::Status ReadAll(MeasureSource& source, ingestion::v1::PartitionFilter filter, bool with_exits,
                     const Revision& revision, const rpc::CallContext& context,
                     std::map<std::string, records::LeaRecords>& records,
                     std::map<std::string, records::ReportTables>& reports) {
  for (const auto& [lea, read] : records) filter.add_lea_cds(lea);
  for (const RecordField field : kFields) filter.add_record_fields(field);
  return source.Visit(
      filter, revision, context,
      [&](const ingestion::v1::StreamPartitionsResponse& message) -> absl::Status {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const std::string& lea = partition.lea_cds();
          SOS_RETURN_IF_ERROR(ReadRecords(partition, with_exits, records.at(lea)));
          SOS_RETURN_IF_ERROR(ReadReport(partition, records.at(lea).dashboard_year, reports[lea]));
          SOS_RETURN_IF_ERROR(ReadScores(partition, records.at(lea)));
        }
        return absl::OkStatus();
      });
}

// The seven digits of the school of each row.
absl::StatusOr<Column> SchoolsOf(const ingestion::v1::Partition& partition) {
  Column school;
  Column tested;
  SOS_RETURN_IF_ERROR(
      ReadColumnsThere(partition, {{ingestion::v1::RECORD_FIELD_SCHOOL, &school},
                                   {ingestion::v1::RECORD_FIELD_TESTED_SCHOOL, &tested}}));
  if (!school.empty()) return school;
  // Score files have the codes of schools with those of their LEAs.
  SOS_RETURN_IF_ERROR(
      ReadColumns(partition, {{ingestion::v1::RECORD_FIELD_ENROLLED_SCHOOL, &school}}));
  for (size_t i = 0; i < school.size(); ++i) {
    if (i < tested.size() && tested[i] != 0) school[i] = tested[i];
    school[i] %= CdsCode::kSchoolFactor;
  }
  return school;
}

}  // namespace

absl::Span<const ingestion::v1::Collection> RecordCollections() { return kCollections; }
absl::Span<const ingestion::v1::Collection> ProfileCollections() { return kProfileCollections; }

absl::StatusOr<std::map<std::string, records::LeaRecords>> ReadLeas(
    MeasureSource& source, absl::Span<const std::string> leas, const RecordScope& scope,
    const Revision& revision, const rpc::CallContext& context) {
  std::map<std::string, records::LeaRecords> records;
  for (const std::string& lea : leas) {
    const std::optional<CdsCode> cds = CdsCode::Parse(lea);
    if (!cds) return absl::DataLossError(absl::StrCat("'", lea, "' is no LEA"));
    records.try_emplace(lea, records::LeaRecords{.lea = *cds, .dashboard_year = scope.school_year});
  }
  ingestion::v1::PartitionFilter filter;
  filter.add_dashboard_years(scope.school_year);
  for (const auto collection : kCollections) filter.add_collections(collection);
  std::map<std::string, records::ReportTables> reports;
  SOS_RETURN_IF_ERROR(
      ReadAll(source, filter, scope.with_exits, revision, context, records, reports));
  ingestion::v1::PartitionFilter earlier;
  for (int year = scope.first_year; year < scope.school_year; ++year) {
    earlier.add_dashboard_years(year);
  }
  for (const auto collection : kProfileCollections) earlier.add_collections(collection);
  if (scope.first_year < scope.school_year) {
    SOS_RETURN_IF_ERROR(ReadAll(source, earlier, false, revision, context, records, reports));
  }
  if (scope.first_test_year > 0) {
    ingestion::v1::PartitionFilter tests;
    for (int year = scope.first_test_year; year < scope.school_year; ++year) {
      tests.add_dashboard_years(year);
    }
    tests.add_collections(ingestion::v1::COLLECTION_ACADEMIC_TEST);
    tests.add_collections(ingestion::v1::COLLECTION_EXAMINATION);
    SOS_RETURN_IF_ERROR(ReadAll(source, tests, false, revision, context, records, reports));
  }
  for (const auto& [lea, of_lea] : reports) records::StandIn(of_lea, records.at(lea));
  return records;
}

absl::StatusOr<std::vector<LocalId>> ReadLocalIds(MeasureSource& source, const std::string& lea,
                                                  int school_year, const Revision& revision,
                                                  const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_dashboard_years(school_year);
  filter.add_lea_cds(lea);
  filter.add_collections(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT);
  filter.add_collections(ingestion::v1::COLLECTION_COHORT_OUTCOME);
  filter.add_collections(ingestion::v1::COLLECTION_PROFILE_REPORT);
  filter.add_collections(ingestion::v1::COLLECTION_CENSUS_REPORT);
  filter.add_collections(ingestion::v1::COLLECTION_COHORT_REPORT);
  filter.add_collections(ingestion::v1::COLLECTION_COMPLETER_REPORT);
  filter.add_collections(ingestion::v1::COLLECTION_LANGUAGE_TEST);
  filter.add_collections(ingestion::v1::COLLECTION_ACADEMIC_TEST);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_STUDENT);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_SCHOOL);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_ENROLLED_SCHOOL);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_TESTED_SCHOOL);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_LOCAL_STUDENT);
  std::vector<LocalId> ids;
  const auto add = [&](const ingestion::v1::Partition& partition) -> absl::Status {
    Column student;
    SOS_RETURN_IF_ERROR(ReadColumns(partition, {{ingestion::v1::RECORD_FIELD_STUDENT, &student}}));
    SOS_ASSIGN_OR_RETURN(const Column school, SchoolsOf(partition));
    for (const auto& column : partition.student_records().columns()) {
      if (!column.text()) continue;
      SOS_ASSIGN_OR_RETURN(
          const std::vector<std::string> local,
          column::UnpackText(column.packed(), partition.student_records().row_count()));
      for (size_t i = 0; i < local.size(); ++i) ids.push_back({student[i], school[i], local[i]});
    }
    return absl::OkStatus();
  };
  SOS_RETURN_IF_ERROR(
      source.Visit(filter, revision, context,
                   [&](const ingestion::v1::StreamPartitionsResponse& message) -> absl::Status {
                     for (const auto& partition : message.partitions())
                       SOS_RETURN_IF_ERROR(add(partition));
                     return absl::OkStatus();
                   }));
  return ids;
}

}  // namespace sos::indicator
