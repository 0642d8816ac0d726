// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_STORE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/revision/revision.h"
#include "services/ingestion/convert/partition_builder.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"
#include "sos/ingestion/v1/partition.pb.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// What is remembered of the rows of a closed submission.
struct SubmissionNotes {
  // In file order.
  std::vector<v1::SubmissionIssue> issues;
  // The students of quarantined rows, in file order.
  std::vector<v1::QuarantinedStudent> students;
};

// Everything a commit makes durable at once.
struct CommitContents {
  // The submission as it will be, but for state, revision and partition count.
  v1::Submission submission;
  // The partitions, which replace those of the same key, and the entities they are about.
  const std::map<PartitionKey, v1::Partition>* partitions = nullptr;
  const absl::flat_hash_map<CdsCode, education::v1::Entity>* entities = nullptr;
  // The file is of an agency, not of the state: what it says of entities comes last.
  bool from_agency = false;
  // Makes a revision even where nothing changes.
  bool always_a_revision = false;
  SubmissionNotes notes;
  // The revision that the partitions were made from, where they were: a commit of any of them after
  // it is one that they do not know of.
  std::optional<Revision> built_on;
};

// The only durable data of the suite: submissions, their partitions, entities and releases.
//
// Every method is atomic: it happens whole or not at all, and what it has acknowledged survives a
// killed process and a full disk. Any of them may return kUnavailable with reason
// STORE_UNAVAILABLE, after which the call may be repeated. What is read is what was committed:
// otherwise it is kDataLoss with reason STORE_DAMAGED, which no repetition mends.
//
// Implementations are thread-safe and pass the suite in store_conformance.h.
class Store {
 public:
  virtual ~Store() = default;

  // Opens a submission and gives it a name. A repeated `request_id` (unless empty) returns the
  // submission of the first call; with other contents it is REQUEST_ID_REUSED. UPLOAD_LIMIT where
  // too many are at work.
  virtual absl::StatusOr<v1::Submission> CreateSubmission(const v1::Submission& submission,
                                                          absl::string_view request_id) = 0;

  // Returns SUBMISSION_NOT_FOUND for an unknown name.
  virtual absl::StatusOr<v1::Submission> GetSubmission(absl::string_view name) = 0;

  // Up to `limit` submissions, newest first, after the first `skip`.
  virtual absl::StatusOr<std::vector<v1::Submission>> ListSubmissions(int64_t skip,
                                                                      int64_t limit) = 0;

  // Appends `data` at `offset`; bytes received before may be repeated. Returns the bytes received.
  // SUBMISSION_CLOSED, OFFSET_MISMATCH, BYTES_DIFFER, SUBMISSION_TOO_LARGE and UPLOAD_LIMIT as
  // their names say.
  virtual absl::StatusOr<int64_t> AppendBytes(absl::string_view name, int64_t offset,
                                              absl::string_view data) = 0;

  // All bytes of an open submission.
  virtual absl::StatusOr<std::string> ReadBytes(absl::string_view name) = 0;

  // Closes an open submission as committed: makes the next revision. Where every partition and
  // entity is stored exactly so, no revision is made: the submission is `unchanged` and names the
  // newest. A submission that is closed already is returned as it is. The uploaded bytes are let
  // go. kAborted, with nothing changed, if another commit has written one of the partitions after
  // `contents.built_on`: make them again.
  virtual absl::StatusOr<v1::Submission> Commit(const CommitContents& contents) = 0;

  // Closes an open submission as rejected, likewise.
  virtual absl::StatusOr<v1::Submission> Reject(const v1::Submission& submission,
                                                const SubmissionNotes& notes) = 0;

  // Deletes all student records of an LEA and year out of every revision, as the next revision, and
  // the local ids that are kept with their wrong rows. The submission that stands for it is
  // returned; `asked` is what it says of itself. A repeated `request_id` as in CreateSubmission().
  // STUDENT_RECORDS_NOT_FOUND if the newest revision shows none and no earlier one did.
  virtual absl::StatusOr<v1::Submission> DeleteStudentRecords(const v1::Submission& asked,
                                                              absl::string_view request_id) = 0;

  // Forgets an open submission and its bytes. SUBMISSION_NOT_FOUND and SUBMISSION_CLOSED as their
  // names say.
  virtual absl::Status Delete(absl::string_view name) = 0;

  // Forgets the open submissions that got no byte for too long; returns how many.
  virtual absl::StatusOr<int64_t> DeleteExpired() = 0;

  // Up to `limit` issues of a submission, in file order, after the first `skip`.
  virtual absl::StatusOr<std::vector<v1::SubmissionIssue>> ListIssues(absl::string_view name,
                                                                      int64_t skip,
                                                                      int64_t limit) = 0;

  // Up to `limit` students of a submission's quarantined rows, likewise. SUBMISSION_NOT_FOUND for
  // an unknown name.
  virtual absl::StatusOr<std::vector<v1::QuarantinedStudent>> ListQuarantinedStudents(
      absl::string_view name, int64_t skip, int64_t limit) = 0;

  // The revision that `asked` means, with number and identity. REVISION_NOT_FOUND where this
  // history has none. In all reads below, the same is done with their revision.
  virtual absl::StatusOr<Revision> Resolve(const Revision& asked) = 0;
  absl::StatusOr<Revision> NewestRevision() { return Resolve({}); }

  // What each collection holds at `revision`, without the files that made it.
  virtual absl::StatusOr<v1::Snapshot> GetSnapshot(const Revision& revision) = 0;

  // Calls `visit` with the submissions that made the revisions after number `after` up to
  // `revision`, in the order of revisions. An error from `visit` ends the walk and is returned.
  virtual absl::Status VisitCommits(int64_t after, const Revision& revision,
                                    absl::FunctionRef<absl::Status(v1::Submission)> visit) = 0;

  // Calls `visit` with the partitions of `revision` in the order of PartitionKey, with contents or
  // without; of student records only the columns of `filter.record_fields`. An error from `visit`
  // ends the walk and is returned.
  virtual absl::Status VisitPartitions(const v1::PartitionFilter& filter, const Revision& revision,
                                       bool with_contents,
                                       absl::FunctionRef<absl::Status(v1::Partition)> visit) = 0;

  // Calls `visit` with every entity as `revision` knows it, by code.
  virtual absl::Status VisitEntities(const Revision& revision,
                                     absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) = 0;

  // Returns ENTITY_NOT_FOUND, without near matches, for an unknown code.
  virtual absl::StatusOr<v1::EntityRecord> GetEntity(const CdsCode& cds,
                                                     const Revision& revision) = 0;

  // Names a revision. RELEASE_EXISTS if the name belongs to another, or to one that is not public
  // as this is; the release if to the same. RELEASE_NOT_NEWEST for a public one of an older
  // revision.
  virtual absl::StatusOr<v1::Release> CreateRelease(const v1::Release& release) = 0;

  // Returns RELEASE_NOT_FOUND for an unknown name.
  virtual absl::StatusOr<v1::Release> GetRelease(absl::string_view name) = 0;

  // Up to `limit` releases, newest first, after the first `skip`.
  virtual absl::StatusOr<std::vector<v1::Release>> ListReleases(int64_t skip, int64_t limit) = 0;
};

// The largest upload, in bytes. The largest published file has about 80 MB; the student enrollments
// of the whole state in one file about 700.
inline constexpr int64_t kMaxSubmissionBytes = int64_t{1} << 30;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_STORE_H_
