// SPDX-License-Identifier: Apache-2.0

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/nearest_answers.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/batches.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {
namespace {

bool HasNearest(Program program) { return TraitsOf(program).find_nearest != nullptr; }

}  // namespace

grpc::Status EligibilityService::StreamNearest(
    grpc::ServerContext* context, const v1::StreamNearestRequest* request,
    grpc::ServerWriter<v1::StreamNearestResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamNearest", request, [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(DecisionQuery query,
                             ToQuery(request->filter(), *deps_.rulebooks, revision));
        const Program program = query.evidence.program;
        if (!HasNearest(program)) {
          return errors::FieldInvalid("filter.program",
                                      v1::Program_Name(request->filter().program()),
                                      "PROGRAM_LCFF, PROGRAM_CHARTER or PROGRAM_ESSA");
        }
        if (request->maximum_cost() < 0) {
          return errors::FieldInvalid("maximum_cost", absl::StrCat(request->maximum_cost()),
                                      "a number that is not negative");
        }
        if (request->points_per_student() < 0) {
          return errors::FieldInvalid("points_per_student",
                                      absl::StrCat(request->points_per_student()),
                                      "a number that is not negative");
        }
        const int next_year = query.evidence.dashboard_year + 1;
        if (request->for_next_year() &&
            deps_.rulebooks->Find(RulebookName(program, next_year)) == nullptr) {
          return errors::RulebookNotFound(RulebookName(program, next_year));
        }
        query.detail = Detail::kAnswer;
        SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(query));
        SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query.evidence, call));
        SOS_ASSIGN_OR_RETURN(
            const Crossings crossings,
            deps_.details->LoadCrossings(query.evidence, request->for_next_year(), call));
        if (request->for_next_year()) {
          evidence = NextYear(*evidence, crossings, next_year);
          query.evidence.dashboard_year = next_year;
        }
        SOS_ASSIGN_OR_RETURN(const Decisions decisions,
                             DecideAll(*deps_.rulebooks, query, std::move(evidence), call));
        return WriteBatches(
            NearestOf(RulesOf(*deps_.rulebooks), decisions, crossings, *request, call.principal()),
            [](auto& message) { return message.add_nearest(); }, call, writer);
      });
}

}  // namespace sos::eligibility
