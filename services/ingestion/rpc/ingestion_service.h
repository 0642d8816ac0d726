// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_RPC_INGESTION_SERVICE_H_
#define SOS_SERVICES_INGESTION_RPC_INGESTION_SERVICE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/audit/student_access.h"
#include "common/memory/memory_budget.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/rpc/paging.h"
#include "common/rpc/request_stream.h"
#include "common/status/macros.h"
#include "services/ingestion/domain/student/record_layout.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/files/entity_index.h"
#include "services/ingestion/files/loaded_files.h"
#include "services/ingestion/files/read_cost.h"
#include "services/ingestion/files/snapshot_reader.h"
#include "services/ingestion/rpc/revision_feed.h"
#include "services/ingestion/store/store.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::ingestion {

// Who may read the columns of student records.
enum class StudentRecordReaders {
  // Callers in the same process only: `sos serve` on a laptop.
  kSameProcess,
  // Whoever reaches the server: in a cluster, where the network lets the indicator service alone.
  kEverybody,
};

// The RPCs of ingestion: each validates its request, delegates to the store or the file reader, and
// answers. Thread-safe.
//
// What is sent in over a stream of requests is a callback method (common/rpc/request_stream.h), so
// that a caller who falls silent can be told.
class IngestionService final
    : public v1::IngestionService::WithRawCallbackMethod_WatchRevisions<
          v1::IngestionService::WithRawCallbackMethod_UploadSubmission<
              v1::IngestionService::WithRawCallbackMethod_SubmitStudentRecords<
                  v1::IngestionService::Service>>> {
 public:
  struct Rules {
    StudentRecordReaders record_readers = StudentRecordReaders::kEverybody;
    // Commits must say size and digest of the file that is meant, and streams of records how many
    // they are.
    bool commit_digest_required = false;
    // Every commit makes a revision, so that it can be told which partitions are of which file.
    bool always_a_revision = false;
    // What the files that are read at once may take together.
    int64_t read_memory_bytes = kDefaultReadMemoryBytes;
  };

  // `store` and `layouts`, those of student records, must outlive the service.
  IngestionService(Store* store, const RecordLayouts* layouts, const Rules& rules,
                   StudentAccess student_access, rpc::Calls::Options calls);

  // Ends all watches, so that the server can drain.
  void StopWatches();

  grpc::Status CreateSubmission(grpc::ServerContext* context,
                                const v1::CreateSubmissionRequest* request,
                                v1::Submission* response) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* UploadSubmission(grpc::CallbackServerContext* context,
                                                              grpc::ByteBuffer* response) override;
  grpc::Status CommitSubmission(grpc::ServerContext* context,
                                const v1::CommitSubmissionRequest* request,
                                v1::Submission* response) override;
  grpc::Status DeleteStudentRecords(grpc::ServerContext* context,
                                    const v1::DeleteStudentRecordsRequest* request,
                                    v1::Submission* response) override;
  grpc::Status DeleteSubmission(grpc::ServerContext* context,
                                const v1::DeleteSubmissionRequest* request,
                                google::protobuf::Empty* response) override;
  grpc::Status GetSubmission(grpc::ServerContext* context, const v1::GetSubmissionRequest* request,
                             v1::Submission* response) override;
  grpc::Status ListSubmissions(grpc::ServerContext* context,
                               const v1::ListSubmissionsRequest* request,
                               v1::ListSubmissionsResponse* response) override;
  grpc::Status ListSubmissionIssues(grpc::ServerContext* context,
                                    const v1::ListSubmissionIssuesRequest* request,
                                    v1::ListSubmissionIssuesResponse* response) override;
  grpc::ServerReadReactor<grpc::ByteBuffer>* SubmitStudentRecords(
      grpc::CallbackServerContext* context, grpc::ByteBuffer* response) override;
  grpc::Status ListQuarantinedStudents(grpc::ServerContext* context,
                                       const v1::ListQuarantinedStudentsRequest* request,
                                       v1::ListQuarantinedStudentsResponse* response) override;
  grpc::Status GetSnapshot(grpc::ServerContext* context, const v1::GetSnapshotRequest* request,
                           v1::Snapshot* response) override;
  grpc::Status GetRevision(grpc::ServerContext* context, const v1::GetRevisionRequest* request,
                           v1::Revision* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* WatchRevisions(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::Status ListPartitions(grpc::ServerContext* context,
                              const v1::ListPartitionsRequest* request,
                              v1::ListPartitionsResponse* response) override;
  grpc::Status StreamPartitions(grpc::ServerContext* context,
                                const v1::StreamPartitionsRequest* request,
                                grpc::ServerWriter<v1::StreamPartitionsResponse>* writer) override;
  grpc::Status StreamRows(grpc::ServerContext* context, const v1::StreamRowsRequest* request,
                          grpc::ServerWriter<v1::StreamRowsResponse>* writer) override;
  grpc::Status GetEntity(grpc::ServerContext* context, const v1::GetEntityRequest* request,
                         v1::EntityRecord* response) override;
  grpc::Status ListEntities(grpc::ServerContext* context, const v1::ListEntitiesRequest* request,
                            v1::ListEntitiesResponse* response) override;
  grpc::Status SearchEntities(grpc::ServerContext* context,
                              const v1::SearchEntitiesRequest* request,
                              v1::SearchEntitiesResponse* response) override;
  grpc::Status CreateRelease(grpc::ServerContext* context, const v1::CreateReleaseRequest* request,
                             v1::Release* response) override;
  grpc::Status GetRelease(grpc::ServerContext* context, const v1::GetReleaseRequest* request,
                          v1::Release* response) override;
  grpc::Status ListReleases(grpc::ServerContext* context, const v1::ListReleasesRequest* request,
                            v1::ListReleasesResponse* response) override;

 private:
  // Opens a submission as it was asked for.
  absl::StatusOr<v1::Submission> Create(const v1::Submission& submission,
                                        const std::string& request_id,
                                        const rpc::CallContext& call);
  // Takes the chunks of an upload, one after the other.
  absl::Status Upload(rpc::RequestStream<v1::UploadSubmissionRequest>& chunks,
                      const rpc::CallContext& call, v1::UploadSubmissionResponse* response);
  // Takes the records of a submission and commits it.
  absl::Status SubmitRecords(rpc::RequestStream<v1::SubmitStudentRecordsRequest>& requests,
                             const rpc::CallContext& call, v1::Submission* response);
  // A submission that the caller may see; SUBMISSION_NOT_FOUND for one of somebody else.
  absl::StatusOr<v1::Submission> GetOwn(const std::string& name, const rpc::CallContext& call);
  absl::StatusOr<v1::Release> FindRelease(const std::string& name);
  absl::StatusOr<std::vector<v1::Submission>> ListOwn(int64_t skip, int64_t limit,
                                                      const auth::Principal& principal);
  // Whether the caller is given columns of student records.
  bool MayReadRecords(const grpc::ServerContext& context, const rpc::CallContext& call) const;
  // Commits the submission that `request` means, if the caller may write what is in it, and lets
  // those who watch know. Nothing happens if the caller has `hung_up` by the time all is read.
  absl::Status Commit(const v1::CommitSubmissionRequest& request, const rpc::CallContext& call,
                      v1::Submission* response, absl::FunctionRef<bool()> hung_up);
  absl::StatusOr<v1::Submission> DeleteRecords(const v1::DeleteStudentRecordsRequest& request,
                                               const rpc::CallContext& call);
  // Whether the caller may write a partition.
  static absl::Status MayWrite(const auth::Principal& principal, const PartitionKey& partition);
  // The page that a list request asks for, of the revision that it means.
  template <typename Request>
  absl::StatusOr<rpc::Page> PageOf(absl::string_view method, const Request& request) {
    SOS_ASSIGN_OR_RETURN(rpc::Page page, rpc::PageOf(method, request, errors::kDomain));
    SOS_ASSIGN_OR_RETURN(page.revision, store_->Resolve(page.revision));
    return page;
  }

  Store* const store_;
  LoadedFilesReader loaded_files_;
  SnapshotReader snapshots_;
  EntityIndexReader entity_indexes_;
  const RecordLayouts* const layouts_;
  const Rules rules_;
  const StudentAccess student_access_;
  MemoryBudget read_memory_;
  rpc::Calls calls_;
  UnpublishedEstimates unpublished_;
  NewestDeletion deletion_;
  RevisionFeed feed_;
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_RPC_INGESTION_SERVICE_H_
