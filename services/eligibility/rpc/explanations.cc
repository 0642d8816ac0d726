// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/explanation.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {

grpc::Status EligibilityService::ExplainDetermination(
    grpc::ServerContext* context, const v1::ExplainDeterminationRequest* request,
    v1::DeterminationExplanation* response) {
  return calls_.Run(
      *context, "ExplainDetermination", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DeterminationKey key, ParseDeterminationName(request->name()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(DecisionQuery query, ToQuery(FilterOf(key, request->letter_basis()),
                                                          *deps_.rulebooks, revision));
        query.detail = Detail::kSentences;
        SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query.evidence, call));
        SOS_ASSIGN_OR_RETURN(const Decisions decisions,
                             DecideAll(*deps_.rulebooks, query, std::move(evidence), call));
        if (decisions.entities.empty()) return errors::DeterminationNotFound(request->name());
        SOS_ASSIGN_OR_RETURN(const Facts facts, deps_.details->LoadFacts(query.evidence, call));
        *response = Explain(decisions, decisions.entities.front(), facts, revision);
        return absl::OkStatus();
      });
}

}  // namespace sos::eligibility
