// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_
#define SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_

#include <string>

#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/indicator/errors.h"
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

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RPC_REQUESTS_H_
