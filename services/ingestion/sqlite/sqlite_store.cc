#include "services/ingestion/sqlite/sqlite_store.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/column/column.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/sqlite/reader.h"
#include "services/ingestion/sqlite/schema.h"

namespace sos::ingestion {
namespace {

using sqlite::Database;
using sqlite::Statement;
using sqlite::Transaction;

// The row id of `submissions/{id}`.
absl::StatusOr<int64_t> SubmissionId(absl::string_view name) {
  absl::string_view id_text = name;
  int64_t id = 0;
  if (!absl::ConsumePrefix(&id_text, "submissions/") || !absl::SimpleAtoi(id_text, &id)) {
    return errors::SubmissionNotFound(name);
  }
  return id;
}

absl::StatusOr<v1::Submission> Load(Database& database, absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(Statement query,
                       database.Prepare("SELECT body, received FROM submissions WHERE id = ?"));
  SOS_ASSIGN_OR_RETURN(const bool found, query.Bind(id).Step());
  if (!found) return errors::SubmissionNotFound(name);
  v1::Submission submission;
  submission.ParseFromString(std::string(query.Bytes(0)));
  submission.set_received_byte_count(query.Int(1));
  return submission;
}

// Writes messages to `table`, numbered from 0.
template <typename Message>
absl::Status WriteNumbered(Database& database, absl::string_view table, int64_t submission,
                           const std::vector<Message>& messages) {
  SOS_ASSIGN_OR_RETURN(Statement insert,
                       database.Prepare(absl::StrCat("INSERT INTO ", table, " VALUES (?, ?, ?)")));
  for (size_t i = 0; i < messages.size(); ++i) {
    SOS_RETURN_IF_ERROR(insert.Bind(submission)
                            .Bind(static_cast<int64_t>(i))
                            .BindBlob(messages[i].SerializeAsString())
                            .Run());
  }
  return absl::OkStatus();
}

// SUBMISSION_CLOSED unless bytes may arrive.
absl::Status CheckOpen(const v1::Submission& submission) {
  if (submission.state() == v1::Submission::STATE_UPLOADING) return absl::OkStatus();
  return errors::SubmissionClosed(
      submission.name(),
      submission.state() == v1::Submission::STATE_COMMITTED ? "committed" : "rejected");
}

absl::Status Close(Database& database, const v1::Submission& submission,
                   const SubmissionNotes& notes) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(submission.name()));
  SOS_RETURN_IF_ERROR(WriteNumbered(database, "issues", id, notes.issues));
  SOS_RETURN_IF_ERROR(WriteNumbered(database, "quarantined_students", id, notes.students));
  SOS_ASSIGN_OR_RETURN(Statement forget,
                       database.Prepare("DELETE FROM chunks WHERE submission = ?"));
  SOS_RETURN_IF_ERROR(forget.Bind(id).Run());
  SOS_ASSIGN_OR_RETURN(Statement update,
                       database.Prepare("UPDATE submissions SET open = 0, body = ? WHERE id = ?"));
  return update.BindBlob(submission.SerializeAsString()).Bind(id).Run();
}

// Writes the columns of student records, each to a row of its own.
absl::Status WriteColumns(Statement& insert, const PartitionKey& key,
                          const v1::Partition& partition, int64_t revision) {
  for (const v1::StudentColumn& column : partition.student_records().columns()) {
    SOS_RETURN_IF_ERROR(insert.BindText(key.lea.text())
                            .Bind(partition.collection())
                            .Bind(key.dashboard_year)
                            .Bind(revision)
                            .Bind(column.field())
                            .BindBlob(column.SerializeAsString())
                            .Run());
  }
  return absl::OkStatus();
}

// What is stored of a partition itself: all but the columns of student records.
void SerializeWithoutColumns(const v1::Partition& partition, std::string* body) {
  if (!partition.has_student_records()) {
    partition.SerializeToString(body);
    return;
  }
  v1::Partition bare;
  bare.set_name(partition.name());
  bare.set_collection(partition.collection());
  bare.set_dashboard_year(partition.dashboard_year());
  bare.set_lea_cds(partition.lea_cds());
  bare.mutable_student_records()->set_row_count(partition.student_records().row_count());
  bare.SerializeToString(body);
}

absl::Status WritePartitions(Database& database,
                             const std::map<PartitionKey, v1::Partition>& partitions,
                             int64_t revision) {
  SOS_ASSIGN_OR_RETURN(Statement insert,
                       database.Prepare("INSERT INTO partitions VALUES (?, ?, ?, ?, ?)"));
  SOS_ASSIGN_OR_RETURN(Statement insert_column,
                       database.Prepare("INSERT INTO partition_columns VALUES (?, ?, ?, ?, ?, ?)"));
  std::string body;
  for (const auto& [key, partition] : partitions) {
    SerializeWithoutColumns(partition, &body);
    SOS_RETURN_IF_ERROR(WriteColumns(insert_column, key, partition, revision));
    SOS_RETURN_IF_ERROR(insert.BindText(key.lea.text())
                            .Bind(partition.collection())
                            .Bind(key.dashboard_year)
                            .Bind(revision)
                            .BindBlob(body)
                            .Run());
  }
  return absl::OkStatus();
}

// Writes the entities whose description is new. A directory only adds entities that no other file
// has described: it names an independently testing charter school as its own district.
absl::Status WriteEntities(Database& database, const CommitContents& contents, int64_t revision) {
  const bool directory =
      !contents.partitions->empty() &&
      contents.partitions->begin()->first.collection == Collection::kEntityDirectory;
  SOS_ASSIGN_OR_RETURN(
      Statement newest,
      database.Prepare("SELECT body FROM entities WHERE cds = ? ORDER BY revision DESC LIMIT 1"));
  SOS_ASSIGN_OR_RETURN(Statement insert, database.Prepare("INSERT INTO entities VALUES (?, ?, ?)"));
  for (const auto& [cds, entity] : *contents.entities) {
    const std::string body = entity.SerializeAsString();
    SOS_ASSIGN_OR_RETURN(const bool found, newest.BindText(cds.text()).Step());
    const bool unchanged = found && (directory || newest.Bytes(0) == body);
    newest.Reset();
    if (unchanged) continue;
    SOS_RETURN_IF_ERROR(insert.BindText(cds.text()).Bind(revision).BindBlob(body).Run());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteStore>> SqliteStore::Open(const std::string& path,
                                                               const Clock& clock,
                                                               Database::Durability durability) {
  SOS_ASSIGN_OR_RETURN(std::unique_ptr<Database> writer, Database::Open(path, durability));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer, Transaction::Kind::kWrite));
  int64_t version = 0;
  {
    SOS_ASSIGN_OR_RETURN(Statement query, writer->Prepare("PRAGMA user_version"));
    SOS_RETURN_IF_ERROR(query.Step().status());
    version = query.Int(0);
  }
  if (version > sqlite::kSchemaVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " was written by a newer version of this program; upgrade it"));
  }
  for (; version < sqlite::kSchemaVersion; ++version) {
    SOS_RETURN_IF_ERROR(writer->Execute(sqlite::kSchemaSteps[version]));
    SOS_RETURN_IF_ERROR(writer->Execute(absl::StrCat("PRAGMA user_version = ", version + 1)));
  }
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return absl::WrapUnique(new SqliteStore(path, clock, durability, std::move(writer)));
}

absl::Status SqliteStore::CopyTo(const std::string& path) {
  absl::MutexLock lock(&writer_mutex_);
  return writer_->CopyTo(path);
}

absl::StatusOr<v1::Submission> SqliteStore::CreateSubmission(const v1::Submission& submission,
                                                             absl::string_view request_id) {
  const std::string request = submission.SerializeAsString();
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  if (!request_id.empty()) {
    SOS_ASSIGN_OR_RETURN(
        Statement query,
        writer_->Prepare("SELECT id, request FROM submissions WHERE request_id = ?"));
    SOS_ASSIGN_OR_RETURN(const bool repeated, query.BindText(request_id).Step());
    if (repeated) {
      if (query.Bytes(1) != request) return errors::RequestIdReused(request_id);
      return Load(*writer_, absl::StrCat("submissions/", query.Int(0)));
    }
  }
  SOS_ASSIGN_OR_RETURN(Statement next,
                       writer_->Prepare("SELECT coalesce(max(id), 0) + 1 FROM submissions"));
  SOS_RETURN_IF_ERROR(next.Step().status());
  const int64_t id = next.Int(0);
  v1::Submission created = submission;
  created.set_name(absl::StrCat("submissions/", id));
  created.set_state(v1::Submission::STATE_UPLOADING);
  created.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  SOS_ASSIGN_OR_RETURN(
      Statement insert,
      writer_->Prepare("INSERT INTO submissions (id, request_id, request, open, body) "
                       "VALUES (?, ?, ?, 1, ?)"));
  insert.Bind(id);
  request_id.empty() ? insert.BindNull() : insert.BindText(request_id);
  SOS_RETURN_IF_ERROR(insert.BindBlob(request).BindBlob(created.SerializeAsString()).Run());
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return created;
}

absl::StatusOr<v1::Submission> SqliteStore::GetSubmission(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(Reader reader, Read());
  return Load(*reader, name);
}

absl::StatusOr<int64_t> SqliteStore::AppendBytes(absl::string_view name, int64_t offset,
                                                 absl::string_view data) {
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission, Load(*writer_, name));
  SOS_RETURN_IF_ERROR(CheckOpen(submission));
  const int64_t received = submission.received_byte_count();
  if (offset > received) return errors::OffsetMismatch(name, offset, received);
  const int64_t repeated = received - offset;
  if (repeated >= static_cast<int64_t>(data.size())) return received;
  data.remove_prefix(repeated);
  const int64_t total = received + static_cast<int64_t>(data.size());
  if (total > kMaxSubmissionBytes) return errors::SubmissionTooLarge(name, kMaxSubmissionBytes);
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(Statement insert,
                       writer_->Prepare("INSERT INTO chunks VALUES (?, ?, ?, 1)"));
  SOS_RETURN_IF_ERROR(insert.Bind(id).Bind(received).BindBlob(column::PackBytes(data)).Run());
  SOS_ASSIGN_OR_RETURN(Statement update,
                       writer_->Prepare("UPDATE submissions SET received = ? WHERE id = ?"));
  SOS_RETURN_IF_ERROR(update.Bind(total).Bind(id).Run());
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return total;
}

absl::StatusOr<std::string> SqliteStore::ReadBytes(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(Reader reader, Read());
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission, Load(*reader, name));
  SOS_ASSIGN_OR_RETURN(
      Statement query,
      reader->Prepare("SELECT data, packed FROM chunks WHERE submission = ? ORDER BY offset"));
  query.Bind(id);
  std::string bytes;
  bytes.reserve(submission.received_byte_count());
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return bytes;
    if (query.Int(1) == 0) {
      absl::StrAppend(&bytes, query.Bytes(0));
      continue;
    }
    SOS_ASSIGN_OR_RETURN(const std::string chunk,
                         column::UnpackBytes(query.Bytes(0), kMaxSubmissionBytes));
    bytes += chunk;
  }
}

absl::StatusOr<v1::Submission> SqliteStore::Commit(const CommitContents& contents) {
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  SOS_ASSIGN_OR_RETURN(v1::Submission stored, Load(*writer_, contents.submission.name()));
  if (stored.state() != v1::Submission::STATE_UPLOADING) return stored;
  SOS_ASSIGN_OR_RETURN(Statement next,
                       writer_->Prepare("SELECT coalesce(max(revision), 0) + 1 FROM revisions"));
  SOS_RETURN_IF_ERROR(next.Step().status());
  const int64_t revision = next.Int(0);
  next.Reset();
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(stored.name()));
  SOS_ASSIGN_OR_RETURN(Statement insert, writer_->Prepare("INSERT INTO revisions VALUES (?, ?)"));
  SOS_RETURN_IF_ERROR(insert.Bind(revision).Bind(id).Run());
  SOS_RETURN_IF_ERROR(WritePartitions(*writer_, *contents.partitions, revision));
  SOS_RETURN_IF_ERROR(WriteEntities(*writer_, contents, revision));
  v1::Submission committed = contents.submission;
  committed.set_state(v1::Submission::STATE_COMMITTED);
  committed.set_revision(revision);
  committed.set_received_byte_count(stored.received_byte_count());
  committed.set_partition_count(static_cast<int64_t>(contents.partitions->size()));
  SOS_RETURN_IF_ERROR(Close(*writer_, committed, contents.notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return committed;
}

absl::StatusOr<v1::Submission> SqliteStore::Reject(const v1::Submission& submission,
                                                   const SubmissionNotes& notes) {
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  SOS_ASSIGN_OR_RETURN(v1::Submission stored, Load(*writer_, submission.name()));
  if (stored.state() != v1::Submission::STATE_UPLOADING) return stored;
  v1::Submission rejected = submission;
  rejected.set_state(v1::Submission::STATE_REJECTED);
  rejected.set_received_byte_count(stored.received_byte_count());
  SOS_RETURN_IF_ERROR(Close(*writer_, rejected, notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return rejected;
}

absl::Status SqliteStore::Delete(absl::string_view name) {
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission, Load(*writer_, name));
  SOS_RETURN_IF_ERROR(CheckOpen(submission));
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  for (const char* sql :
       {"DELETE FROM chunks WHERE submission = ?", "DELETE FROM submissions WHERE id = ?"}) {
    SOS_ASSIGN_OR_RETURN(Statement statement, writer_->Prepare(sql));
    SOS_RETURN_IF_ERROR(statement.Bind(id).Run());
  }
  return transaction.Commit();
}

absl::StatusOr<v1::Release> SqliteStore::CreateRelease(const v1::Release& release) {
  absl::MutexLock lock(&writer_mutex_);
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*writer_, Transaction::Kind::kWrite));
  SOS_ASSIGN_OR_RETURN(Statement query,
                       writer_->Prepare("SELECT revision, body FROM releases WHERE name = ?"));
  SOS_ASSIGN_OR_RETURN(const bool exists, query.BindText(release.name()).Step());
  if (exists) {
    if (query.Int(0) != release.revision()) {
      return errors::ReleaseExists(release.name(), query.Int(0));
    }
    v1::Release stored;
    stored.ParseFromString(std::string(query.Bytes(1)));
    return stored;
  }
  SOS_ASSIGN_OR_RETURN(Statement newest,
                       writer_->Prepare("SELECT coalesce(max(revision), 0) FROM revisions"));
  SOS_RETURN_IF_ERROR(newest.Step().status());
  if (release.revision() > newest.Int(0)) {
    return errors::RevisionNotFound(release.revision(), newest.Int(0));
  }
  v1::Release created = release;
  created.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  SOS_ASSIGN_OR_RETURN(
      Statement insert,
      writer_->Prepare("INSERT INTO releases (name, revision, body) VALUES (?, ?, ?)"));
  SOS_RETURN_IF_ERROR(insert.BindText(created.name())
                          .Bind(created.revision())
                          .BindBlob(created.SerializeAsString())
                          .Run());
  query.Reset();
  newest.Reset();
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return created;
}

}  // namespace sos::ingestion
