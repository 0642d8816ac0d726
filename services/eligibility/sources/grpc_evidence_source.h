// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_

#include <memory>

#include "services/eligibility/sources/evidence_source.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::eligibility {

// Evidence from the two services, over gRPC.
class GrpcEvidenceSource : public EvidenceSource {
 public:
  // The stubs must outlive the source.
  GrpcEvidenceSource(ingestion::v1::IngestionService::StubInterface* ingestion,
                     indicator::v1::IndicatorService::StubInterface* indicator)
      : ingestion_(ingestion), indicator_(indicator) {}

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext& context) override;

 private:
  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  indicator::v1::IndicatorService::StubInterface* const indicator_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_
