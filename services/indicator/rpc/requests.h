// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_
#define SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_

#include <string>

#include "common/disclosure/mask.h"
#include "common/resource_names/resource_names.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/rpc/indicator_service.h"

namespace sos::indicator {

// A request as a part of a cache key: everything but the revision, which stands there resolved.
template <typename Request>
std::string KeyOf(Request request) {
  request.clear_revision();
  request.clear_revision_identity();
  return request.SerializeAsString();
}

template <typename Request>
absl::StatusOr<rpc::Page> IndicatorService::PageOf(absl::string_view method, const Request& request,
                                                   const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(rpc::Page page, rpc::PageOf(method, request, errors::kDomain));
  SOS_ASSIGN_OR_RETURN(page.revision, Resolve(page.revision, context));
  return page;
}

// Whether the caller sees every count of an entity; empty for those who see all.
inline SeesCounts SeesCountsOf(const auth::Principal& principal) {
  if (SeesAllCounts(principal)) return {};
  return [principal](const education::v1::Entity& entity) {
    const auto cds = ParseEntityName(entity.name());
    return cds && principal.SeesCountsOf(*cds);
  };
}

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_
