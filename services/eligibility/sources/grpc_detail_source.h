// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_DETAIL_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_DETAIL_SOURCE_H_

#include "services/eligibility/sources/detail_source.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"

namespace sos::eligibility {

// Details from the indicator service, over gRPC.
class GrpcDetailSource : public DetailSource {
 public:
  // The stub must outlive the source.
  explicit GrpcDetailSource(indicator::v1::IndicatorService::StubInterface* indicator)
      : indicator_(indicator) {}

  absl::StatusOr<Crossings> LoadCrossings(const EvidenceQuery& query, bool next_year,
                                          const rpc::CallContext& context) override;
  absl::StatusOr<Facts> LoadFacts(const EvidenceQuery& query,
                                  const rpc::CallContext& context) override;

 private:
  indicator::v1::IndicatorService::StubInterface* const indicator_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_DETAIL_SOURCE_H_
