#include "services/ingestion/sql/sql_store.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "common/column/column.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/sql/commit_rows.h"

namespace sos::ingestion {
namespace {

using sql::Access;
using sql::Connection;
using sql::Transaction;

// The row id of `submissions/{id}`.
absl::StatusOr<int64_t> SubmissionId(absl::string_view name) {
  absl::string_view id_text = name;
  int64_t id = 0;
  if (!absl::ConsumePrefix(&id_text, "submissions/") || !absl::SimpleAtoi(id_text, &id)) {
    return errors::SubmissionNotFound(name);
  }
  return id;
}

// The submission; `lock` is RowLock() where the transaction will change it.
absl::StatusOr<v1::Submission> Load(Connection& connection, absl::string_view name,
                                    absl::string_view lock = "") {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection.Prepare(absl::StrCat(
                           "SELECT body, received FROM submissions WHERE id = ?", lock)));
  SOS_ASSIGN_OR_RETURN(const bool found, query->Bind(id).Step());
  if (!found) return errors::SubmissionNotFound(name);
  v1::Submission submission;
  submission.ParseFromString(std::string(query->Bytes(0)));
  submission.set_received_byte_count(query->Int(1));
  return submission;
}

// The one number that `sql` selects.
absl::StatusOr<int64_t> SelectNumber(Connection& connection, absl::string_view sql) {
  SOS_ASSIGN_OR_RETURN(const auto query, connection.Prepare(sql));
  SOS_RETURN_IF_ERROR(query->Step().status());
  return query->Int(0);
}

// SUBMISSION_CLOSED unless bytes may arrive.
absl::Status CheckOpen(const v1::Submission& submission) {
  if (submission.state() == v1::Submission::STATE_UPLOADING) return absl::OkStatus();
  return errors::SubmissionClosed(
      submission.name(),
      submission.state() == v1::Submission::STATE_COMMITTED ? "committed" : "rejected");
}

// STORE_UNAVAILABLE if bytes have arrived since `read` was read: what is about to be kept lacks
// them.
absl::Status CheckUnchanged(const v1::Submission& read, const v1::Submission& stored) {
  if (read.received_byte_count() == stored.received_byte_count()) return absl::OkStatus();
  return errors::StoreUnavailable("close the submission", "bytes have arrived meanwhile");
}

absl::Status Close(Connection& connection, const v1::Submission& submission,
                   const SubmissionNotes& notes) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(submission.name()));
  SOS_RETURN_IF_ERROR(sql::WriteNotes(connection, id, notes));
  SOS_ASSIGN_OR_RETURN(const auto forget,
                       connection.Prepare("DELETE FROM chunks WHERE submission = ?"));
  SOS_RETURN_IF_ERROR(forget->Bind(id).Run());
  SOS_ASSIGN_OR_RETURN(
      const auto update,
      connection.Prepare("UPDATE submissions SET open = 0, body = ? WHERE id = ?"));
  return update->BindBlob(submission.SerializeAsString()).Bind(id).Run();
}

}  // namespace

absl::StatusOr<v1::Submission> SqlStore::CreateSubmission(const v1::Submission& submission,
                                                          absl::string_view request_id) {
  const std::string request = submission.SerializeAsString();
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  if (!request_id.empty()) {
    SOS_ASSIGN_OR_RETURN(
        const auto query,
        connection->Prepare("SELECT id, request FROM submissions WHERE request_id = ?"));
    SOS_ASSIGN_OR_RETURN(const bool repeated, query->BindText(request_id).Step());
    if (repeated) {
      if (query->Bytes(1) != request) return errors::RequestIdReused(request_id);
      return Load(*connection, absl::StrCat("submissions/", query->Int(0)));
    }
  }
  // Also the number of a deleted submission stays its own: somebody may still be writing to it.
  SOS_ASSIGN_OR_RETURN(
      const int64_t id,
      SelectNumber(*connection,
                   "INSERT INTO submission_numbers (id, last) VALUES (1, 1) ON CONFLICT (id) "
                   "DO UPDATE SET last = submission_numbers.last + 1 RETURNING last"));
  v1::Submission created = submission;
  created.set_name(absl::StrCat("submissions/", id));
  created.set_state(v1::Submission::STATE_UPLOADING);
  created.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  SOS_ASSIGN_OR_RETURN(
      const auto insert,
      connection->Prepare("INSERT INTO submissions (id, request_id, request, open, body) "
                          "VALUES (?, ?, ?, 1, ?)"));
  insert->Bind(id);
  request_id.empty() ? insert->BindNull() : insert->BindText(request_id);
  SOS_RETURN_IF_ERROR(insert->BindBlob(request).BindBlob(created.SerializeAsString()).Run());
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return created;
}

absl::StatusOr<v1::Submission> SqlStore::GetSubmission(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  return Load(*connection, name);
}

absl::StatusOr<int64_t> SqlStore::AppendBytes(absl::string_view name, int64_t offset,
                                              absl::string_view data) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission,
                       Load(*connection, name, connection->RowLock()));
  SOS_RETURN_IF_ERROR(CheckOpen(submission));
  const int64_t received = submission.received_byte_count();
  if (offset > received) return errors::OffsetMismatch(name, offset, received);
  const int64_t repeated = received - offset;
  if (repeated >= static_cast<int64_t>(data.size())) return received;
  data.remove_prefix(repeated);
  const int64_t total = received + static_cast<int64_t>(data.size());
  if (total > kMaxSubmissionBytes) return errors::SubmissionTooLarge(name, kMaxSubmissionBytes);
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection->Prepare("INSERT INTO chunks (submission, \"offset\", data, "
                                           "packed) VALUES (?, ?, ?, 1)"));
  SOS_RETURN_IF_ERROR(insert->Bind(id).Bind(received).BindBlob(column::PackBytes(data)).Run());
  SOS_ASSIGN_OR_RETURN(const auto update,
                       connection->Prepare("UPDATE submissions SET received = ? WHERE id = ?"));
  SOS_RETURN_IF_ERROR(update->Bind(total).Bind(id).Run());
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return total;
}

absl::StatusOr<std::string> SqlStore::ReadBytes(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission, Load(*connection, name));
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection->Stream("SELECT data, packed FROM chunks WHERE submission = ? "
                                          "ORDER BY \"offset\""));
  query->Bind(id);
  std::string bytes;
  bytes.reserve(submission.received_byte_count());
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query->Step());
    if (!more) return bytes;
    if (query->Int(1) == 0) {
      absl::StrAppend(&bytes, query->Bytes(0));
      continue;
    }
    SOS_ASSIGN_OR_RETURN(const std::string chunk,
                         column::UnpackBytes(query->Bytes(0), kMaxSubmissionBytes));
    bytes += chunk;
  }
}

absl::StatusOr<v1::Submission> SqlStore::Commit(const CommitContents& contents) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  const absl::Time begun = absl::Now();
  SOS_ASSIGN_OR_RETURN(v1::Submission stored,
                       Load(*connection, contents.submission.name(), connection->RowLock()));
  if (stored.state() != v1::Submission::STATE_UPLOADING) return stored;
  SOS_RETURN_IF_ERROR(CheckUnchanged(contents.submission, stored));
  SOS_ASSIGN_OR_RETURN(
      const int64_t revision,
      SelectNumber(*connection, "SELECT coalesce(max(revision), 0) + 1 FROM revisions"));
  SOS_RETURN_IF_ERROR(sql::CheckUnmoved(*connection, contents, revision - 1));
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(stored.name()));
  SOS_ASSIGN_OR_RETURN(
      const auto insert,
      connection->Prepare("INSERT INTO revisions (revision, submission) VALUES (?, ?)"));
  SOS_RETURN_IF_ERROR(insert->Bind(revision).Bind(id).Run());
  SOS_RETURN_IF_ERROR(sql::WriteContents(*connection, contents, revision));
  v1::Submission committed = contents.submission;
  committed.set_state(v1::Submission::STATE_COMMITTED);
  committed.set_revision(revision);
  committed.set_received_byte_count(stored.received_byte_count());
  committed.set_partition_count(static_cast<int64_t>(contents.partitions->size()));
  SOS_RETURN_IF_ERROR(Close(*connection, committed, contents.notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  commit_times_.Observe(absl::Now() - begun);
  return committed;
}

absl::StatusOr<v1::Submission> SqlStore::Reject(const v1::Submission& submission,
                                                const SubmissionNotes& notes) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(v1::Submission stored,
                       Load(*connection, submission.name(), connection->RowLock()));
  if (stored.state() != v1::Submission::STATE_UPLOADING) return stored;
  SOS_RETURN_IF_ERROR(CheckUnchanged(submission, stored));
  v1::Submission rejected = submission;
  rejected.set_state(v1::Submission::STATE_REJECTED);
  rejected.set_received_byte_count(stored.received_byte_count());
  SOS_RETURN_IF_ERROR(Close(*connection, rejected, notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return rejected;
}

absl::Status SqlStore::Delete(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(const v1::Submission submission,
                       Load(*connection, name, connection->RowLock()));
  SOS_RETURN_IF_ERROR(CheckOpen(submission));
  SOS_ASSIGN_OR_RETURN(const int64_t id, SubmissionId(name));
  for (const char* sql :
       {"DELETE FROM chunks WHERE submission = ?", "DELETE FROM submissions WHERE id = ?"}) {
    SOS_ASSIGN_OR_RETURN(const auto statement, connection->Prepare(sql));
    SOS_RETURN_IF_ERROR(statement->Bind(id).Run());
  }
  return transaction.Commit();
}

absl::StatusOr<v1::Release> SqlStore::CreateRelease(const v1::Release& release) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(const auto query,
                       connection->Prepare("SELECT revision, body FROM releases WHERE name = ?"));
  SOS_ASSIGN_OR_RETURN(const bool exists, query->BindText(release.name()).Step());
  if (exists) {
    if (query->Int(0) != release.revision()) {
      return errors::ReleaseExists(release.name(), query->Int(0));
    }
    v1::Release stored;
    stored.ParseFromString(std::string(query->Bytes(1)));
    return stored;
  }
  query->Reset();
  SOS_ASSIGN_OR_RETURN(
      const int64_t newest,
      SelectNumber(*connection, "SELECT coalesce(max(revision), 0) FROM revisions"));
  if (release.revision() > newest) return errors::RevisionNotFound(release.revision(), newest);
  SOS_ASSIGN_OR_RETURN(const int64_t id,
                       SelectNumber(*connection, "SELECT coalesce(max(id), 0) + 1 FROM releases"));
  v1::Release created = release;
  created.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  SOS_ASSIGN_OR_RETURN(
      const auto insert,
      connection->Prepare("INSERT INTO releases (id, name, revision, body) VALUES (?, ?, ?, ?)"));
  insert->Bind(id).BindText(created.name()).Bind(created.revision());
  SOS_RETURN_IF_ERROR(insert->BindBlob(created.SerializeAsString()).Run());
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return created;
}

}  // namespace sos::ingestion
