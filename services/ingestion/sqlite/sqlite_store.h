#ifndef SOS_SERVICES_INGESTION_SQLITE_SQLITE_STORE_H_
#define SOS_SERVICES_INGESTION_SQLITE_SQLITE_STORE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/time/clock.h"
#include "services/ingestion/sqlite/database.h"
#include "services/ingestion/store.h"

namespace sos::ingestion {

// A Store in one SQLite file (write-ahead log, every commit synced to disk).
//
// Writers take turns, also across processes; readers see the newest committed state and never wait.
class SqliteStore : public Store {
 public:
  // Opens the file at `path`, creating it and its tables where there is none. `clock` must outlive
  // the store. Returns kUnavailable if that cannot be done, kFailedPrecondition if the file was
  // written by a newer version.
  static absl::StatusOr<std::unique_ptr<SqliteStore>> Open(
      const std::string& path, const Clock& clock,
      sqlite::Database::Durability durability = sqlite::Database::Durability::kFull);

  // Copies everything to a new file at `path`.
  absl::Status CopyTo(const std::string& path);

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
  absl::Status Delete(absl::string_view name) override;
  absl::StatusOr<std::vector<v1::SubmissionIssue>> ListIssues(absl::string_view name, int64_t skip,
                                                              int64_t limit) override;
  absl::StatusOr<std::vector<v1::QuarantinedStudent>> ListQuarantinedStudents(
      absl::string_view name, int64_t skip, int64_t limit) override;
  absl::StatusOr<int64_t> NewestRevision() override;
  absl::StatusOr<v1::Snapshot> GetSnapshot(int64_t revision) override;
  absl::Status VisitPartitions(const v1::PartitionFilter& filter, int64_t revision,
                               bool with_contents,
                               absl::FunctionRef<absl::Status(v1::Partition)> visit) override;
  absl::Status VisitEntities(int64_t revision,
                             absl::FunctionRef<absl::Status(v1::EntityRecord)> visit) override;
  absl::StatusOr<v1::EntityRecord> GetEntity(const CdsCode& cds, int64_t revision) override;
  absl::StatusOr<v1::Release> CreateRelease(const v1::Release& release) override;
  absl::StatusOr<v1::Release> GetRelease(absl::string_view name) override;
  absl::StatusOr<std::vector<v1::Release>> ListReleases(int64_t skip, int64_t limit) override;

 private:
  // A connection for one reader, returned to the pool when it goes.
  class Reader;

  SqliteStore(std::string path, const Clock& clock, sqlite::Database::Durability durability,
              std::unique_ptr<sqlite::Database> writer)
      : path_(std::move(path)),
        clock_(clock),
        durability_(durability),
        writer_(std::move(writer)) {}

  absl::StatusOr<Reader> Read();

  const std::string path_;
  const Clock& clock_;
  const sqlite::Database::Durability durability_;
  absl::Mutex writer_mutex_;
  std::unique_ptr<sqlite::Database> writer_ ABSL_GUARDED_BY(writer_mutex_);
  absl::Mutex readers_mutex_;
  std::vector<std::unique_ptr<sqlite::Database>> idle_readers_ ABSL_GUARDED_BY(readers_mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_SQLITE_SQLITE_STORE_H_
