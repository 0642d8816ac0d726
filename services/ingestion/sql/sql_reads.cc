#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/sql/sql_store.h"

namespace sos::ingestion {
namespace {

using sql::Access;
using sql::Connection;
using sql::Transaction;

// Resolves 0 to the newest revision and refuses one that does not exist yet.
absl::StatusOr<int64_t> Resolve(Connection& connection, int64_t revision) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare("SELECT coalesce(max(revision), 0) FROM revisions"));
  SOS_RETURN_IF_ERROR(query->Step().status());
  const int64_t newest = query->Int(0);
  if (revision > newest || revision < 0) return errors::RevisionNotFound(revision, newest);
  return revision == 0 ? newest : revision;
}

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

template <typename Message>
absl::StatusOr<std::vector<Message>> ReadPage(sql::Statement& query, int64_t limit, int64_t skip) {
  query.Bind(limit).Bind(skip);
  std::vector<Message> page;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return page;
    page.emplace_back().ParseFromString(std::string(query.Bytes(0)));
  }
}

// A page of what WriteNotes() wrote to `table`.
template <typename Message>
absl::StatusOr<std::vector<Message>> ReadNumbered(Connection& connection, absl::string_view table,
                                                  absl::string_view submission, int64_t skip,
                                                  int64_t limit) {
  int64_t id = 0;
  if (!absl::SimpleAtoi(absl::StripPrefix(submission, "submissions/"), &id)) {
    return errors::SubmissionNotFound(submission);
  }
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat("SELECT body FROM ", table,
                                                       " WHERE submission = ? ORDER BY ordinal "
                                                       "LIMIT ? OFFSET ?")));
  query->Bind(id);
  return ReadPage<Message>(*query, limit, skip);
}

// Adds the columns that were asked for to a partition of student records, in the order asked for.
absl::Status ReadColumns(Connection& connection, const v1::PartitionFilter& filter,
                         v1::Partition& partition) {
  if (filter.record_fields().empty()) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection.Prepare(absl::StrCat("SELECT field, body FROM partition_columns WHERE lea = ? AND "
                                      "collection = ? AND year = ? AND revision = ?",
                                      AndIn("field", filter.record_fields()))));
  query->BindText(partition.lea_cds()).Bind(partition.collection());
  query->Bind(partition.dashboard_year()).Bind(partition.revision());
  std::map<int, v1::StudentColumn> found;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    const absl::string_view body = query->Bytes(1);
    found[static_cast<int>(query->Int(0))].ParseFromArray(body.data(),
                                                          static_cast<int>(body.size()));
  }
  for (const int field : filter.record_fields()) {
    const auto column = found.find(field);
    if (column == found.end()) continue;
    *partition.mutable_student_records()->add_columns() = std::move(column->second);
    found.erase(column);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<v1::Submission>> SqlStore::ListSubmissions(int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Prepare(
          "SELECT body, received FROM submissions ORDER BY id DESC LIMIT ? OFFSET ?"));
  query->Bind(limit).Bind(skip);
  std::vector<v1::Submission> page;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return page;
    page.emplace_back().ParseFromString(std::string(query->Bytes(0)));
    page.back().set_received_byte_count(query->Int(1));
  }
}

absl::StatusOr<std::vector<v1::SubmissionIssue>> SqlStore::ListIssues(absl::string_view name,
                                                                      int64_t skip, int64_t limit) {
  SOS_RETURN_IF_ERROR(GetSubmission(name).status());
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  return ReadNumbered<v1::SubmissionIssue>(*connection, "issues", name, skip, limit);
}

absl::StatusOr<std::vector<v1::QuarantinedStudent>> SqlStore::ListQuarantinedStudents(
    absl::string_view name, int64_t skip, int64_t limit) {
  SOS_RETURN_IF_ERROR(GetSubmission(name).status());
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  return ReadNumbered<v1::QuarantinedStudent>(*connection, "quarantined_students", name, skip,
                                              limit);
}

absl::StatusOr<int64_t> SqlStore::NewestRevision() {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  return Resolve(*connection, 0);
}

absl::StatusOr<v1::Snapshot> SqlStore::GetSnapshot(int64_t revision) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const int64_t resolved, Resolve(*connection, revision));
  v1::Snapshot snapshot;
  snapshot.set_revision(resolved);
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Prepare("SELECT collection, year, substr(lea, 1, 2) AS county, "
                          "count(DISTINCT lea) FROM partitions WHERE revision <= ? "
                          "GROUP BY collection, year, county ORDER BY collection, year, county"));
  query->Bind(resolved);
  v1::CollectionCoverage* coverage = nullptr;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) break;
    if (coverage == nullptr || coverage->collection() != query->Int(0) ||
        coverage->dashboard_year() != query->Int(1)) {
      coverage = snapshot.add_coverages();
      coverage->set_collection(static_cast<v1::Collection>(query->Int(0)));
      coverage->set_dashboard_year(static_cast<int32_t>(query->Int(1)));
    }
    coverage->add_county_codes(std::string(query->Bytes(2)));
    coverage->set_partition_count(coverage->partition_count() + query->Int(3));
  }
  return snapshot;
}

absl::Status SqlStore::VisitPartitions(const v1::PartitionFilter& filter, int64_t revision,
                                       bool with_contents,
                                       absl::FunctionRef<absl::Status(v1::Partition)> visit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const int64_t resolved, Resolve(*connection, revision));
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Stream(connection->Newest(
          "partitions", "lea, collection, year", with_contents ? "body" : "",
          absl::StrCat("revision <= ?", AndIn("collection", filter.collections()),
                       AndIn("year", filter.dashboard_years()),
                       AndInParameters("lea", filter.lea_cds_size()),
                       AndInParameters("substr(lea, 1, 2)", filter.county_codes_size())))));
  query->Bind(resolved);
  for (const std::string& lea : filter.lea_cds()) query->BindText(lea);
  for (const std::string& county : filter.county_codes()) query->BindText(county);
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return absl::OkStatus();
    v1::Partition partition;
    if (with_contents) {
      const absl::string_view body = query->Bytes(4);
      partition.ParseFromArray(body.data(), static_cast<int>(body.size()));
    } else {
      const auto collection = static_cast<v1::Collection>(query->Int(1));
      partition.set_collection(collection);
      partition.set_dashboard_year(static_cast<int32_t>(query->Int(2)));
      partition.set_lea_cds(std::string(query->Bytes(0)));
      partition.set_name(PartitionName({.lea = *CdsCode::Parse(query->Bytes(0)),
                                        .collection = static_cast<Collection>(collection - 1),
                                        .dashboard_year = partition.dashboard_year()}));
    }
    partition.set_revision(query->Int(3));
    if (partition.has_student_records()) {
      SOS_RETURN_IF_ERROR(ReadColumns(*connection, filter, partition));
    }
    SOS_RETURN_IF_ERROR(visit(std::move(partition)));
  }
}

absl::Status SqlStore::VisitEntities(int64_t revision,
                                     absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const int64_t resolved, Resolve(*connection, revision));
  SOS_ASSIGN_OR_RETURN(const auto query, connection->Stream(connection->Newest(
                                             "entities", "cds", "body", "revision <= ?")));
  query->Bind(resolved);
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return absl::OkStatus();
    v1::EntityRecord record;
    record.mutable_entity()->ParseFromString(std::string(query->Bytes(2)));
    record.set_revision(query->Int(1));
    SOS_RETURN_IF_ERROR(visit(std::move(record)));
  }
}

absl::StatusOr<v1::EntityRecord> SqlStore::GetEntity(const CdsCode& cds, int64_t revision) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const int64_t resolved, Resolve(*connection, revision));
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Prepare("SELECT body, revision FROM entities WHERE cds = ? AND revision <= ? "
                          "ORDER BY revision DESC LIMIT 1"));
  SOS_ASSIGN_OR_RETURN(const bool found, query->BindText(cds.text()).Bind(resolved).Step());
  if (!found) return errors::EntityNotFound(cds.text(), {});
  v1::EntityRecord record;
  record.mutable_entity()->ParseFromString(std::string(query->Bytes(0)));
  record.set_revision(query->Int(1));
  return record;
}

absl::StatusOr<v1::Release> SqlStore::GetRelease(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection->Prepare("SELECT body FROM releases WHERE name = ?"));
  SOS_ASSIGN_OR_RETURN(const bool found, query->BindText(name).Step());
  if (!found) return errors::ReleaseNotFound(name);
  v1::Release release;
  release.ParseFromString(std::string(query->Bytes(0)));
  return release;
}

absl::StatusOr<std::vector<v1::Release>> SqlStore::ListReleases(int64_t skip, int64_t limit) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(
      const auto query,
      connection->Prepare("SELECT body FROM releases ORDER BY id DESC LIMIT ? OFFSET ?"));
  return ReadPage<v1::Release>(*query, limit, skip);
}

}  // namespace sos::ingestion
