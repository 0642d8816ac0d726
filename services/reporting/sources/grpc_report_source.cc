// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sources/grpc_report_source.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/reporting/errors.h"

namespace sos::reporting {

absl::StatusOr<education::v1::Entity> GrpcReportSource::GetEntity(const CdsCode& cds,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context) {
  ingestion::v1::GetEntityRequest request;
  request.set_name(absl::StrCat("entities/", cds.text()));
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  ingestion::v1::EntityRecord record;
  const absl::Status status =
      rpc::FromGrpcStatus(ingestion_->GetEntity(client_context.get(), request, &record));
  if (ErrorReason(status) == "ENTITY_NOT_FOUND") {
    return errors::EntityNotFound(cds.text(), status.message());
  }
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "ingestion", revision));
  return record.entity();
}

absl::StatusOr<std::vector<indicator::v1::ResultBlock>> GrpcReportSource::GetResults(
    const indicator::v1::ResultFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  indicator::v1::StreamResultsRequest request;
  *request.mutable_filter() = filter;
  request.set_with_disclosures(true);
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = indicator_->StreamResults(client_context.get(), request);
  std::vector<indicator::v1::ResultBlock> blocks;
  indicator::v1::StreamResultsResponse response;
  while (reader->Read(&response)) {
    for (auto& block : *response.mutable_blocks()) blocks.push_back(std::move(block));
  }
  SOS_RETURN_IF_ERROR(
      errors::FromUpstream(rpc::FromGrpcStatus(reader->Finish()), "indicator", revision));
  return blocks;
}

absl::StatusOr<std::vector<eligibility::v1::Determination>> GrpcReportSource::GetDeterminations(
    const eligibility::v1::DeterminationFilter& filter, const Revision& revision,
    const rpc::CallContext& context) {
  eligibility::v1::StreamDeterminationsRequest request;
  *request.mutable_filter() = filter;
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = eligibility_->StreamDeterminations(client_context.get(), request);
  std::vector<eligibility::v1::Determination> determinations;
  eligibility::v1::StreamDeterminationsResponse response;
  while (reader->Read(&response)) {
    for (auto& d : *response.mutable_determinations()) determinations.push_back(std::move(d));
  }
  const absl::Status status = rpc::FromGrpcStatus(reader->Finish());
  if (ErrorReason(status) == "RULEBOOK_NOT_FOUND") return determinations;
  SOS_RETURN_IF_ERROR(errors::FromUpstream(status, "eligibility", revision));
  return determinations;
}

}  // namespace sos::reporting
