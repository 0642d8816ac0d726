// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/error_sources.h"

#include <algorithm>
#include <string>
#include <variant>

#include "common/status/macros.h"
#include "services/indicator/students/report_reader.h"
#include "services/indicator/students/year_counts.h"

namespace sos::indicator {
namespace {

using ingestion::v1::Collection;
using Error = v1::IndicatorReadiness;

// True where a report stands in for one of the records that the indicator needs.
bool RestsOnReports(const Collections& needed, const LeaStock& stock) {
  return std::any_of(stock.begin(), stock.end(), [&](const auto& entry) {
    const auto record = StandsInFor(entry.first);
    return record && needed.contains(*record) && !stock.contains(*record);
  });
}

bool HasColumn(const ingestion::v1::Partition& partition, ingestion::v1::RecordField field) {
  const auto& columns = partition.student_records().columns();
  return std::any_of(columns.begin(), columns.end(),
                     [field](const auto& column) { return column.field() == field; });
}

// By what it is known who was enrolled from Census Day on; spans of enrollment say it.
void AddEnrollment(const LeaStock& stock, std::set<Error::ErrorSource>& sources) {
  if (stock.contains(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT)) return;
  sources.insert(stock.contains(ingestion::v1::COLLECTION_CENSUS_REPORT)
                     ? Error::ERROR_SOURCE_LATER_GAPS
                     : Error::ERROR_SOURCE_CONTINUOUS_ENROLLMENT);
}

bool RestsOnCohortReport(const records::Calculation& calculation, const LeaStock& stock) {
  return calculation.cohort() != nullptr &&
         !stock.contains(ingestion::v1::COLLECTION_COHORT_OUTCOME);
}

// What a score file does not say of the students of an LEA.
void AddGapsOfScores(const std::string& lea, const ProfileGaps& gaps,
                     std::set<Error::ErrorSource>& sources) {
  if (gaps.scores_without_accountable_lea.contains(lea)) {
    sources.insert(Error::ERROR_SOURCE_ACCOUNTABLE_DISTRICT);
  }
  if (gaps.scores_without_foster_youth.contains(lea)) {
    sources.insert(Error::ERROR_SOURCE_FOSTER_YOUTH);
  }
  if (gaps.scores_without_language_start.contains(lea)) {
    sources.insert(Error::ERROR_SOURCE_LANGUAGE_START);
  }
}

}  // namespace

absl::StatusOr<ProfileGaps> FindProfileGaps(MeasureSource& stored, int school_year,
                                            const Revision& revision,
                                            const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_dashboard_years(school_year);
  filter.add_collections(ingestion::v1::COLLECTION_PROFILE_REPORT);
  filter.add_collections(ingestion::v1::COLLECTION_ACADEMIC_TEST);
  filter.add_collections(ingestion::v1::COLLECTION_COHORT_REPORT);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_ENROLLMENT_STATUS);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_LANGUAGE_START);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_FOSTER_YOUTH);
  filter.add_record_fields(ingestion::v1::RECORD_FIELD_ACCOUNTABLE_LEA);
  ProfileGaps gaps;
  SOS_RETURN_IF_ERROR(stored.Visit(
      filter, revision, context, [&](const ingestion::v1::StreamPartitionsResponse& message) {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const auto note = [&](ingestion::v1::RecordField field, std::set<std::string>& leas) {
            if (!HasColumn(partition, field)) leas.insert(partition.lea_cds());
          };
          if (partition.collection() == ingestion::v1::COLLECTION_ACADEMIC_TEST) {
            note(ingestion::v1::RECORD_FIELD_LANGUAGE_START, gaps.scores_without_language_start);
            note(ingestion::v1::RECORD_FIELD_FOSTER_YOUTH, gaps.scores_without_foster_youth);
            note(ingestion::v1::RECORD_FIELD_ACCOUNTABLE_LEA, gaps.scores_without_accountable_lea);
          } else if (partition.collection() == ingestion::v1::COLLECTION_COHORT_REPORT) {
            note(ingestion::v1::RECORD_FIELD_FOSTER_YOUTH, gaps.cohorts_without_foster_youth);
          } else {
            note(ingestion::v1::RECORD_FIELD_ENROLLMENT_STATUS, gaps.without_status);
            note(ingestion::v1::RECORD_FIELD_LANGUAGE_START, gaps.without_language_start);
          }
        }
        return absl::OkStatus();
      }));
  return gaps;
}

EstimateBasis BasisOf(const records::Calculation& calculation, const YearStock& stock,
                      const YearStock* before, const ProfileGaps& gaps) {
  const Collections needed = Awaited(calculation, {});
  EstimateBasis basis;
  for (const auto& [lea, stored] : stock.by_lea) {
    if (!Awaited(calculation, CollectionsOf(stored)).empty()) continue;
    auto& sources = basis.error_sources;
    sources.insert(Error::ERROR_SOURCE_LATER_CERTIFICATION);
    if (std::holds_alternative<records::LanguageProgressRules>(calculation.method)) {
      sources.insert(Error::ERROR_SOURCE_TEST_PARTICIPATION);
      continue;
    }
    if (calculation.points() != nullptr) {
      sources.insert(Error::ERROR_SOURCE_ALTERNATE_ASSESSMENT);
      AddEnrollment(stored, sources);
      sources.insert(Error::ERROR_SOURCE_TEST_WINDOW);
      AddGapsOfScores(lea, gaps, sources);
      continue;
    }
    if (RestsOnReports(needed, stored)) ++basis.report_lea_count;
    if (calculation.is_lower_bound()) {
      sources.insert(Error::ERROR_SOURCE_READINESS_MEASURES);
      if (!stored.contains(ingestion::v1::COLLECTION_EXAMINATION)) {
        sources.insert(Error::ERROR_SOURCE_EXAMINATIONS);
      }
    }
    if (RestsOnCohortReport(calculation, stored)) {
      sources.insert(Error::ERROR_SOURCE_GROUP_WINDOW);
      if (!KnowsFifthYear(stored, before == nullptr ? nullptr : before->Find(lea))) {
        sources.insert(Error::ERROR_SOURCE_FIFTH_YEAR_GRADUATES);
      }
      if (gaps.cohorts_without_foster_youth.contains(lea) &&
          !stored.contains(ingestion::v1::COLLECTION_STUDENT_PROGRAM) &&
          !stored.contains(ingestion::v1::COLLECTION_FOSTER_REPORT)) {
        sources.insert(Error::ERROR_SOURCE_FOSTER_YOUTH);
      }
      if (!stored.contains(ingestion::v1::COLLECTION_SPECIAL_EDUCATION) &&
          !stored.contains(ingestion::v1::COLLECTION_PLAN_REPORT)) {
        sources.insert(Error::ERROR_SOURCE_ACCOUNTABLE_DISTRICT);
      }
      continue;
    }
    const auto has = [&stored = stored](Collection collection) {
      return stored.contains(collection);
    };
    const bool profiled = has(ingestion::v1::COLLECTION_PROFILE_REPORT);
    if (profiled && !has(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT)) {
      sources.insert(Error::ERROR_SOURCE_GROUP_WINDOW);
      if (gaps.without_status.contains(lea)) {
        sources.insert(Error::ERROR_SOURCE_ENROLLMENT_STATUS);
      }
    }
    if (calculation.enrollment.special_education_district_accountable &&
        !has(ingestion::v1::COLLECTION_SPECIAL_EDUCATION) &&
        !has(ingestion::v1::COLLECTION_PLAN_REPORT)) {
      sources.insert(Error::ERROR_SOURCE_ACCOUNTABLE_DISTRICT);
    }
    if (!has(ingestion::v1::COLLECTION_STUDENT_PROGRAM) &&
        !has(ingestion::v1::COLLECTION_FOSTER_REPORT)) {
      sources.insert(Error::ERROR_SOURCE_FOSTER_YOUTH);
    }
    if (!has(ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION) &&
        (!profiled || gaps.without_language_start.contains(lea))) {
      sources.insert(Error::ERROR_SOURCE_LANGUAGE_START);
    }
  }
  return basis;
}

}  // namespace sos::indicator
