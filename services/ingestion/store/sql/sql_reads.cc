// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/note_rows.h"
#include "services/ingestion/store/sql/partition_rows.h"
#include "services/ingestion/store/sql/release_rows.h"
#include "services/ingestion/store/sql/sql_store.h"
#include "services/ingestion/store/sql/submission_rows.h"

namespace sos::ingestion {
namespace {

using sql::Access;
using sql::Transaction;

// `AND column IN (...)` over numbers; nothing for an empty list.
template <typename Numbers>
std::string AndIn(absl::string_view column, const Numbers& numbers) {
  if (numbers.empty()) return "";
  return absl::StrCat(
      " AND ", column, " IN (",
      absl::StrJoin(numbers, ",",
                    [](std::string* out, int number) { absl::StrAppend(out, number); }),
      ")");
}

// The same over `count` parameters to be bound.
std::string AndInParameters(absl::string_view column, int count) {
  if (count == 0) return "";
  return absl::StrCat(" AND ", column, " IN (",
                      absl::StrJoin(std::vector<absl::string_view>(count, "?"), ","), ")");
}

v1::Partition WithoutContents(const store::ExpectedPartition& expected) {
  v1::Partition partition;
  partition.set_name(store::NameOf(expected.key));
  partition.set_collection(static_cast<v1::Collection>(expected.key.collection));
  partition.set_dashboard_year(static_cast<int32_t>(expected.key.year));
  partition.set_lea_cds(expected.key.lea);
  partition.set_revision(expected.version.revision);
  partition.set_revision_identity(expected.identity);
  return partition;
}

}  // namespace

absl::StatusOr<std::vector<v1::Submission>> SqlStore::ListSubmissions(int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(std::vector<store::SubmissionRow> rows,
                       store::ListSubmissionRows(*connection, skip, limit));
  std::vector<v1::Submission> page;
  page.reserve(rows.size());
  for (store::SubmissionRow& row : rows) page.push_back(std::move(row.submission));
  return page;
}

absl::StatusOr<std::vector<v1::SubmissionIssue>> SqlStore::ListIssues(absl::string_view name,
                                                                      int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(const store::SubmissionRow row, store::LoadSubmission(*connection, name));
  return store::ReadNotes<v1::SubmissionIssue>(*connection, "issues", row.id, row.issue_count, skip,
                                               limit);
}

absl::StatusOr<std::vector<v1::QuarantinedStudent>> SqlStore::ListQuarantinedStudents(
    absl::string_view name, int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(const store::SubmissionRow row, store::LoadSubmission(*connection, name));
  return store::ReadNotes<v1::QuarantinedStudent>(*connection, "quarantined_students", row.id,
                                                  row.student_count, skip, limit);
}

absl::StatusOr<Revision> SqlStore::Resolve(const Revision& asked) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
  return history_.Resolve(asked, newest);
}

absl::StatusOr<v1::Snapshot> SqlStore::GetSnapshot(const Revision& revision) {
  SOS_ASSIGN_OR_RETURN(const Revision newest, NewestRevision());
  SOS_ASSIGN_OR_RETURN(const Revision resolved, history_.Resolve(revision, newest));
  SOS_ASSIGN_OR_RETURN(const std::vector<store::ExpectedPartition> partitions,
                       history_.PartitionsAt(resolved, newest, {}));
  std::map<std::pair<int64_t, int64_t>, std::map<std::string, int64_t>> counts;
  for (const store::ExpectedPartition& partition : partitions) {
    const store::StoredKey& key = partition.key;
    ++counts[{key.collection, key.year}][key.lea.substr(0, 2)];
  }
  v1::Snapshot snapshot;
  SetRevision(resolved, snapshot);
  for (const auto& [key, counties] : counts) {
    v1::CollectionCoverage& coverage = *snapshot.add_coverages();
    coverage.set_collection(static_cast<v1::Collection>(key.first));
    coverage.set_dashboard_year(static_cast<int32_t>(key.second));
    for (const auto& [county, count] : counties) {
      coverage.add_county_codes(county);
      coverage.set_partition_count(coverage.partition_count() + count);
    }
  }
  return snapshot;
}

absl::Status SqlStore::VisitCommits(int64_t after, const Revision& revision,
                                    absl::FunctionRef<absl::Status(v1::Submission)> visit) {
  std::vector<v1::Submission> commits;
  {
    SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
    SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
    SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
    SOS_ASSIGN_OR_RETURN(const Revision resolved, history_.Resolve(revision, newest));
    std::vector<int64_t> ids;
    SOS_ASSIGN_OR_RETURN(const auto query,
                         connection->Prepare("SELECT submission FROM revisions WHERE revision > ? "
                                             "AND revision <= ? ORDER BY revision"));
    query->Bind(after).Bind(resolved.number);
    while (true) {
      SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
      if (!more) break;
      ids.push_back(query->Int(0));
    }
    for (const int64_t id : ids) {
      SOS_ASSIGN_OR_RETURN(store::SubmissionRow row,
                           store::LoadSubmission(*connection, absl::StrCat("submissions/", id)));
      commits.push_back(std::move(row.submission));
    }
  }
  for (v1::Submission& committed : commits) SOS_RETURN_IF_ERROR(visit(std::move(committed)));
  return absl::OkStatus();
}

absl::Status SqlStore::VisitPartitions(const v1::PartitionFilter& filter, const Revision& revision,
                                       bool with_contents,
                                       absl::FunctionRef<absl::Status(v1::Partition)> visit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
  SOS_ASSIGN_OR_RETURN(const Revision resolved, history_.Resolve(revision, newest));
  SOS_ASSIGN_OR_RETURN(const std::vector<store::ExpectedPartition> expected,
                       history_.PartitionsAt(resolved, newest, filter));
  if (!with_contents) {
    for (const store::ExpectedPartition& partition : expected) {
      SOS_RETURN_IF_ERROR(visit(WithoutContents(partition)));
    }
    return absl::OkStatus();
  }
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Stream(connection->Newest(
          "partitions", "lea, collection, year", "body, column_digests",
          absl::StrCat("revision <= ?", AndIn("collection", filter.collections()),
                       AndIn("year", filter.dashboard_years()),
                       AndInParameters("lea", filter.lea_cds_size()),
                       AndInParameters("substr(lea, 1, 2)", filter.counties_size())))));
  query->Bind(resolved.number);
  for (const std::string& lea : filter.lea_cds()) query->BindText(lea);
  for (const std::string& county : filter.counties()) query->BindText(county);
  // The rows must be those that were committed: none changed, none missing, none more.
  for (const store::ExpectedPartition& next : expected) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    const bool it_is = more && query->Bytes(0) == next.key.lea &&
                       query->Int(1) == next.key.collection && query->Int(2) == next.key.year &&
                       query->Int(3) == next.version.revision;
    if (!it_is) return errors::StoreDamaged(store::NameOf(next.key));
    SOS_ASSIGN_OR_RETURN(v1::Partition partition,
                         store::ReadPartition(*connection, query->Bytes(4), query->Bytes(5), next,
                                              filter.record_fields()));
    SOS_RETURN_IF_ERROR(visit(std::move(partition)));
  }
  SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
  return more ? errors::StoreDamaged("the table of partitions") : absl::OkStatus();
}

namespace {

// The record of each entity that `expected` names, in its order; nothing where the table has none
// of that revision. The table is read as it lies: that takes a tenth of the time that asking for
// the newest row of each code does.
absl::StatusOr<std::vector<std::optional<v1::EntityRecord>>> ReadEntities(
    sql::Connection& connection, const Revision& revision,
    const std::vector<store::ExpectedEntity>& expected) {
  absl::flat_hash_map<absl::string_view, size_t> places;
  places.reserve(expected.size());
  for (size_t i = 0; i < expected.size(); ++i) places.try_emplace(expected[i].cds, i);
  std::vector<std::optional<v1::EntityRecord>> records(expected.size());
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Stream("SELECT cds, revision, body, sources FROM entities WHERE revision <= ?"));
  query->Bind(revision.number);
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return records;
    const auto place = places.find(query->Bytes(0));
    if (place == places.end()) return errors::StoreDamaged("the table of entities");
    const store::ExpectedEntity& next = expected[place->second];
    // A later row than the manifests know was written past them.
    if (query->Int(1) > next.version.revision) return errors::StoreDamaged(EntityName(next.cds));
    if (query->Int(1) < next.version.revision) continue;
    SOS_ASSIGN_OR_RETURN(records[place->second],
                         store::ReadEntity(query->Bytes(2), query->Bytes(3), next));
  }
}

}  // namespace

absl::Status SqlStore::VisitEntities(const Revision& revision,
                                     absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
  SOS_ASSIGN_OR_RETURN(const Revision resolved, history_.Resolve(revision, newest));
  SOS_ASSIGN_OR_RETURN(const std::vector<store::ExpectedEntity> expected,
                       history_.EntitiesAt(resolved));
  SOS_ASSIGN_OR_RETURN(std::vector<std::optional<v1::EntityRecord>> records,
                       ReadEntities(*connection, resolved, expected));
  for (size_t i = 0; i < records.size(); ++i) {
    if (!records[i]) return errors::StoreDamaged(EntityName(expected[i].cds));
    SOS_RETURN_IF_ERROR(visit(*std::move(records[i])));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::EntityRecord> SqlStore::GetEntity(const CdsCode& cds, const Revision& revision) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
  SOS_ASSIGN_OR_RETURN(const Revision resolved, history_.Resolve(revision, newest));
  SOS_ASSIGN_OR_RETURN(const std::optional<store::ExpectedEntity> expected,
                       history_.EntityAt(std::string(cds.text()), resolved));
  if (!expected) return errors::EntityNotFound(cds.text(), {});
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Prepare("SELECT body, sources FROM entities WHERE cds = ? AND revision = ?"));
  query->BindText(cds.text()).Bind(expected->version.revision);
  SOS_ASSIGN_OR_RETURN(const bool found, query->Step());
  if (!found) return errors::StoreDamaged(EntityName(expected->cds));
  return store::ReadEntity(query->Bytes(0), query->Bytes(1), *expected);
}

absl::StatusOr<v1::Release> SqlStore::GetRelease(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(const std::optional<v1::Release> release,
                       store::FindRelease(*connection, name));
  if (!release) return errors::ReleaseNotFound(name);
  return *release;
}

absl::StatusOr<std::vector<v1::Release>> SqlStore::ListReleases(int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  return store::ListReleaseRows(*connection, skip, limit);
}

}  // namespace sos::ingestion
