// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_DETAIL_SOURCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_DETAIL_SOURCE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/reasoning.pb.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::eligibility {

// How far the results of entities are from others, by entity.
using Crossings = std::map<CdsCode, std::vector<indicator::v1::ResultCrossings>>;

// The numbers behind results, by name of the result.
using Facts = std::map<std::string, v1::Fact>;

// Where the details of results come from: what this service needs of indicator beside evidence.
//
// Implementations are thread-safe.
class DetailSource {
 public:
  virtual ~DetailSource() = default;

  // The crossings of the results that a determination of the query's year looks at. `next_year`:
  // of the year after. Errors are of this service's own catalog.
  virtual absl::StatusOr<Crossings> LoadCrossings(const EvidenceQuery& query, bool next_year,
                                                  const rpc::CallContext& context) = 0;

  // The numbers of the results of one entity in the query's years, with the distances to other
  // colors in its own year.
  virtual absl::StatusOr<Facts> LoadFacts(const EvidenceQuery& query,
                                          const rpc::CallContext& context) = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_DETAIL_SOURCE_H_
