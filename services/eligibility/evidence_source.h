#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_SOURCE_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/eligibility/domain/evidence.h"
#include "sos/indicator/v1/indicator_service.grpc.pb.h"
#include "sos/ingestion/v1/ingestion_service.grpc.pb.h"

namespace sos::eligibility {

// Which evidence is meant.
struct EvidenceQuery {
  // Years of results, lists and publications.
  std::vector<int> years;
  // The year of the determination: what makes an LEA one of that year.
  int dashboard_year = 0;
  // A county's two digits; empty for all.
  std::string county_code;
  // LEAs; empty for all.
  std::vector<CdsCode> leas;
  int64_t revision = 0;
};

// What is known of LEAs, with their descriptions.
struct Evidence {
  std::map<CdsCode, LeaHistory> histories;
  std::map<CdsCode, education::v1::Entity> entities;
  // The LEAs of which something is known in the year of the determination.
  std::set<CdsCode> leas_of_year;
};

// Where evidence comes from: what this service needs of ingestion and indicator.
//
// Implementations are thread-safe.
class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;

  // Loads what is known. Errors are of this service's own catalogue.
  virtual absl::StatusOr<Evidence> Load(const EvidenceQuery& query,
                                        const rpc::CallContext& context) = 0;
};

// Evidence from the two services, over gRPC.
class GrpcEvidenceSource : public EvidenceSource {
 public:
  // The stubs must outlive the source.
  GrpcEvidenceSource(ingestion::v1::IngestionService::StubInterface* ingestion,
                     indicator::v1::IndicatorService::StubInterface* indicator)
      : ingestion_(ingestion), indicator_(indicator) {}

  absl::StatusOr<Evidence> Load(const EvidenceQuery& query,
                                const rpc::CallContext& context) override;

 private:
  ingestion::v1::IngestionService::StubInterface* const ingestion_;
  indicator::v1::IndicatorService::StubInterface* const indicator_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_SOURCE_H_
