// SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/simulation.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/batches.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {

grpc::Status EligibilityService::SimulatePolicy(
    grpc::ServerContext* context, const v1::SimulatePolicyRequest* request,
    grpc::ServerWriter<v1::SimulatePolicyResponse>* writer) {
  return calls_.RunRaw(
      *context, "SimulatePolicy", request, [&](const rpc::CallContext& call) -> absl::Status {
        if (request->dashboard_years().empty()) return errors::FieldRequired("dashboard_years");
        if (request->rulebooks().empty() && request->dashboard_rulebooks().empty()) {
          return errors::FieldRequired("rulebooks");
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(const RulebookLibrary others,
                             deps_.rulebooks->With(request->rulebooks()));
        std::vector<DecisionQuery> queries;
        std::vector<DecisionQuery> other_queries;
        std::vector<EvidenceQuery> evidence_queries;
        for (const int year : request->dashboard_years()) {
          v1::DeterminationFilter filter;
          filter.set_program(request->program());
          filter.set_dashboard_year(year);
          *filter.mutable_counties() = request->counties();
          SOS_ASSIGN_OR_RETURN(DecisionQuery other_query, ToQuery(filter, others, revision));
          // A year without rules in force, such as one that is still to come, has no decisions to
          // compare with: everything was undecided.
          const RulebookLibrary& known =
              InForce(request->program(), year) ? *deps_.rulebooks : others;
          SOS_ASSIGN_OR_RETURN(DecisionQuery query, ToQuery(filter, known, revision));
          query.detail = Detail::kAnswer;
          other_query.detail = Detail::kAnswer;
          evidence_queries.push_back(query.evidence);
          evidence_queries.push_back(other_query.evidence);
          queries.push_back(std::move(query));
          other_queries.push_back(std::move(other_query));
        }
        SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(queries.front()));
        SOS_RETURN_IF_ERROR(deps_.evidence->Prepare(evidence_queries, call));
        for (size_t i = 0; i < queries.size(); ++i) {
          const DecisionQuery& query = queries[i];
          const DecisionQuery& other_query = other_queries[i];
          SOS_ASSIGN_OR_RETURN(const auto evidence, deps_.evidence->Load(query.evidence, call));
          SOS_ASSIGN_OR_RETURN(const auto other_evidence,
                               LoadUnder(other_query.evidence, *request, call));
          SOS_ASSIGN_OR_RETURN(const Decisions under_others,
                               DecideAll(others, other_query, other_evidence, call));
          Decisions in_force{.rulebook = under_others.rulebook, .evidence = evidence};
          if (InForce(request->program(), query.evidence.dashboard_year)) {
            SOS_ASSIGN_OR_RETURN(in_force, DecideAll(*deps_.rulebooks, query, evidence, call));
          }
          Simulation simulation = Compare(in_force, under_others, revision);
          SOS_RETURN_IF_ERROR(WriteBatches(
              std::move(simulation.transitions),
              [](auto& message) { return message.add_transitions(); }, call, writer));
          v1::SimulatePolicyResponse summary;
          *summary.mutable_summary() = std::move(simulation.summary);
          SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(summary), writer));
        }
        return absl::OkStatus();
      });
}

bool EligibilityService::InForce(v1::Program program, int dashboard_year) const {
  const std::optional<Program> known = FromProto(program);
  return known && deps_.rulebooks->Find(RulebookName(*known, dashboard_year)) != nullptr;
}

absl::StatusOr<std::shared_ptr<const Evidence>> EligibilityService::LoadUnder(
    const EvidenceQuery& query, const v1::SimulatePolicyRequest& request,
    const rpc::CallContext& context) {
  SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query, context));
  // Only the years with other Dashboard rules have to be worked out again.
  EvidenceQuery changed = query;
  changed.years.clear();
  for (const auto& rulebook : request.dashboard_rulebooks()) {
    if (absl::c_linear_search(query.years, rulebook.dashboard_year())) {
      changed.years.push_back(rulebook.dashboard_year());
      changed.dashboard_rulebooks.push_back(rulebook);
    }
  }
  if (changed.years.empty()) return evidence;
  SOS_ASSIGN_OR_RETURN(const auto other, deps_.evidence->Load(changed, context));
  return WithYears(*evidence, *other, changed.years);
}

}  // namespace sos::eligibility
