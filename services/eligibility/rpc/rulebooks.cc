// SPDX-License-Identifier: Apache-2.0

#include "common/rpc/paging.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {
grpc::Status EligibilityService::GetRulebook(grpc::ServerContext* context,
                                             const v1::GetRulebookRequest* request,
                                             v1::Rulebook* response) {
  return calls_.Run(*context, "GetRulebook", request, response,
                    [&](const rpc::CallContext&) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      const LoadedRulebook* rulebook = deps_.rulebooks->Find(request->name());
                      if (rulebook == nullptr) return errors::RulebookNotFound(request->name());
                      *response = rulebook->proto;
                      return absl::OkStatus();
                    });
}

grpc::Status EligibilityService::ListRulebooks(grpc::ServerContext* context,
                                               const v1::ListRulebooksRequest* request,
                                               v1::ListRulebooksResponse* response) {
  return calls_.Run(*context, "ListRulebooks", request, response, [&](const rpc::CallContext&) {
    const auto list = [&](int64_t skip,
                          int64_t limit) -> absl::StatusOr<std::vector<v1::Rulebook>> {
      return deps_.rulebooks->List(skip, limit);
    };
    return rpc::AnswerPage("ListRulebooks", *request, errors::kDomain, response, list,
                           [](auto* r) { return r->add_rulebooks(); });
  });
}

}  // namespace sos::eligibility
