// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/check_store.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/history.h"
#include "services/ingestion/store/sql/note_rows.h"
#include "services/ingestion/store/sql/partition_rows.h"
#include "services/ingestion/store/sql/release_rows.h"
#include "services/ingestion/store/sql/submission_rows.h"

namespace sos::ingestion::store {
namespace {

// Rows that are read, or told of, at once.
constexpr int64_t kRowsAtOnce = 1000;

// Collects the names of what is damaged. Other errors end the check.
class Damage {
 public:
  explicit Damage(Progress progress) : progress_(progress) {}

  // Whether `status` says that something is damaged; its name is kept then.
  bool Note(const absl::Status& status) {
    if (!absl::IsDataLoss(status)) return false;
    Note(ErrorFactOf(status, "what"));
    return true;
  }
  void Note(std::string what) {
    if (names_.size() < kMaxDamage) names_.push_back(std::move(what));
  }
  // One row of `table` is done.
  void Done(absl::string_view table) {
    if (++rows_ % kRowsAtOnce == 0) progress_(table, rows_);
  }
  std::vector<std::string> names() && { return std::move(names_); }

 private:
  const Progress progress_;
  std::vector<std::string> names_;
  int64_t rows_ = 0;
};

absl::StatusOr<int64_t> Count(sql::Connection& connection, absl::string_view from) {
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat("SELECT count(*) FROM ", from)));
  SOS_RETURN_IF_ERROR(query->Step().status());
  return query->Int(0);
}

absl::Status CheckPartitions(sql::Connection& connection, const History& history, Damage& damage) {
  SOS_ASSIGN_OR_RETURN(
      const auto row,
      connection.Prepare("SELECT body, column_digests FROM partitions WHERE lea = ? AND collection "
                         "= ? AND year = ? AND revision = ?"));
  const std::vector<ExpectedPartition> expected = history.AllPartitions();
  int64_t column_count = 0;
  for (const ExpectedPartition& partition : expected) {
    const StoredKey& key = partition.key;
    row->BindText(key.lea).Bind(key.collection).Bind(key.year).Bind(partition.version.revision);
    SOS_ASSIGN_OR_RETURN(const bool found, row->Step());
    if (!found) {
      damage.Note(NameOf(key));
    } else {
      const std::string body(row->Bytes(0));
      const std::string listed(row->Bytes(1));
      const auto columns = DecodeColumnDigests(listed);
      google::protobuf::RepeatedField<int> fields;
      for (const ColumnDigest& column : columns.ok() ? *columns : std::vector<ColumnDigest>()) {
        fields.Add(static_cast<int>(column.field));
      }
      column_count += fields.size();
      const absl::Status read = ReadPartition(connection, body, listed, partition, fields).status();
      if (!damage.Note(read)) SOS_RETURN_IF_ERROR(read);
    }
    row->Reset();
    damage.Done("partitions");
  }
  SOS_ASSIGN_OR_RETURN(const int64_t partitions, Count(connection, "partitions"));
  if (partitions != static_cast<int64_t>(expected.size())) damage.Note("the table of partitions");
  SOS_ASSIGN_OR_RETURN(const int64_t columns, Count(connection, "partition_columns"));
  if (columns != column_count) damage.Note("the table of columns");
  return absl::OkStatus();
}

absl::Status CheckEntities(sql::Connection& connection, const History& history, Damage& damage) {
  SOS_ASSIGN_OR_RETURN(
      const auto row,
      connection.Prepare("SELECT body, sources FROM entities WHERE cds = ? AND revision = ?"));
  const std::vector<ExpectedEntity> expected = history.AllEntities();
  for (const ExpectedEntity& entity : expected) {
    row->BindText(entity.cds).Bind(entity.version.revision);
    SOS_ASSIGN_OR_RETURN(const bool found, row->Step());
    if (!found || !ReadEntity(row->Bytes(0), row->Bytes(1), entity).ok()) {
      damage.Note(EntityName(entity.cds));
    }
    row->Reset();
    damage.Done("entities");
  }
  SOS_ASSIGN_OR_RETURN(const int64_t entities, Count(connection, "entities"));
  if (entities != static_cast<int64_t>(expected.size())) damage.Note("the table of entities");
  return absl::OkStatus();
}

// Reads all `count` messages that were noted of a submission.
template <typename Message>
absl::Status CheckNotes(sql::Connection& connection, absl::string_view table, int64_t submission,
                        int64_t count, Damage& damage) {
  for (int64_t done = 0; done < count; done += kRowsAtOnce) {
    const auto page = ReadNotes<Message>(connection, table, submission, count, done, kRowsAtOnce);
    if (damage.Note(page.status())) return absl::OkStatus();
    SOS_RETURN_IF_ERROR(page.status());
  }
  return absl::OkStatus();
}

absl::Status CheckSubmissions(sql::Connection& connection, Damage& damage) {
  std::vector<int64_t> ids;
  {
    SOS_ASSIGN_OR_RETURN(const auto query, connection.Stream("SELECT id FROM submissions"));
    while (true) {
      SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
      if (!more) break;
      ids.push_back(query->Int(0));
    }
  }
  int64_t notes = 0;
  for (const int64_t id : ids) {
    const auto row = LoadSubmission(connection, absl::StrCat("submissions/", id));
    damage.Done("submissions");
    if (damage.Note(row.status())) continue;
    SOS_RETURN_IF_ERROR(row.status());
    SOS_RETURN_IF_ERROR(
        CheckNotes<v1::SubmissionIssue>(connection, "issues", id, row->issue_count, damage));
    SOS_RETURN_IF_ERROR(CheckNotes<v1::QuarantinedStudent>(connection, "quarantined_students", id,
                                                           row->student_count, damage));
    notes += row->issue_count + row->student_count;
    if (!row->open()) continue;
    const absl::Status bytes = ReadChunks(connection, *row).status();
    if (!damage.Note(bytes)) SOS_RETURN_IF_ERROR(bytes);
  }
  SOS_ASSIGN_OR_RETURN(const int64_t issues, Count(connection, "issues"));
  SOS_ASSIGN_OR_RETURN(const int64_t students, Count(connection, "quarantined_students"));
  if (issues + students != notes) damage.Note("the tables of issues");
  SOS_ASSIGN_OR_RETURN(
      const auto gone,
      connection.Stream("SELECT submission FROM revisions WHERE NOT EXISTS (SELECT 1 FROM "
                        "submissions WHERE submissions.id = revisions.submission)"));
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, gone->Step());
    if (!more) return absl::OkStatus();
    damage.Note(absl::StrCat("submissions/", gone->Int(0)));
  }
}

absl::Status CheckReleases(sql::Connection& connection, const History& history,
                           const Revision& newest, Damage& damage) {
  for (int64_t skip = 0;; skip += kRowsAtOnce) {
    const auto page = ListReleaseRows(connection, skip, kRowsAtOnce);
    if (damage.Note(page.status())) return absl::OkStatus();
    SOS_RETURN_IF_ERROR(page.status());
    if (page->empty()) return absl::OkStatus();
    for (const v1::Release& release : *page) {
      if (!history.Resolve(RevisionIn(release), newest).ok()) damage.Note(release.name());
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<std::string>> FindDamage(sql::Connection& connection,
                                                    Progress progress) {
  Damage damage(progress);
  History history;
  const absl::StatusOr<Revision> newest = history.Refresh(connection);
  if (!damage.Note(newest.status())) {
    SOS_RETURN_IF_ERROR(newest.status());
    SOS_RETURN_IF_ERROR(CheckPartitions(connection, history, damage));
    SOS_RETURN_IF_ERROR(CheckEntities(connection, history, damage));
    SOS_RETURN_IF_ERROR(CheckReleases(connection, history, *newest, damage));
  }
  SOS_RETURN_IF_ERROR(CheckSubmissions(connection, damage));
  return std::move(damage).names();
}

absl::StatusOr<std::vector<std::string>> FindDamage(sql::ConnectionPool& database,
                                                    Progress progress) {
  SOS_ASSIGN_OR_RETURN(const auto connection, database.Borrow(sql::Access::kRead));
  SOS_ASSIGN_OR_RETURN(sql::Transaction transaction,
                       sql::Transaction::Begin(*connection, sql::Access::kRead));
  return FindDamage(*connection, progress);
}

}  // namespace sos::ingestion::store
