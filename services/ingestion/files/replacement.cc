// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/replacement.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/column/column.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/convert.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/correction.h"
#include "services/ingestion/files/coverage.h"
#include "services/ingestion/files/row_keys.h"

namespace sos::ingestion {
namespace {

using Replacement = v1::Submission::Replacement;
using Partitions = std::map<PartitionKey, v1::Partition>;

// Stored partitions are asked for by this many LEAs at a time: an LEA is a parameter of a
// statement, of which a database takes some thousands.
constexpr size_t kLeasAtOnce = 500;

// LEAs in the message of a rejection: those with the most vanished rows.
constexpr size_t kMaxShrinkingNamed = 5;

// Calls `visit` with what is stored of the partitions of a file.
absl::Status VisitStored(
    Store& store, const Revision& revision, const Partitions& partitions,
    absl::FunctionRef<absl::Status(const PartitionKey&, const v1::Partition&)> visit) {
  if (revision.number == 0) return absl::OkStatus();
  std::set<Collection> collections;
  std::set<int> years;
  std::set<CdsCode> leas;
  for (const auto& [key, partition] : partitions) {
    collections.insert(key.collection);
    years.insert(key.dashboard_year);
    leas.insert(key.lea);
  }
  v1::PartitionFilter filter;
  filter.add_record_fields(v1::RECORD_FIELD_STUDENT);
  for (const Collection collection : collections) filter.add_collections(ToProto(collection));
  for (const int year : years) filter.add_dashboard_years(year);
  for (auto lea = leas.begin(); lea != leas.end();) {
    filter.clear_lea_cds();
    for (size_t i = 0; i < kLeasAtOnce && lea != leas.end(); ++i, ++lea) {
      filter.add_lea_cds(lea->ToString());
    }
    SOS_RETURN_IF_ERROR(
        store.VisitPartitions(filter, revision, true, [&](const v1::Partition& stored) {
          const PartitionKey key = KeyOf(stored);
          return partitions.contains(key) ? visit(key, stored) : absl::OkStatus();
        }));
  }
  return absl::OkStatus();
}

// Counts the rows that say something else than what is stored of the same key.
void CountChanged(const v1::Partition& stored, const std::vector<RowKey>& stored_keys,
                  const v1::Partition& after, const std::vector<RowKey>& keys,
                  Replacement& replacement) {
  const std::vector<std::string> before = RowValues(stored);
  const std::vector<std::string> now = RowValues(after);
  absl::flat_hash_map<RowKey, const std::string*> known;
  for (size_t i = 0; i < stored_keys.size(); ++i) known.emplace(stored_keys[i], &before[i]);
  int64_t changed = 0;
  for (size_t i = 0; i < keys.size(); ++i) {
    const auto found = known.find(keys[i]);
    if (found != known.end() && *found->second != now[i]) ++changed;
  }
  replacement.set_changed_row_count(changed);
}

// The students of the rows of records. kDataLoss if the column is damaged.
absl::StatusOr<std::vector<int64_t>> StudentsOf(const v1::Partition& partition) {
  const v1::StudentRecordBlock& block = partition.student_records();
  for (const auto& column : block.columns()) {
    if (column.field() != v1::RECORD_FIELD_STUDENT) continue;
    return column::UnpackNumbers(column.width(), column.base(), column.packed(), block.row_count());
  }
  return absl::DataLossError(absl::StrCat(partition.name(), " has no column of students"));
}

// Rows that go: those of students of whom the file has none, or by how many it has fewer.
absl::StatusOr<int64_t> VanishedRecords(const v1::Partition& stored, const v1::Partition& after) {
  SOS_ASSIGN_OR_RETURN(const std::vector<int64_t> before, StudentsOf(stored));
  SOS_ASSIGN_OR_RETURN(const std::vector<int64_t> now, StudentsOf(after));
  const absl::flat_hash_set<int64_t> kept(now.begin(), now.end());
  const auto gone = std::count_if(before.begin(), before.end(),
                                  [&](int64_t student) { return !kept.contains(student); });
  return std::max<int64_t>(gone,
                           static_cast<int64_t>(before.size()) - static_cast<int64_t>(now.size()));
}

absl::StatusOr<Replacement> Compare(const v1::Partition& stored, const v1::Partition& after) {
  Replacement replacement;
  replacement.set_collection(stored.collection());
  replacement.set_dashboard_year(stored.dashboard_year());
  replacement.set_lea_cds(stored.lea_cds());
  if (stored.has_student_records() && after.has_student_records()) {
    // Which row succeeds which could not be told without reading all columns; whose they are can.
    replacement.set_stored_row_count(stored.student_records().row_count());
    replacement.set_row_count(after.student_records().row_count());
    SOS_ASSIGN_OR_RETURN(const int64_t vanished, VanishedRecords(stored, after));
    replacement.set_vanished_row_count(vanished);
    return replacement;
  }
  const std::vector<RowKey> stored_keys = RowKeys(stored);
  const std::vector<RowKey> keys = RowKeys(after);
  replacement.set_stored_row_count(static_cast<int64_t>(stored_keys.size()));
  replacement.set_row_count(static_cast<int64_t>(keys.size()));
  CountChanged(stored, stored_keys, after, keys, replacement);
  if (stored_keys == keys) return replacement;
  const absl::flat_hash_set<RowKey> kept(keys.begin(), keys.end());
  absl::flat_hash_set<RowKey> vanished_groups;
  for (const RowKey& key : stored_keys) {
    if (kept.contains(key)) continue;
    replacement.set_vanished_row_count(replacement.vanished_row_count() + 1);
    if (!key.group.empty()) vanished_groups.insert(key);
  }
  replacement.set_vanished_group_count(static_cast<int64_t>(vanished_groups.size()));
  return replacement;
}

bool Shrinks(const Replacement& replacement) {
  return replacement.vanished_row_count() >= kMinShrinkingRows &&
         replacement.vanished_row_count() * kShrinkingShare > replacement.stored_row_count();
}

bool LosesMore(const Replacement& a, const Replacement& b) {
  return a.vanished_row_count() > b.vanished_row_count();
}

// The name of an LEA as the file says it: of itself, or of the first school that names its
// district.
std::string NameOf(const std::string& lea_cds, const PartitionBuilder& rows) {
  const education::v1::Entity* first = nullptr;
  for (const auto& [cds, entity] : rows.entities()) {
    if (cds.Lea().text() != lea_cds || entity.district_name().empty()) continue;
    if (first == nullptr || entity.name() < first->name()) first = &entity;
  }
  return first == nullptr ? "LEA" : first->district_name();
}

// `Alder Creek Unified (99990010000000), suspension 2023: 13 of 14 rows`.
std::string Describe(const Replacement& shrinking, const PartitionBuilder& rows) {
  return absl::StrCat(NameOf(shrinking.lea_cds(), rows), " (", shrinking.lea_cds(), "), ",
                      CollectionCode(shrinking.collection()), " ", shrinking.dashboard_year(), ": ",
                      shrinking.vanished_row_count(), " of ", shrinking.stored_row_count(),
                      " rows");
}

// What a replacing file does to the collections and years that it holds.
class ReplacingFile {
 public:
  ReplacingFile(const PartitionBuilder& rows, const std::vector<std::string>& columns,
                const v1::Submission& submission)
      : rows_(rows), columns_(columns), submission_(submission) {}

  absl::Status Meet(const PartitionKey& key, const v1::Partition& stored, Effect& effect) {
    const v1::Partition& file = rows_.partitions().at(key);
    met_.insert(key);
    Seen& seen = seen_[{key.collection, key.dashboard_year}];
    SOS_ASSIGN_OR_RETURN(const Replacement whole, Compare(stored, file));
    seen.whole.push_back(whole);
    const v1::FileCoverage* const coverage = CoverageFor(key);
    if (coverage == nullptr || stored.has_student_records()) {
      seen.covered.push_back(whole);
      return absl::OkStatus();
    }
    const CoveredRows covered(*coverage, stored);
    const auto keeps = [&covered](const RowKey& row) { return !covered.Covers(row); };
    const std::vector<RowKey> stored_rows = RowKeys(stored);
    const std::vector<RowKey> file_rows = RowKeys(file);
    const absl::flat_hash_set<RowKey> known(stored_rows.begin(), stored_rows.end());
    const absl::flat_hash_set<RowKey> held(file_rows.begin(), file_rows.end());
    for (const RowKey& row : file_rows) seen.brings_more = seen.brings_more || !known.contains(row);
    const bool keeps_some =
        std::any_of(stored_rows.begin(), stored_rows.end(),
                    [&](const auto& row) { return !held.contains(row) && keeps(row); });
    if (!keeps_some) {
      seen.covered.push_back(whole);
      return absl::OkStatus();
    }
    absl::StatusOr<v1::Partition> merged = absl::FailedPreconditionError("rows go");
    if (!submission_.shrink_allowed()) merged = MergeReplacement(stored, file, columns_, keeps);
    if (merged.ok()) {
      SOS_ASSIGN_OR_RETURN(Replacement after, Compare(stored, *merged));
      seen.covered.push_back(std::move(after));
      effect.merged.emplace(key, *std::move(merged));
    } else {
      seen.covered.push_back(whole);
      effect.reset.push_back(key);
    }
    return absl::OkStatus();
  }

  void Conclude(Effect& effect) {
    for (const auto& [key, partition] : rows_.partitions()) {
      const auto found = seen_.find({key.collection, key.dashboard_year});
      if (found != seen_.end() && !met_.contains(key)) found->second.brings_more = true;
    }
    for (auto& [key, seen] : seen_) {
      // Nothing but rows that are stored, and fewer: a file that was cut, if it is no part.
      const bool part = seen.brings_more || submission_.shrink_allowed();
      const bool cut = !part && std::any_of(seen.whole.begin(), seen.whole.end(), Shrinks);
      std::vector<Replacement>& told = cut ? seen.whole : seen.covered;
      std::move(told.begin(), told.end(), std::back_inserter(effect.replacements));
    }
    std::vector<Replacement> shrinking;
    std::copy_if(effect.replacements.begin(), effect.replacements.end(),
                 std::back_inserter(shrinking), Shrinks);
    if (!submission_.shrink_allowed()) Refuse(std::move(shrinking), effect);
    if (effect.merged.empty()) return;
    for (const auto& [key, partition] : rows_.partitions()) {
      effect.merged.try_emplace(key, partition);
    }
  }

 private:
  struct Seen {
    // The file has a row that is not stored.
    bool brings_more = false;
    // If nothing stayed that the file does not hold, and as it is.
    std::vector<Replacement> whole;
    std::vector<Replacement> covered;
  };

  const v1::FileCoverage* CoverageFor(const PartitionKey& key) const {
    for (const v1::FileCoverage& coverage : submission_.coverages()) {
      if (coverage.collection() == ToProto(key.collection) &&
          coverage.dashboard_year() == key.dashboard_year) {
        return &coverage;
      }
    }
    return nullptr;
  }

  // Refuses a file that looks as if it had been cut.
  void Refuse(std::vector<Replacement> shrinking, Effect& effect) const {
    if (shrinking.empty()) return;
    std::stable_sort(shrinking.begin(), shrinking.end(), LosesMore);
    std::vector<std::string> named;
    for (size_t i = 0; i < shrinking.size() && i < kMaxShrinkingNamed; ++i) {
      named.push_back(Describe(shrinking[i], rows_));
    }
    effect.rejection = Rejection::kShrinks;
    effect.message = absl::StrCat(
        "the file lacks stored rows that it would replace, as if it had been cut: ",
        absl::StrJoin(named, "; "),
        shrinking.size() > named.size()
            ? absl::StrCat("; and ", shrinking.size() - named.size(), " more")
            : "",
        ". Send the whole file; say --correct if it holds changed rows only, or --allow-shrink if "
        "the rows are meant to go");
  }

  const PartitionBuilder& rows_;
  const std::vector<std::string>& columns_;
  const v1::Submission& submission_;
  std::map<std::pair<Collection, int>, Seen> seen_;
  std::set<PartitionKey> met_;
};

absl::Status Correct(Store& store, const Revision& revision, const PartitionBuilder& rows,
                     const std::vector<std::string>& columns, Effect& effect) {
  effect.merged = rows.partitions();
  return VisitStored(store, revision, rows.partitions(),
                     [&](const PartitionKey& key, const v1::Partition& stored) -> absl::Status {
                       if (effect.rejection != Rejection::kNone) return absl::OkStatus();
                       v1::Partition& partition = effect.merged.at(key);
                       absl::StatusOr<v1::Partition> merged =
                           MergeCorrection(stored, std::move(partition), columns);
                       if (!merged.ok()) {
                         effect.rejection = Rejection::kUnknownLayout;
                         effect.message = absl::StrCat(
                             "the file cannot correct ", kCollections.Code(key.collection), " ",
                             key.dashboard_year, " of LEA ", key.lea.text(), ": ",
                             merged.status().message(),
                             ". Send the changed rows with the columns of the file that is stored");
                         return absl::OkStatus();
                       }
                       partition = *std::move(merged);
                       SOS_ASSIGN_OR_RETURN(Replacement replacement, Compare(stored, partition));
                       effect.replacements.push_back(std::move(replacement));
                       return absl::OkStatus();
                     });
}

absl::Status CheckCorrectable(const PartitionBuilder& rows) {
  for (const auto& [key, partition] : rows.partitions()) {
    if (partition.has_student_records()) {
      return errors::FieldInvalid("submission.corrects", "true",
                                  "false: student records always replace");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Effect> FindEffect(Store& store, const Revision& revision,
                                  const PartitionBuilder& rows,
                                  const std::vector<std::string>& columns,
                                  const v1::Submission& submission) {
  Effect effect;
  if (submission.corrects() || submission.coverage_claim() == v1::COVERAGE_CLAIM_PARTIAL) {
    SOS_RETURN_IF_ERROR(CheckCorrectable(rows));
    SOS_RETURN_IF_ERROR(Correct(store, revision, rows, columns, effect));
    return effect;
  }
  ReplacingFile file(rows, columns, submission);
  SOS_RETURN_IF_ERROR(VisitStored(store, revision, rows.partitions(),
                                  [&](const PartitionKey& key, const v1::Partition& stored) {
                                    return file.Meet(key, stored, effect);
                                  }));
  file.Conclude(effect);
  return effect;
}

void TellReplacements(std::vector<Replacement> replacements, v1::Submission& submission) {
  submission.clear_replacements();
  std::stable_sort(replacements.begin(), replacements.end(), LosesMore);
  Replacement rest;
  for (size_t i = 0; i < replacements.size(); ++i) {
    if (i < kMaxReplacements) {
      *submission.add_replacements() = std::move(replacements[i]);
      continue;
    }
    rest.set_stored_row_count(rest.stored_row_count() + replacements[i].stored_row_count());
    rest.set_row_count(rest.row_count() + replacements[i].row_count());
    rest.set_vanished_row_count(rest.vanished_row_count() + replacements[i].vanished_row_count());
    rest.set_changed_row_count(rest.changed_row_count() + replacements[i].changed_row_count());
    rest.set_vanished_group_count(rest.vanished_group_count() +
                                  replacements[i].vanished_group_count());
  }
  if (replacements.size() > kMaxReplacements) *submission.add_replacements() = std::move(rest);
}

}  // namespace sos::ingestion
