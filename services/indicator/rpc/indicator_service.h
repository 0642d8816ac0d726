// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RPC_INDICATOR_SERVICE_H_
#define SOS_SERVICES_INDICATOR_RPC_INDICATOR_SERVICE_H_

#include <string>

#include "common/audit/student_access.h"
#include "common/cache/cache.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/rpc/paging.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/results/marked_partitions.h"
#include "services/indicator/students/record_measure_source.h"
#include "services/ingestion/client/revisions.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"

namespace sos::indicator {

// The RPCs of the indicator service. Thread-safe.
class IndicatorService final : public v1::IndicatorService::Service {
 public:
  struct Dependencies {
    RecordMeasureSource* measures;
    Revisions* revisions;
    Cache* cache;
    const RulebookLibrary* rulebooks;
    // Who may list students.
    StudentAccess student_access;
    // Threads that compute one bulk request.
    int worker_count = 2;
  };

  // The dependencies must outlive the service.
  IndicatorService(const Dependencies& dependencies, rpc::Calls::Options calls);

  grpc::Status GetResult(grpc::ServerContext* context, const v1::GetResultRequest* request,
                         v1::Result* response) override;
  grpc::Status BatchGetResults(grpc::ServerContext* context,
                               const v1::BatchGetResultsRequest* request,
                               v1::BatchGetResultsResponse* response) override;
  grpc::Status ListResults(grpc::ServerContext* context, const v1::ListResultsRequest* request,
                           v1::ListResultsResponse* response) override;
  grpc::Status StreamResults(grpc::ServerContext* context, const v1::StreamResultsRequest* request,
                             grpc::ServerWriter<v1::StreamResultsResponse>* writer) override;
  grpc::Status StreamCrossings(grpc::ServerContext* context,
                               const v1::StreamCrossingsRequest* request,
                               grpc::ServerWriter<v1::StreamCrossingsResponse>* writer) override;
  grpc::Status ExplainResult(grpc::ServerContext* context, const v1::ExplainResultRequest* request,
                             v1::Explanation* response) override;
  grpc::Status GetReadiness(grpc::ServerContext* context, const v1::GetReadinessRequest* request,
                            v1::Readiness* response) override;
  grpc::Status ListStudents(grpc::ServerContext* context, const v1::ListStudentsRequest* request,
                            v1::ListStudentsResponse* response) override;
  grpc::Status GetRulebook(grpc::ServerContext* context, const v1::GetRulebookRequest* request,
                           v1::Rulebook* response) override;
  grpc::Status ListRulebooks(grpc::ServerContext* context, const v1::ListRulebooksRequest* request,
                             v1::ListRulebooksResponse* response) override;

 private:
  absl::StatusOr<Revision> Resolve(const Revision& revision, const rpc::CallContext& context);
  // The page that a list request asks for, of the revision that it means.
  template <typename Request>
  absl::StatusOr<rpc::Page> PageOf(absl::string_view method, const Request& request,
                                   const rpc::CallContext& context);
  absl::StatusOr<v1::Result> Get(const std::string& name, const Revision& revision,
                                 const rpc::CallContext& context);
  // Whether results are marked: for callers who do not see all counts, and where it was asked for.
  absl::StatusOr<Marking> MarkingFor(bool asked_for, const Revision& revision,
                                     const rpc::CallContext& context);
  // What `context`'s caller may see of a result without the right to its counts; unspecified for
  // callers who see all counts.
  absl::StatusOr<education::v1::Disclosure> DisclosureOf(const std::string& name,
                                                         const Revision& revision,
                                                         const rpc::CallContext& context);
  absl::StatusOr<v1::ListResultsResponse> List(const v1::ListResultsRequest& request,
                                               const rpc::Page& page,
                                               const rpc::CallContext& context);

  const Dependencies deps_;
  rpc::Calls calls_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RPC_INDICATOR_SERVICE_H_
