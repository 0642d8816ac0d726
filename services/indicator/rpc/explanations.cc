// SPDX-License-Identifier: Apache-2.0

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cache/computed.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/convert/convert.h"
#include "services/indicator/errors.h"
#include "services/indicator/results/engine.h"
#include "services/indicator/results/explanation.h"
#include "services/indicator/results/result_page.h"
#include "services/indicator/rpc/indicator_service.h"

namespace sos::indicator {

grpc::Status IndicatorService::ExplainResult(grpc::ServerContext* context,
                                             const v1::ExplainResultRequest* request,
                                             v1::Explanation* response) {
  return calls_.Run(
      *context, "ExplainResult", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const ResultId key, ParseResultName(request->name()));
        const language::Messages* const words = ExplanationCatalog().Find(request->language_code());
        if (words == nullptr) {
          return errors::FieldInvalid("language_code", request->language_code(),
                                      absl::StrJoin(ExplanationCatalog().Languages(), " or "));
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_RETURN_IF_ERROR(rpc::Answer(
            Computed<v1::Explanation>(
                *deps_.cache,
                ComputedKey("explanation", deps_.rulebooks->digest(), revision,
                            absl::StrCat(words->language_code(), " ", request->name())),
                [&]() -> absl::StatusOr<v1::Explanation> {
                  SOS_ASSIGN_OR_RETURN(const auto row, ComputeOne(*deps_.measures, *deps_.rulebooks,
                                                                  key, revision, call));
                  return Explain(*row, *words);
                }),
            response));
        SOS_ASSIGN_OR_RETURN(const auto disclosure, DisclosureOf(request->name(), revision, call));
        response->set_disclosure(disclosure);
        SetDisclosure(disclosure, *response->mutable_result());
        return absl::OkStatus();
      });
}

}  // namespace sos::indicator
