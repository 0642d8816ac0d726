// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/cache/computed.h"
#include "common/revision/revision.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {
namespace {

// Determinations in one message of a stream.
constexpr size_t kDecidedAtOnce = 50;

}  // namespace

grpc::Status EligibilityService::GetDetermination(grpc::ServerContext* context,
                                                  const v1::GetDeterminationRequest* request,
                                                  v1::Determination* response) {
  return calls_.Run(
      *context, "GetDetermination", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DeterminationKey key, ParseDeterminationName(request->name()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        const auto decide = [&]() -> absl::StatusOr<v1::Determination> {
          SOS_ASSIGN_OR_RETURN(const Decisions decisions,
                               Decide(FilterOf(key, request->letter_basis()), revision, call,
                                      /*skip=*/0, /*limit=*/1));
          if (decisions.entities.empty()) return errors::DeterminationNotFound(request->name());
          return ToProto(decisions.entities.front(), decisions, revision);
        };
        return rpc::Answer(
            Computed<v1::Determination>(
                *deps_.cache,
                ComputedKey("determination", deps_.rulebooks->digest(), revision,
                            absl::StrCat(request->name(), ":", request->letter_basis())),
                decide),
            response);
      });
}

grpc::Status EligibilityService::ListDeterminations(grpc::ServerContext* context,
                                                    const v1::ListDeterminationsRequest* request,
                                                    v1::ListDeterminationsResponse* response) {
  return calls_.Run(
      *context, "ListDeterminations", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(rpc::Page page,
                             rpc::PageOf("ListDeterminations", *request, errors::kDomain));
        SOS_ASSIGN_OR_RETURN(page.revision, Resolve(page.revision, call));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::Determination>> {
          SOS_ASSIGN_OR_RETURN(const Decisions decisions,
                               Decide(request->filter(), page.revision, call, skip, limit));
          std::vector<v1::Determination> rows;
          for (const Decision& decision : decisions.entities) {
            rows.push_back(ToProto(decision, decisions, page.revision));
          }
          return rows;
        };
        return rpc::AnswerPage("ListDeterminations", *request, page, response, list,
                               [](auto* r) { return r->add_determinations(); });
      });
}

grpc::Status EligibilityService::StreamDeterminations(
    grpc::ServerContext* context, const v1::StreamDeterminationsRequest* request,
    grpc::ServerWriter<v1::StreamDeterminationsResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamDeterminations", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const DecisionQuery query,
                             ToQuery(request->filter(), *deps_.rulebooks, revision));
        SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(query));
        SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query.evidence, call));
        Decisions decisions = Undecided(*deps_.rulebooks, query, std::move(evidence));
        const auto all = absl::MakeSpan(decisions.entities);
        for (size_t i = 0; i < all.size(); i += kDecidedAtOnce) {
          const auto batch = all.subspan(i, kDecidedAtOnce);
          SOS_RETURN_IF_ERROR(eligibility::Decide(*deps_.rulebooks, query, call, decisions, batch));
          v1::StreamDeterminationsResponse message;
          for (Decision& decision : batch) {
            *message.add_determinations() = ToProto(decision, decisions, revision);
            // What was sent need not be kept.
            decision.determination = {};
          }
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(message), writer));
        }
        return absl::OkStatus();
      });
}

}  // namespace sos::eligibility
