// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_SUBMISSION_ROWS_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_SUBMISSION_ROWS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/sql/connection.h"
#include "services/ingestion/store/upload_limits.h"
#include "sos/ingestion/v1/submission.pb.h"

// Submissions, and the bytes of those at work, as rows. Whatever is read is held against its
// digest: STORE_DAMAGED names what is not what was written.
namespace sos::ingestion::store {

// A row of `submissions`.
struct SubmissionRow {
  int64_t id = 0;
  std::optional<std::string> request_id;
  // The submission as it was asked for.
  std::string request;
  v1::Submission submission;
  // Who uploads; empty without authentication.
  std::string creator;
  // When bytes arrived last, in seconds since 1970.
  int64_t touched = 0;
  // How many rows of `issues` and `quarantined_students` belong to it.
  int64_t issue_count = 0;
  int64_t student_count = 0;

  bool open() const { return submission.state() == v1::Submission::STATE_UPLOADING; }
};

// The row id of `submissions/{id}`: SUBMISSION_NOT_FOUND for another name.
absl::StatusOr<int64_t> SubmissionId(absl::string_view name);

// The row of a submission. `lock` is RowLock() where the transaction will change it.
// SUBMISSION_NOT_FOUND if there is none and no revision was made of it.
absl::StatusOr<SubmissionRow> LoadSubmission(sql::Connection& connection, absl::string_view name,
                                             absl::string_view lock = "");
// The row with this request id, if there is one.
absl::StatusOr<std::optional<SubmissionRow>> FindRequest(sql::Connection& connection,
                                                         absl::string_view request_id);
// Up to `limit` rows, newest first, after the first `skip`.
absl::StatusOr<std::vector<SubmissionRow>> ListSubmissionRows(sql::Connection& connection,
                                                              int64_t skip, int64_t limit);
absl::Status InsertSubmission(sql::Connection& connection, const SubmissionRow& row);
absl::Status UpdateSubmission(sql::Connection& connection, const SubmissionRow& row);
// Deletes the row of a submission at work, and its bytes.
absl::Status DeleteSubmission(sql::Connection& connection, int64_t id);

// All bytes of `row`.
absl::StatusOr<std::string> ReadChunks(sql::Connection& connection, const SubmissionRow& row);
// BYTES_DIFFER unless the bytes from `offset` on, all received before, are `repeated`.
absl::Status CheckRepeated(sql::Connection& connection, const SubmissionRow& row, int64_t offset,
                           absl::string_view repeated);
// Gives digests to the chunks of a submission that have none yet.
absl::Status SealChunks(sql::Connection& connection, int64_t submission);
absl::Status AppendChunk(sql::Connection& connection, const SubmissionRow& row,
                         absl::string_view data);

// Submissions at work: of one creator, or of all for an empty name.
struct UploadsAtWork {
  int64_t count = 0;
  int64_t byte_count = 0;
};
absl::StatusOr<UploadsAtWork> CountUploads(sql::Connection& connection,
                                           const std::optional<std::string>& creator);
// UPLOAD_LIMIT unless `more` fit beside what is at work, of `creator` and of all.
absl::Status CheckRoom(sql::Connection& connection, const UploadLimits& limits,
                       const std::string& creator, const UploadsAtWork& more);
// Deletes uploads that got no byte since `before` (seconds since 1970); returns how many.
absl::StatusOr<int64_t> DeleteUploadsBefore(sql::Connection& connection, int64_t before);

}  // namespace sos::ingestion::store

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_SUBMISSION_ROWS_H_
