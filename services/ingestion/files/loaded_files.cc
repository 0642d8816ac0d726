// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/loaded_files.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "common/education/proto.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"
#include "services/ingestion/files/coverage.h"
#include "services/ingestion/files/row_keys.h"

namespace sos::ingestion {
namespace {

using Coverages = google::protobuf::RepeatedPtrField<v1::FileCoverage>;

bool SamePlace(const v1::RefusedRow& a, const v1::RefusedRow& b) {
  return a.collection() == b.collection() && a.dashboard_year() == b.dashboard_year() &&
         a.cds() == b.cds() && a.student_group() == b.student_group();
}

// Whether a file covers more than the rows that it holds.
bool Covers(const v1::FileCoverage& coverage) {
  return coverage.statewide() || coverage.filter() == v1::FileCoverage::FILTER_UNSPECIFIED ||
         coverage.filter() == v1::FileCoverage::FILTER_ONE_LEA || coverage.reset_lea_cds_size() > 0;
}

// Whether a file still says something when later ones have come.
bool Matters(const v1::LoadedFile& file) {
  return Covers(file.coverage()) || file.refused_rows_size() > 0;
}

// Equal but for the number of rows.
bool SameReach(v1::FileCoverage a, v1::FileCoverage b) {
  a.clear_row_count();
  b.clear_row_count();
  return a.SerializeAsString() == b.SerializeAsString();
}

std::set<std::string> CountiesOf(const v1::FileCoverage& coverage) {
  std::set<std::string> counties;
  for (const auto& area : coverage.areas()) {
    counties.insert(area.county_codes().begin(), area.county_codes().end());
  }
  return counties;
}

// What one file says of one collection and year, to settle refused rows by.
class Settler {
 public:
  Settler(const v1::FileCoverage& coverage, const std::map<PartitionKey, v1::Partition>& partitions)
      : coverage_(coverage), partitions_(partitions) {
    for (const auto& [key, partition] : partitions) {
      if (partition.collection() != coverage.collection() ||
          partition.dashboard_year() != coverage.dashboard_year()) {
        continue;
      }
      for (RowKey& row : RowKeys(partition)) keys_.insert(std::move(row));
    }
  }

  bool Settles(const v1::LoadedFile& file, const v1::RefusedRow& refused) const {
    if (refused.cds().empty()) return SettlesAll(file);
    const std::optional<StudentGroup> group = FromProto(refused.student_group());
    const RowKey row{refused.cds(), group ? std::string(kStudentGroups.Code(*group)) : ""};
    if (keys_.contains(row)) return true;
    const auto cds = CdsCode::Parse(refused.cds());
    const auto collection = FromProto(coverage_.collection());
    if (!cds || !collection) return false;
    const auto found = partitions_.find({.lea = cds->Lea(),
                                         .collection = *collection,
                                         .dashboard_year = coverage_.dashboard_year()});
    static const v1::Partition* const kNone = new v1::Partition();
    return CoveredRows(coverage_, found == partitions_.end() ? *kNone : found->second).Covers(row);
  }

 private:
  // A row that did not say of whom it is may be of anybody in the file.
  bool SettlesAll(const v1::LoadedFile& file) const {
    if (coverage_.statewide()) return true;
    if (coverage_.filter() != v1::FileCoverage::FILTER_UNSPECIFIED) return false;
    const std::set<std::string> own = CountiesOf(coverage_);
    const std::set<std::string> theirs = CountiesOf(file.coverage());
    return std::includes(own.begin(), own.end(), theirs.begin(), theirs.end());
  }

  const v1::FileCoverage& coverage_;
  const std::map<PartitionKey, v1::Partition>& partitions_;
  absl::flat_hash_set<RowKey> keys_;
};

// The coverage of a file that was committed before coverage was kept: its rows tell it.
absl::Status Survey(Store& store, v1::Submission& committed) {
  v1::PartitionFilter filter;
  for (const int collection : committed.committed_collections()) {
    const auto known = FromProto(static_cast<v1::Collection>(collection));
    if (known && WriterOf(*known) == Writer::kState) {
      filter.add_collections(static_cast<v1::Collection>(collection));
    }
  }
  if (filter.collections().empty() || committed.coverages_size() > 0) return absl::OkStatus();
  for (const int year : committed.committed_years()) filter.add_dashboard_years(year);
  std::map<PartitionKey, v1::Partition> partitions;
  SOS_RETURN_IF_ERROR(store.VisitPartitions(filter, RevisionIn(committed), true,
                                            [&](const v1::Partition& partition) {
                                              if (partition.revision() == committed.revision()) {
                                                partitions.emplace(KeyOf(partition), partition);
                                              }
                                              return absl::OkStatus();
                                            }));
  for (v1::FileCoverage& coverage : CoverageOf(partitions, {}, v1::COVERAGE_CLAIM_UNSPECIFIED)) {
    *committed.add_coverages() = std::move(coverage);
  }
  return absl::OkStatus();
}

}  // namespace

void LoadedFiles::Add(const v1::Submission& committed) {
  for (const v1::RefusedRow& settled : committed.settled_rows()) {
    for (v1::LoadedFile& file : files_[{settled.collection(), settled.dashboard_year()}]) {
      auto& rows = *file.mutable_refused_rows();
      rows.erase(std::remove_if(rows.begin(), rows.end(),
                                [&](const v1::RefusedRow& row) { return SamePlace(row, settled); }),
                 rows.end());
    }
  }
  for (const v1::FileCoverage& coverage : committed.coverages()) {
    std::vector<v1::LoadedFile>& files = files_[{coverage.collection(), coverage.dashboard_year()}];
    if (!files.empty() && !Matters(files.back())) files.pop_back();
    v1::LoadedFile& file = files.emplace_back();
    file.set_submission(committed.name());
    file.set_display_name(committed.display_name());
    file.set_revision(committed.revision());
    *file.mutable_create_time() = committed.create_time();
    file.set_claim(committed.coverage_claim());
    const std::optional<Collection> collection = FromProto(coverage.collection());
    if (collection && WriterOf(*collection) == Writer::kState) {
      file.set_content_digest(committed.content_digest());
    }
    *file.mutable_coverage() = coverage;
    for (const v1::RefusedRow& row : committed.refused_rows()) {
      if (row.collection() == coverage.collection() &&
          row.dashboard_year() == coverage.dashboard_year()) {
        *file.add_refused_rows() = row;
      }
    }
  }
}

bool LoadedFiles::LearnFrom(const v1::Submission& submission) const {
  if (!submission.settled_rows().empty()) return true;
  const auto files_of = [&](int collection, int year) -> const std::vector<v1::LoadedFile>& {
    static const auto* const kNone = new std::vector<v1::LoadedFile>();
    const auto found = files_.find({collection, year});
    return found == files_.end() ? *kNone : found->second;
  };
  for (const v1::RefusedRow& row : submission.refused_rows()) {
    const auto& files = files_of(row.collection(), row.dashboard_year());
    const bool known = std::any_of(files.begin(), files.end(), [&](const v1::LoadedFile& file) {
      return std::any_of(file.refused_rows().begin(), file.refused_rows().end(),
                         [&](const v1::RefusedRow& open) { return SamePlace(open, row); });
    });
    if (!known) return true;
  }
  for (const v1::FileCoverage& coverage : submission.coverages()) {
    const auto& files = files_of(coverage.collection(), coverage.dashboard_year());
    const bool said = std::any_of(files.begin(), files.end(), [&](const v1::LoadedFile& file) {
      return file.claim() == submission.coverage_claim() && SameReach(file.coverage(), coverage);
    });
    if (!said && Covers(coverage)) return true;
  }
  return false;
}

void LoadedFiles::TellTo(v1::Snapshot& snapshot) const {
  for (v1::CollectionCoverage& coverage : *snapshot.mutable_coverages()) {
    const auto found = files_.find({coverage.collection(), coverage.dashboard_year()});
    if (found == files_.end()) continue;
    coverage.mutable_files()->Add(found->second.begin(), found->second.end());
  }
}

std::vector<v1::RefusedRow> LoadedFiles::SettledBy(
    const std::map<PartitionKey, v1::Partition>& partitions, const Coverages& coverages,
    const google::protobuf::RepeatedPtrField<v1::RefusedRow>& refused) const {
  std::vector<v1::RefusedRow> settled;
  for (const v1::FileCoverage& coverage : coverages) {
    const auto found = files_.find({coverage.collection(), coverage.dashboard_year()});
    if (found == files_.end()) continue;
    std::optional<Settler> settler;
    for (const v1::LoadedFile& file : found->second) {
      for (const v1::RefusedRow& row : file.refused_rows()) {
        const bool again = std::any_of(refused.begin(), refused.end(),
                                       [&](const auto& own) { return SamePlace(own, row); });
        if (again) continue;
        if (!settler) settler.emplace(coverage, partitions);
        if (settler->Settles(file, row)) settled.push_back(row);
      }
    }
  }
  return settled;
}

absl::StatusOr<std::shared_ptr<const LoadedFiles>> LoadedFilesReader::At(const Revision& revision) {
  auto files = std::make_shared<LoadedFiles>();
  Revision from;
  {
    const absl::MutexLock lock(&mutex_);
    if (kept_ != nullptr && kept_revision_ == revision) return kept_;
    if (kept_ != nullptr && kept_revision_.number <= revision.number) {
      *files = *kept_;
      from = kept_revision_;
    }
  }
  // After a restore the history may be another.
  if (from.number > 0 && !store_->Resolve(from).ok()) {
    *files = LoadedFiles();
    from = Revision();
  }
  SOS_RETURN_IF_ERROR(
      store_->VisitCommits(from.number, revision, [&](v1::Submission committed) -> absl::Status {
        SOS_RETURN_IF_ERROR(Survey(*store_, committed));
        files->Add(committed);
        return absl::OkStatus();
      }));
  const absl::MutexLock lock(&mutex_);
  kept_ = files;
  kept_revision_ = revision;
  return std::shared_ptr<const LoadedFiles>(std::move(files));
}

}  // namespace sos::ingestion
