// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/record_validation.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/column/column.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/domain/student/record_checks.h"

namespace sos::ingestion {
namespace {

using RowsByKey = std::map<PartitionKey, StudentRows>;

// What a warning takes, and the columns that are sorted to count with: a few numbers and a
// sentence.
constexpr int64_t kWarningBytes = 384;

// More LEAs than this are not asked for by name: all are read.
constexpr size_t kMaxNamedLeas = 100;

// The schools of the directories. Nullopt where there is none.
absl::StatusOr<std::optional<absl::flat_hash_set<int64_t>>> ReadSchools(Store& store) {
  v1::PartitionFilter filter;
  filter.add_collections(v1::COLLECTION_ENTITY_DIRECTORY);
  std::optional<absl::flat_hash_set<int64_t>> schools;
  SOS_RETURN_IF_ERROR(store.VisitPartitions(filter, {}, true, [&](const v1::Partition& partition) {
    if (!schools) schools.emplace();
    for (const education::v1::Entity& entity : partition.entities().entities()) {
      const auto cds = ParseEntityName(entity.name());
      if (cds) schools->insert(cds->Number());
    }
    return absl::OkStatus();
  }));
  return schools;
}

// What is stored of the LEAs and years of a submission.
v1::PartitionFilter FilterFor(const RowsByKey& rows) {
  std::set<std::string> leas;
  std::set<int> years;
  for (const auto& [key, of_key] : rows) {
    leas.insert(key.lea.ToString());
    years.insert(key.dashboard_year);
  }
  v1::PartitionFilter filter;
  for (const int year : years) filter.add_dashboard_years(year);
  if (leas.size() <= kMaxNamedLeas) {
    for (const std::string& lea : leas) filter.add_lea_cds(lea);
  }
  return filter;
}

using Enrolled = std::vector<std::pair<int64_t, int64_t>>;

absl::StatusOr<Enrolled> EnrolledIn(const v1::Partition& partition) {
  const v1::StudentRecordBlock& block = partition.student_records();
  Enrolled enrolled(block.row_count());
  for (const v1::StudentColumn& column : block.columns()) {
    SOS_ASSIGN_OR_RETURN(
        const std::vector<int64_t> values,
        column::UnpackNumbers(column.width(), column.base(), column.packed(), block.row_count()));
    for (size_t i = 0; i < values.size(); ++i) {
      (column.field() == v1::RECORD_FIELD_STUDENT ? enrolled[i].first : enrolled[i].second) =
          values[i];
    }
  }
  std::sort(enrolled.begin(), enrolled.end());
  return enrolled;
}

int64_t CountDifferent(std::vector<int64_t> values) {
  std::sort(values.begin(), values.end());
  return std::unique(values.begin(), values.end()) - values.begin();
}

class Validator {
 public:
  Validator(Store& store, const RowsByKey& rows, MemoryAccount& memory)
      : store_(store), rows_(rows), memory_(memory) {
    validation_.held = HeldMemory(&memory);
  }

  absl::StatusOr<RecordValidation> Run() {
    SOS_ASSIGN_OR_RETURN(schools_, ReadSchools(store_));
    SOS_RETURN_IF_ERROR(CheckWithEnrollments());
    for (const auto& [key, rows] : rows_) {
      if (!checked_.contains(key)) SOS_RETURN_IF_ERROR(Check(key, rows, nullptr));
    }
    return std::move(validation_);
  }

 private:
  absl::Status CheckWithEnrollments() {
    v1::PartitionFilter filter = FilterFor(rows_);
    filter.add_collections(v1::COLLECTION_STUDENT_ENROLLMENT);
    filter.add_record_fields(v1::RECORD_FIELD_STUDENT);
    filter.add_record_fields(v1::RECORD_FIELD_SCHOOL);
    return store_.VisitPartitions(
        filter, {}, true, [&](const v1::Partition& partition) -> absl::Status {
          const PartitionKey enrollment = KeyOf(partition);
          std::optional<Enrolled> enrolled;
          for (auto it = rows_.lower_bound({.lea = enrollment.lea, .collection = {}});
               it != rows_.end() && it->first.lea == enrollment.lea; ++it) {
            if (it->first.dashboard_year != enrollment.dashboard_year) continue;
            if (!enrolled) {
              SOS_ASSIGN_OR_RETURN(enrolled, EnrolledIn(partition));
            }
            SOS_RETURN_IF_ERROR(Check(it->first, it->second, &*enrolled));
          }
          return absl::OkStatus();
        });
  }

  absl::Status Check(const PartitionKey& key, const StudentRows& rows, const Enrolled* enrolled) {
    checked_.insert(key);
    // Every row may have a warning. Those that have one are counted below.
    HeldMemory room(&memory_);
    if (!room.Add(static_cast<int64_t>(rows.size()) * kWarningBytes)) return TooManyWarnings();
    std::vector<Issue> found =
        CheckRecords(key.collection, key.lea, rows,
                     {.enrolled = enrolled, .schools = schools_ ? &*schools_ : nullptr});
    v1::Submission::CertificationRow& row = validation_.certification.emplace_back();
    row.set_collection(ToProto(key.collection));
    row.set_dashboard_year(key.dashboard_year);
    row.set_lea_cds(key.lea.ToString());
    row.set_row_count(static_cast<int64_t>(rows.size()));
    row.set_student_count(CountDifferent(*rows.Numbers(RecordField::kStudent)));
    if (const auto* const schools = rows.Numbers(RecordField::kSchool); schools != nullptr) {
      row.set_school_count(CountDifferent(*schools));
    }
    row.set_warning_count(static_cast<int64_t>(found.size()));
    if (!validation_.held.Add(static_cast<int64_t>(found.size()) * kWarningBytes)) {
      return TooManyWarnings();
    }
    std::move(found.begin(), found.end(), std::back_inserter(validation_.warnings));
    return absl::OkStatus();
  }

  static absl::Status TooManyWarnings() {
    return absl::ResourceExhaustedError("checking the records takes more memory than it may");
  }

  Store& store_;
  const RowsByKey& rows_;
  MemoryAccount& memory_;
  std::optional<absl::flat_hash_set<int64_t>> schools_;
  std::set<PartitionKey> checked_;
  RecordValidation validation_;
};

// The LEAs of the submission, each with the first line of its rows.
std::map<CdsCode, int64_t> LeasOf(const PartitionBuilder& rows) {
  std::map<CdsCode, int64_t> leas = rows.first_lines();
  for (const auto& [key, of_key] : rows.student_rows()) {
    leas.try_emplace(key.lea.Lea(), of_key.lines.front());
  }
  std::erase_if(leas, [](const auto& lea) { return !lea.first.IsLea(); });
  return leas;
}

// Warns of each LEA that no directory has, if there is a directory: one that came into being since,
// or a code with a wrong digit.
absl::Status WarnOfUnknownLeas(Store& store, const PartitionBuilder& rows,
                               std::vector<Issue>& warnings) {
  for (const auto& [key, partition] : rows.partitions()) {
    if (key.collection == Collection::kEntityDirectory) return absl::OkStatus();
  }
  std::map<CdsCode, int64_t> unknown = LeasOf(rows);
  bool any = false;
  v1::PartitionFilter filter;
  filter.add_collections(v1::COLLECTION_ENTITY_DIRECTORY);
  SOS_RETURN_IF_ERROR(store.VisitPartitions(filter, {}, false, [&](const v1::Partition& partition) {
    any = true;
    if (const auto lea = CdsCode::Parse(partition.lea_cds())) unknown.erase(*lea);
    return absl::OkStatus();
  }));
  if (!any) return absl::OkStatus();
  for (const auto& [lea, line] : unknown) {
    warnings.push_back({.kind = IssueKind::kUnknownLea,
                        .severity = Severity::kWarning,
                        .line = line,
                        .value = lea.ToString(),
                        .description = absl::StrCat("LEA ", lea.text(),
                                                    " is in no directory that is stored; is it "
                                                    "new, or is a digit wrong?")});
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RecordValidation> ValidateRecords(Store& store, const PartitionBuilder& rows,
                                                 MemoryAccount& memory) {
  RecordValidation validation;
  if (!rows.student_rows().empty()) {
    SOS_ASSIGN_OR_RETURN(validation, Validator(store, rows.student_rows(), memory).Run());
  }
  SOS_RETURN_IF_ERROR(WarnOfUnknownLeas(store, rows, validation.warnings));
  return validation;
}

}  // namespace sos::ingestion
