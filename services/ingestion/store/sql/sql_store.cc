// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/sql_store.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/store/sql/commit_rows.h"
#include "services/ingestion/store/sql/delete_records.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/release_rows.h"
#include "services/ingestion/store/sql/submission_rows.h"

namespace sos::ingestion {
namespace {

using sql::Access;
using sql::Connection;
using sql::Transaction;
using store::SubmissionRow;

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
  return errors::kStore.Unavailable("close the submission", "bytes have arrived meanwhile");
}

// kAborted if one of the partitions was written since `built_on`, or the history is another.
absl::Status CheckUnmoved(const store::History& history, const Revision& newest,
                          const Revision& built_on,
                          const std::map<PartitionKey, v1::Partition>& partitions) {
  if (built_on == newest) return absl::OkStatus();
  const bool known = built_on.number == 0 || history.Resolve(built_on, newest).ok();
  for (const auto& [key, partition] : partitions) {
    const store::StoredKey stored = {.lea = key.lea.ToString(),
                                     .collection = partition.collection(),
                                     .year = key.dashboard_year};
    if (!known || history.NewestVersionOf(stored).revision > built_on.number) {
      return absl::AbortedError(
          absl::StrCat(PartitionName(key), " was written after revision ", ToString(built_on)));
    }
  }
  return absl::OkStatus();
}

// Begins the revision after `before`; returns its number.
absl::StatusOr<int64_t> BeginRevision(Connection& connection, const Revision& before,
                                      int64_t submission) {
  const int64_t number = before.number + 1;
  SOS_ASSIGN_OR_RETURN(const auto insert,
                       connection.Prepare("INSERT INTO revisions (revision, submission, manifest, "
                                          "identity) VALUES (?, ?, '', '')"));
  SOS_RETURN_IF_ERROR(insert->Bind(number).Bind(submission).Run());
  return number;
}

// Seals the revision after `before` with what it wrote.
absl::StatusOr<Revision> SealRevision(Connection& connection, const Revision& before,
                                      const std::string& manifest) {
  const Revision revision{.number = before.number + 1,
                          .identity = store::IdentityOf(before.identity, manifest)};
  SOS_ASSIGN_OR_RETURN(
      const auto seal,
      connection.Prepare("UPDATE revisions SET manifest = ?, identity = ? WHERE revision = ?"));
  SOS_RETURN_IF_ERROR(
      seal->BindBlob(manifest).BindText(revision.identity).Bind(revision.number).Run());
  SOS_RETURN_IF_ERROR(store::WriteHead(connection, revision));
  return revision;
}

// Writes the contents of a submission as the revision after `before`.
absl::StatusOr<Revision> WriteRevision(Connection& connection, const store::History& history,
                                       const Revision& before, int64_t submission,
                                       const CommitContents& contents) {
  SOS_ASSIGN_OR_RETURN(const int64_t number, BeginRevision(connection, before, submission));
  SOS_ASSIGN_OR_RETURN(const std::string manifest,
                       store::WriteContents(connection, history, contents, number));
  return SealRevision(connection, before, manifest);
}

// The submission that was opened with `request_id`, if one was. REQUEST_ID_REUSED if it asked for
// something else.
absl::StatusOr<std::optional<v1::Submission>> FindRepeated(Connection& connection,
                                                           absl::string_view request_id,
                                                           absl::string_view request) {
  if (request_id.empty()) return std::nullopt;
  SOS_ASSIGN_OR_RETURN(std::optional<SubmissionRow> repeated,
                       store::FindRequest(connection, request_id));
  if (!repeated) return std::nullopt;
  if (repeated->request != request) return errors::RequestIdReused(request_id);
  return std::move(repeated->submission);
}

// The row of a new submission, which is at work. Also the number of a deleted one stays its own:
// somebody may still be writing to it.
absl::StatusOr<SubmissionRow> OpenSubmission(Connection& connection, const v1::Submission& asked,
                                             absl::string_view request_id, int64_t now) {
  SOS_ASSIGN_OR_RETURN(
      const int64_t id,
      SelectNumber(connection,
                   "INSERT INTO submission_numbers (id, last) VALUES (1, 1) ON CONFLICT (id) "
                   "DO UPDATE SET last = submission_numbers.last + 1 RETURNING last"));
  SubmissionRow row{.id = id,
                    .request = asked.SerializeAsString(),
                    .submission = asked,
                    .creator = asked.creator(),
                    .touched = now};
  if (!request_id.empty()) row.request_id = std::string(request_id);
  row.submission.set_name(absl::StrCat("submissions/", id));
  row.submission.set_state(v1::Submission::STATE_UPLOADING);
  row.submission.mutable_create_time()->set_seconds(now);
  SOS_RETURN_IF_ERROR(store::InsertSubmission(connection, row));
  return row;
}

// Closes the submission of `row` as `closed`.
absl::Status Close(Connection& connection, SubmissionRow row, const v1::Submission& closed,
                   const SubmissionNotes& notes) {
  SOS_RETURN_IF_ERROR(store::WriteNotes(connection, row.id, notes));
  SOS_ASSIGN_OR_RETURN(const auto forget,
                       connection.Prepare("DELETE FROM chunks WHERE submission = ?"));
  SOS_RETURN_IF_ERROR(forget->Bind(row.id).Run());
  row.submission = closed;
  row.issue_count = static_cast<int64_t>(notes.issues.size());
  row.student_count = static_cast<int64_t>(notes.students.size());
  return store::UpdateSubmission(connection, row);
}

}  // namespace

absl::Status SqlStore::ForgetPending() {
  if (!forget_pending_) return absl::OkStatus();
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(const bool forgotten, connection->ForgetDeleted());
  if (forgotten) forget_pending_ = false;
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SqlStore::DeleteExpired() {
  SOS_RETURN_IF_ERROR(ForgetPending());
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(
      const int64_t deleted,
      store::DeleteUploadsBefore(*connection, absl::ToUnixSeconds(clock_.Now() - limits_.expiry)));
  SOS_ASSIGN_OR_RETURN(const store::UploadsAtWork at_work,
                       store::CountUploads(*connection, std::nullopt));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  expired_uploads_.Increment(static_cast<double>(deleted));
  open_uploads_.Set(static_cast<double>(at_work.count));
  open_upload_bytes_.Set(static_cast<double>(at_work.byte_count));
  return deleted;
}

absl::StatusOr<v1::Submission> SqlStore::CreateSubmission(const v1::Submission& submission,
                                                          absl::string_view request_id) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(std::optional<v1::Submission> repeated,
                       FindRepeated(*connection, request_id, submission.SerializeAsString()));
  if (repeated) return *std::move(repeated);
  SOS_RETURN_IF_ERROR(store::CheckRoom(*connection, limits_, submission.creator(), {.count = 1}));
  SOS_ASSIGN_OR_RETURN(const SubmissionRow row, OpenSubmission(*connection, submission, request_id,
                                                               absl::ToUnixSeconds(clock_.Now())));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return row.submission;
}

absl::StatusOr<v1::Submission> SqlStore::DeleteStudentRecords(const v1::Submission& asked,
                                                              absl::string_view request_id) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(std::optional<v1::Submission> repeated,
                       FindRepeated(*connection, request_id, asked.SerializeAsString()));
  if (repeated) return *std::move(repeated);
  SOS_ASSIGN_OR_RETURN(const Revision before, history_.Refresh(*connection));
  const store::DeletedRecords records{.lea = asked.lea_cds(), .year = asked.dashboard_year()};
  SOS_ASSIGN_OR_RETURN(const std::optional<int64_t> partition_count,
                       store::DeleteStudentRows(*connection, records));
  if (!partition_count) {
    return errors::StudentRecordsNotFound(asked.lea_cds(), asked.dashboard_year());
  }
  SOS_ASSIGN_OR_RETURN(SubmissionRow row, OpenSubmission(*connection, asked, request_id,
                                                         absl::ToUnixSeconds(clock_.Now())));
  SOS_RETURN_IF_ERROR(BeginRevision(*connection, before, row.id).status());
  SOS_ASSIGN_OR_RETURN(
      const Revision revision,
      SealRevision(*connection, before, store::EncodeManifest({store::EntryOf(records)})));
  v1::Submission committed = row.submission;
  committed.set_state(v1::Submission::STATE_COMMITTED);
  SetRevision(revision, committed);
  committed.set_partition_count(*partition_count);
  SOS_RETURN_IF_ERROR(Close(*connection, std::move(row), committed, {}));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  // What is committed is deleted for everybody; the file that still has it is cleared at once, or
  // as soon as its last reader is done.
  absl::StatusOr<bool> forgotten = connection->ForgetDeleted();
  forget_pending_ = !forgotten.ok() || !*forgotten;
  return committed;
}

absl::StatusOr<v1::Submission> SqlStore::GetSubmission(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(SubmissionRow row, store::LoadSubmission(*connection, name));
  return std::move(row.submission);
}

absl::StatusOr<int64_t> SqlStore::AppendBytes(absl::string_view name, int64_t offset,
                                              absl::string_view data) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(SubmissionRow row,
                       store::LoadSubmission(*connection, name, connection->RowLock()));
  SOS_RETURN_IF_ERROR(CheckOpen(row.submission));
  const int64_t received = row.submission.received_byte_count();
  if (offset > received) return errors::OffsetMismatch(name, offset, received);
  const absl::string_view repeated = data.substr(0, static_cast<size_t>(received - offset));
  SOS_RETURN_IF_ERROR(store::CheckRepeated(*connection, row, offset, repeated));
  data.remove_prefix(repeated.size());
  if (data.empty()) return received;
  const auto size = static_cast<int64_t>(data.size());
  if (received + size > kMaxSubmissionBytes) {
    return errors::SubmissionTooLarge(name, kMaxSubmissionBytes);
  }
  SOS_RETURN_IF_ERROR(store::CheckRoom(*connection, limits_, row.creator, {.byte_count = size}));
  SOS_RETURN_IF_ERROR(store::AppendChunk(*connection, row, data));
  row.submission.set_received_byte_count(received + size);
  row.touched = absl::ToUnixSeconds(clock_.Now());
  SOS_RETURN_IF_ERROR(store::UpdateSubmission(*connection, row));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return received + size;
}

absl::StatusOr<std::string> SqlStore::ReadBytes(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kRead));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kRead));
  SOS_ASSIGN_OR_RETURN(const SubmissionRow row, store::LoadSubmission(*connection, name));
  return store::ReadChunks(*connection, row);
}

absl::StatusOr<v1::Submission> SqlStore::Commit(const CommitContents& contents) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  const Stopwatch watch;
  SOS_ASSIGN_OR_RETURN(
      SubmissionRow row,
      store::LoadSubmission(*connection, contents.submission.name(), connection->RowLock()));
  if (!row.open()) return std::move(row.submission);
  SOS_RETURN_IF_ERROR(CheckUnchanged(contents.submission, row.submission));
  SOS_ASSIGN_OR_RETURN(const Revision before, history_.Refresh(*connection));
  if (contents.built_on) {
    SOS_RETURN_IF_ERROR(CheckUnmoved(history_, before, *contents.built_on, *contents.partitions));
  }
  bool unchanged = false;
  if (before.number > 0 && !contents.always_a_revision) {
    SOS_ASSIGN_OR_RETURN(unchanged, store::ChangesNothing(*connection, history_, contents));
  }
  Revision revision = before;
  if (!unchanged) {
    SOS_ASSIGN_OR_RETURN(revision, WriteRevision(*connection, history_, before, row.id, contents));
  }
  v1::Submission committed = contents.submission;
  committed.set_unchanged(unchanged);
  committed.set_state(v1::Submission::STATE_COMMITTED);
  SetRevision(revision, committed);
  committed.set_received_byte_count(row.submission.received_byte_count());
  committed.set_partition_count(static_cast<int64_t>(contents.partitions->size()));
  SOS_RETURN_IF_ERROR(Close(*connection, std::move(row), committed, contents.notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  commit_times_.Observe(watch.Elapsed());
  return committed;
}

absl::StatusOr<v1::Submission> SqlStore::Reject(const v1::Submission& submission,
                                                const SubmissionNotes& notes) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(SubmissionRow row, store::LoadSubmission(*connection, submission.name(),
                                                                connection->RowLock()));
  if (!row.open()) return std::move(row.submission);
  SOS_RETURN_IF_ERROR(CheckUnchanged(submission, row.submission));
  v1::Submission rejected = submission;
  rejected.set_state(v1::Submission::STATE_REJECTED);
  rejected.set_received_byte_count(row.submission.received_byte_count());
  SOS_RETURN_IF_ERROR(Close(*connection, std::move(row), rejected, notes));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return rejected;
}

absl::Status SqlStore::Delete(absl::string_view name) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(Transaction transaction, Transaction::Begin(*connection, Access::kWriteRow));
  SOS_ASSIGN_OR_RETURN(const SubmissionRow row,
                       store::LoadSubmission(*connection, name, connection->RowLock()));
  SOS_RETURN_IF_ERROR(CheckOpen(row.submission));
  SOS_RETURN_IF_ERROR(store::DeleteSubmission(*connection, row.id));
  return transaction.Commit();
}

absl::StatusOr<v1::Release> SqlStore::CreateRelease(const v1::Release& release) {
  SOS_ASSIGN_OR_RETURN(const auto connection, pool_->Borrow(Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(Transaction transaction,
                       Transaction::Begin(*connection, Access::kWriteAlone));
  SOS_ASSIGN_OR_RETURN(const Revision newest, history_.Refresh(*connection));
  SOS_ASSIGN_OR_RETURN(const Revision named, history_.Resolve(RevisionIn(release), newest));
  SOS_ASSIGN_OR_RETURN(const std::optional<v1::Release> stored,
                       store::FindRelease(*connection, release.name()));
  if (stored) {
    if (RevisionIn(*stored) == named && stored->public_() == release.public_()) return *stored;
    return errors::ReleaseExists(release.name(), RevisionIn(*stored));
  }
  if (release.public_() && named != newest) {
    return errors::ReleaseNotNewest(release.name(), newest);
  }
  SOS_ASSIGN_OR_RETURN(const int64_t id,
                       SelectNumber(*connection, "SELECT coalesce(max(id), 0) + 1 FROM releases"));
  v1::Release created = release;
  SetRevision(named, created);
  created.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  SOS_RETURN_IF_ERROR(store::InsertRelease(*connection, id, created));
  SOS_RETURN_IF_ERROR(transaction.Commit());
  return created;
}

}  // namespace sos::ingestion
