// SPDX-License-Identifier: Apache-2.0

// What estimates need beside results: what is stored of an LEA, what indicators wait for, and what
// would become of them with other numbers.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "services/reporting/errors.h"
#include "services/reporting/sources/grpc_report_source.h"

namespace sos::reporting {
namespace {

// One page is all: an LEA has fewer collections of a year than that.
constexpr int kPageSize = 1000;

}  // namespace

absl::StatusOr<std::vector<ingestion::v1::Partition>> GrpcReportSource::GetStoredOf(
    const CdsCode& lea, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  ingestion::v1::ListPartitionsRequest request;
  request.mutable_filter()->add_lea_cds(lea.ToString());
  request.mutable_filter()->add_dashboard_years(dashboard_year);
  request.set_page_size(kPageSize);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  ingestion::v1::ListPartitionsResponse response;
  const absl::Status status =
      rpc::FromGrpcStatus(ingestion_->ListPartitions(client_context.get(), request, &response));
  if (!status.ok()) return errors::FromUpstream(status, "ingestion", revision);
  return std::vector<ingestion::v1::Partition>(response.partitions().begin(),
                                               response.partitions().end());
}

absl::StatusOr<std::optional<indicator::v1::Readiness>> GrpcReportSource::GetReadiness(
    const CdsCode& lea, int dashboard_year, const Revision& revision,
    const rpc::CallContext& context) {
  indicator::v1::GetReadinessRequest request;
  request.set_dashboard_year(dashboard_year);
  request.set_lea(EntityName(lea));
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  indicator::v1::Readiness readiness;
  const absl::Status status =
      rpc::FromGrpcStatus(indicator_->GetReadiness(client_context.get(), request, &readiness));
  if (ErrorReason(status) == "RULEBOOK_NOT_FOUND") return std::nullopt;
  if (!status.ok()) return errors::FromUpstream(status, "indicator", revision);
  return readiness;
}

absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GrpcReportSource::GetChangedResults(
    const indicator::v1::ResultFilter& filter, std::vector<indicator::v1::MeasureChange> changes,
    const Revision& revision, const rpc::CallContext& context) {
  indicator::v1::StreamResultsRequest request;
  *request.mutable_filter() = filter;
  for (indicator::v1::MeasureChange& change : changes) *request.add_changes() = std::move(change);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamResults(client_context.get(), request);
  std::vector<indicator::v1::ResultBlock> blocks;
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (auto& block : *response.mutable_blocks()) blocks.push_back(std::move(block));
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  if (!status.ok()) return errors::FromUpstream(status, "indicator", revision);
  return blocks;
}

absl::StatusOr<std::optional<eligibility::v1::EvaluateChangesResponse>>
GrpcReportSource::EvaluateChanges(const eligibility::v1::DeterminationFilter& filter,
                                  std::vector<indicator::v1::MeasureChange> changes,
                                  const Revision& revision, const rpc::CallContext& context) {
  eligibility::v1::EvaluateChangesRequest request;
  *request.mutable_filter() = filter;
  for (indicator::v1::MeasureChange& change : changes) *request.add_changes() = std::move(change);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  eligibility::v1::EvaluateChangesResponse response;
  const absl::Status status =
      rpc::FromGrpcStatus(eligibility_->EvaluateChanges(client_context.get(), request, &response));
  if (ErrorReason(status) == "RULEBOOK_NOT_FOUND") return std::nullopt;
  if (!status.ok()) return errors::FromUpstream(status, "eligibility", revision);
  return response;
}

}  // namespace sos::reporting
