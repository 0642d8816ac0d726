// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_SQL_SQL_STORE_H_
#define SOS_SERVICES_INGESTION_STORE_SQL_SQL_STORE_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "common/metrics/metrics.h"
#include "common/revision/revision.h"
#include "common/sql/connection.h"
#include "common/time/clock.h"
#include "services/ingestion/store/sql/history.h"
#include "services/ingestion/store/store.h"
#include "services/ingestion/store/upload_limits.h"

namespace sos::ingestion {

// A Store in a relational database with the tables of sqlite/schema.h or postgres/schema.h.
//
// Revisions are given out by one transaction at a time, so that they have no gaps and a revision is
// complete as soon as it can be seen, however many processes share the database. Bytes of different
// submissions are taken in side by side where the database can.
class SqlStore : public Store {
 public:
  // `clock` must outlive the store.
  SqlStore(std::unique_ptr<sql::ConnectionPool> pool, const Clock& clock,
           const UploadLimits& limits = {})
      : pool_(std::move(pool)), clock_(clock), limits_(limits) {}

  absl::StatusOr<v1::Submission> CreateSubmission(const v1::Submission& submission,
                                                  absl::string_view request_id) override;
  absl::StatusOr<v1::Submission> GetSubmission(absl::string_view name) override;
  absl::StatusOr<std::vector<v1::Submission>> ListSubmissions(int64_t skip, int64_t limit) override;
  absl::StatusOr<int64_t> AppendBytes(absl::string_view name, int64_t offset,
                                      absl::string_view data) override;
  absl::StatusOr<std::string> ReadBytes(absl::string_view name) override;
  absl::StatusOr<v1::Submission> Commit(const CommitContents& contents) override;
  absl::StatusOr<v1::Submission> Reject(const v1::Submission& submission,
                                        const SubmissionNotes& notes) override;
  absl::StatusOr<v1::Submission> DeleteStudentRecords(const v1::Submission& asked,
                                                      absl::string_view request_id) override;
  absl::Status Delete(absl::string_view name) override;
  absl::StatusOr<int64_t> DeleteExpired() override;
  absl::StatusOr<std::vector<v1::SubmissionIssue>> ListIssues(absl::string_view name, int64_t skip,
                                                              int64_t limit) override;
  absl::StatusOr<std::vector<v1::QuarantinedStudent>> ListQuarantinedStudents(
      absl::string_view name, int64_t skip, int64_t limit) override;
  absl::StatusOr<Revision> Resolve(const Revision& asked) override;
  absl::StatusOr<v1::Snapshot> GetSnapshot(const Revision& revision) override;
  absl::Status VisitCommits(int64_t after, const Revision& revision,
                            absl::FunctionRef<absl::Status(v1::Submission)> visit) override;
  absl::Status VisitPartitions(const v1::PartitionFilter& filter, const Revision& revision,
                               bool with_contents,
                               absl::FunctionRef<absl::Status(v1::Partition)> visit) override;
  absl::Status VisitEntities(const Revision& revision,
                             absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) override;
  absl::StatusOr<v1::EntityRecord> GetEntity(const CdsCode& cds, const Revision& revision) override;
  absl::StatusOr<v1::Release> CreateRelease(const v1::Release& release) override;
  absl::StatusOr<v1::Release> GetRelease(absl::string_view name) override;
  absl::StatusOr<std::vector<v1::Release>> ListReleases(int64_t skip, int64_t limit) override;

 private:
  // Clears the database's files of what was deleted, where a reader was in the way before.
  absl::Status ForgetPending();

  const std::unique_ptr<sql::ConnectionPool> pool_;
  const Clock& clock_;
  const UploadLimits limits_;
  store::History history_;
  // Deleted records may still lie in the database's files.
  std::atomic<bool> forget_pending_ = false;
  const metrics::Durations commit_times_ = metrics::FindDurations(
      "sos_store_commit_seconds", "How long a submission's commit held the store.");
  metrics::Counter expired_uploads_ = metrics::FindCounter(
      "sos_expired_uploads_total", "Uploads that were deleted because no bytes came any more.");
  metrics::Gauge open_uploads_ =
      metrics::FindGauge("sos_open_uploads", "Submissions that are neither closed nor deleted.");
  metrics::Gauge open_upload_bytes_ =
      metrics::FindGauge("sos_open_upload_bytes", "Bytes received of them.");
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_SQL_SQL_STORE_H_
