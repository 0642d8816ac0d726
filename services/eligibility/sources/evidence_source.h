// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
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

  // Says which queries follow: of one program, of the same entities and revision, without changes
  // or rules of a request. A source may then read at once what they have in common. Loads give the
  // same answers without it.
  virtual absl::Status Prepare(absl::Span<const EvidenceQuery> /*queries*/,
                               const rpc::CallContext& /*context*/) {
    return absl::OkStatus();
  }
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_EVIDENCE_SOURCE_H_
