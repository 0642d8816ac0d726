// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_UPSTREAM_TEST_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_UPSTREAM_TEST_H_

#include <memory>
#include <vector>

#include "common/rpc/grpc_status.h"
#include "grpcpp/grpcpp.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::eligibility {

// The ingestion service: answers with what a test put into it, and keeps what it was asked.
class UpstreamIngestion final : public ingestion::v1::IngestionService::Service {
 public:
  grpc::Status GetSnapshot(grpc::ServerContext*, const ingestion::v1::GetSnapshotRequest* request,
                           ingestion::v1::Snapshot*) override {
    snapshots.push_back(*request);
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamPartitions(
      grpc::ServerContext*, const ingestion::v1::StreamPartitionsRequest* request,
      grpc::ServerWriter<ingestion::v1::StreamPartitionsResponse>* writer) override {
    asked.push_back(*request);
    if (response.partitions_size() > 0) writer->Write(response);
    return rpc::ToGrpcStatus(ends);
  }

  ingestion::v1::StreamPartitionsResponse response;
  absl::Status ends;
  std::vector<ingestion::v1::GetSnapshotRequest> snapshots;
  std::vector<ingestion::v1::StreamPartitionsRequest> asked;
};

// The indicator service, likewise.
class UpstreamIndicator final : public indicator::v1::IndicatorService::Service {
 public:
  grpc::Status StreamResults(
      grpc::ServerContext*, const indicator::v1::StreamResultsRequest* request,
      grpc::ServerWriter<indicator::v1::StreamResultsResponse>* writer) override {
    results_asked.push_back(*request);
    if (results.blocks_size() > 0) writer->Write(results);
    return rpc::ToGrpcStatus(ends);
  }
  grpc::Status StreamCrossings(
      grpc::ServerContext*, const indicator::v1::StreamCrossingsRequest* request,
      grpc::ServerWriter<indicator::v1::StreamCrossingsResponse>* writer) override {
    crossings_asked.push_back(*request);
    if (crossings.results_size() > 0) writer->Write(crossings);
    return rpc::ToGrpcStatus(ends);
  }

  indicator::v1::StreamResultsResponse results;
  indicator::v1::StreamCrossingsResponse crossings;
  absl::Status ends;
  std::vector<indicator::v1::StreamResultsRequest> results_asked;
  std::vector<indicator::v1::StreamCrossingsRequest> crossings_asked;
};

// Both, over gRPC within the process. One call at a time.
struct Upstream {
  Upstream() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&from_ingestion).RegisterService(&from_indicator);
    server = builder.BuildAndStart();
    const auto channel = server->InProcessChannel({});
    ingestion_stub = ingestion::v1::IngestionService::NewStub(channel);
    indicator_stub = indicator::v1::IndicatorService::NewStub(channel);
  }

  UpstreamIngestion from_ingestion;
  UpstreamIndicator from_indicator;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<ingestion::v1::IngestionService::Stub> ingestion_stub;
  std::unique_ptr<indicator::v1::IndicatorService::Stub> indicator_stub;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_UPSTREAM_TEST_H_
