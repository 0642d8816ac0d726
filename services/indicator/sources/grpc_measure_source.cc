// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/sources/grpc_measure_source.h"

#include <utility>

#include "common/revision/revision.h"
#include "common/rpc/grpc_status.h"
#include "services/indicator/errors.h"
#include "services/ingestion/client/check_partition.h"

namespace sos::indicator {

absl::Status GrpcMeasureSource::Visit(
    const ingestion::v1::PartitionFilter& filter, const Revision& revision,
    const rpc::CallContext& context,
    absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) {
  ingestion::v1::StreamPartitionsRequest request;
  *request.mutable_filter() = filter;
  SetRevision(revision, request);
  const auto client_context = context.NewClientContext();
  const auto reader = ingestion_->StreamPartitions(client_context.get(), request);
  ingestion::v1::StreamPartitionsResponse response;
  while (reader->Read(&response)) {
    absl::Status status;
    for (const auto& partition : response.partitions()) status.Update(CheckPartition(partition));
    if (!status.ok()) {
      status = errors::FromIngestion(status, revision);
    } else {
      status = visit(std::move(response));
    }
    if (!status.ok()) {
      client_context->TryCancel();
      (void)reader->Finish();  // The visitor's error is the answer.
      return status;
    }
    response.Clear();
  }
  return errors::FromIngestion(rpc::FromGrpcStatus(reader->Finish()), revision);
}

}  // namespace sos::indicator
