// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_

#include <map>
#include <memory>

#include "absl/types/span.h"
#include "services/eligibility/sources/evidence_source.h"
#include "services/eligibility/sources/year_files.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::eligibility {

// The files of some years.
using FilesByYear = std::map<int, std::shared_ptr<const YearFile>>;

// Evidence from the two services, over gRPC. What they say of a year is read once for all queries
// of the same entities and revision, and kept while there is room.
class GrpcEvidenceSource : public EvidenceSource {
 public:
  // The stubs must outlive the source.
  GrpcEvidenceSource(ingestion::v1::IngestionService::StubInterface* ingestion,
                     indicator::v1::IndicatorService::StubInterface* indicator)
      : ingestion_(ingestion), indicator_(indicator) {}

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext& context) override;

  // Reads every year that a query needs and that is not kept in one call to each service. Years of
  // all schools of the state are left to the loads, which would find only the last of them kept.
  absl::Status Prepare(absl::Span<const EvidenceQuery> queries,
                       const rpc::CallContext& context) override;

 private:
  absl::StatusOr<FilesByYear> ReadResults(const EvidenceQuery& query, absl::Span<const int> years,
                                          const rpc::CallContext& context);
  absl::StatusOr<FilesByYear> ReadLists(const EvidenceQuery& query, absl::Span<const int> years,
                                        const rpc::CallContext& context);
  absl::StatusOr<ingestion::v1::Snapshot> ReadSnapshot(const EvidenceQuery& query,
                                                       const rpc::CallContext& context);

  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  indicator::v1::IndicatorService::StubInterface* const indicator_;
  YearFiles kept_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_GRPC_EVIDENCE_SOURCE_H_
