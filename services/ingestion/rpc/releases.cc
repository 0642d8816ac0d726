// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/ingestion/errors.h"
#include "services/ingestion/rpc/ingestion_service.h"
#include "services/ingestion/rpc/validate.h"

namespace sos::ingestion {

absl::StatusOr<v1::Release> IngestionService::FindRelease(const std::string& name) {
  // What no release can be called is not looked for: a store may not even take such a text.
  return IsReleaseName(name) ? store_->GetRelease(name) : errors::ReleaseNotFound(name);
}

grpc::Status IngestionService::CreateRelease(grpc::ServerContext* context,
                                             const v1::CreateReleaseRequest* request,
                                             v1::Release* response) {
  return calls_.Run(
      *context, "CreateRelease", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_RETURN_IF_ERROR(ValidateRelease(request->release()));
        SOS_RETURN_IF_ERROR(ValidateRequestId(request->request_id()));
        SOS_RETURN_IF_ERROR(rpc::Answer(store_->CreateRelease(request->release()), response));
        feed_.Wake();
        return absl::OkStatus();
      });
}

grpc::Status IngestionService::GetRelease(grpc::ServerContext* context,
                                          const v1::GetReleaseRequest* request,
                                          v1::Release* response) {
  return calls_.Run(*context, "GetRelease", request, response,
                    [&](const rpc::CallContext&) -> absl::Status {
                      if (request->name().empty()) return errors::FieldRequired("name");
                      return rpc::Answer(FindRelease(request->name()), response);
                    });
}

grpc::Status IngestionService::ListReleases(grpc::ServerContext* context,
                                            const v1::ListReleasesRequest* request,
                                            v1::ListReleasesResponse* response) {
  return calls_.Run(
      *context, "ListReleases", request, response, [&](const rpc::CallContext&) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const rpc::Page page, PageOf("ListReleases", *request));
        return rpc::AnswerPage(
            "ListReleases", *request, page, response,
            [&](int64_t skip, int64_t limit) { return store_->ListReleases(skip, limit); },
            [](auto* r) { return r->add_releases(); });
      });
}

}  // namespace sos::ingestion
