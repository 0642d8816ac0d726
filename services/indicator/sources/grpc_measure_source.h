// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_SOURCES_GRPC_MEASURE_SOURCE_H_
#define SOS_SERVICES_INDICATOR_SOURCES_GRPC_MEASURE_SOURCE_H_

#include "services/indicator/sources/measure_source.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::indicator {

// Measures from the ingestion service, over gRPC.
class GrpcMeasureSource : public MeasureSource {
 public:
  // `ingestion` must outlive the source.
  explicit GrpcMeasureSource(ingestion::v1::IngestionService::StubInterface* ingestion)
      : ingestion_(ingestion) {}

  absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override;

 private:
  ingestion::v1::IngestionService::StubInterface* const ingestion_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_SOURCES_GRPC_MEASURE_SOURCE_H_
