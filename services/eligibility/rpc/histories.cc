// SPDX-License-Identifier: Apache-2.0

#include <utility>
#include <vector>

#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/history_answers.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/batches.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {

grpc::Status EligibilityService::StreamHistories(
    grpc::ServerContext* context, const v1::StreamHistoriesRequest* request,
    grpc::ServerWriter<v1::StreamHistoriesResponse>* writer) {
  return calls_.RunRaw(
      *context, "StreamHistories", request, [&](const rpc::CallContext& call) -> absl::Status {
        const Program program = FromProto(request->program()).value_or(Program::kNone);
        if (ProgramCode(program).empty()) {
          return errors::FieldInvalid("program", v1::Program_Name(request->program()),
                                      "a program such as PROGRAM_LCFF");
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        const LetterBasis basis = request->letter_basis() == v1::LETTER_BASIS_PUBLISHED
                                      ? LetterBasis::kPublished
                                      : LetterBasis::kResults;
        std::vector<DecisionQuery> queries;
        std::vector<EvidenceQuery> evidence_queries;
        for (const auto& [name, rulebook] : deps_.rulebooks->entries()) {
          if (rulebook.rules.program != program) continue;
          v1::DeterminationFilter filter;
          filter.set_program(request->program());
          filter.set_dashboard_year(rulebook.rules.dashboard_year);
          *filter.mutable_counties() = request->counties();
          *filter.mutable_entities() = request->entities();
          SOS_ASSIGN_OR_RETURN(DecisionQuery query, ToQuery(filter, *deps_.rulebooks, revision));
          query.detail = Detail::kAnswer;
          evidence_queries.push_back(query.evidence);
          queries.push_back(std::move(query));
        }
        if (queries.empty()) return absl::OkStatus();
        SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(queries.front()));
        SOS_RETURN_IF_ERROR(deps_.evidence->Prepare(evidence_queries, call));
        HistoryBuilder builder(program);
        for (DecisionQuery& query : queries) {
          SOS_ASSIGN_OR_RETURN(const auto evidence, deps_.evidence->Load(query.evidence, call));
          query.basis = LetterBasis::kPublished;
          SOS_ASSIGN_OR_RETURN(const Decisions published,
                               DecideAll(*deps_.rulebooks, query, evidence, call));
          query.basis = basis;
          SOS_ASSIGN_OR_RETURN(const Decisions results,
                               DecideAll(*deps_.rulebooks, query, evidence, call));
          if (!results.entities.empty()) builder.AddYear(results, published);
        }
        SOS_RETURN_IF_ERROR(WriteBatches(
            builder.Histories(), [](auto& message) { return message.add_histories(); }, call,
            writer));
        v1::StreamHistoriesResponse last;
        for (v1::Flow& flow : builder.Flows()) *last.add_flows() = std::move(flow);
        return rpc::Send(call, std::move(last), writer);
      });
}

}  // namespace sos::eligibility
