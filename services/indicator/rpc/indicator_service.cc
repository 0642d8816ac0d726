// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/rpc/indicator_service.h"

#include <utility>

#include "common/revision/revision.h"
#include "services/indicator/errors.h"

namespace sos::indicator {

IndicatorService::IndicatorService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies), calls_([&calls] {
        calls.service = v1::IndicatorService::service_full_name();
        return std::move(calls);
      }()) {}

absl::StatusOr<Revision> IndicatorService::Resolve(const Revision& revision,
                                                   const rpc::CallContext& context) {
  absl::StatusOr<Revision> resolved = deps_.revisions->Resolve(revision, context);
  if (!resolved.ok()) return errors::FromIngestion(resolved.status(), revision);
  return resolved;
}

}  // namespace sos::indicator
