// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/eligibility/evidence/evidence_set.h"

namespace sos::eligibility {

// Where evidence comes from: what this service needs of ingestion and indicator.
//
// Implementations are thread-safe.
class EvidenceSource {
 public:
  virtual ~EvidenceSource() = default;

  // Loads what is known. Errors are of this service's own catalog.
  virtual absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                               const rpc::CallContext& context) = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_
