// SPDX-License-Identifier: Apache-2.0

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/withheld_changes.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/evidence.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {
namespace {

// The entities whose determinations a change can touch: its own and, for plans, its LEA.
absl::StatusOr<std::set<std::string>> EntitiesOf(const v1::EvaluateChangesRequest& request) {
  const Program program = FromProto(request.filter().program()).value_or(Program::kNone);
  std::set<std::string> entities;
  for (const auto& change : request.changes()) {
    const std::vector<std::string> parts = absl::StrSplit(change.name(), '/');
    const auto cds = parts.size() == 4 ? CdsCode::Parse(parts[1]) : std::nullopt;
    if (!cds) {
      return errors::FieldInvalid("changes.name", change.name(), kResultNameForm);
    }
    entities.insert(EntityName(TraitsOf(program).reads_schools ? cds->Lea() : *cds));
  }
  return entities;
}

void AddChangedResults(const Evidence& before, const Evidence& after,
                       v1::EvaluateChangesResponse& response) {
  for (const auto& [cds, history] : after.histories) {
    const auto old_history = before.histories.find(cds);
    for (const auto& [year, entity_year] : history.years) {
      for (const auto& [group, evidence] : entity_year.groups) {
        for (int i = 0; i < kIndicatorCount; ++i) {
          const Performance* old_one = old_history == before.histories.end()
                                           ? nullptr
                                           : &old_history->second.YearOf(year).EvidenceOf(group)[i];
          const Performance& new_one = evidence[i];
          if (new_one.origin != Origin::kResult || (old_one != nullptr && *old_one == new_one)) {
            continue;
          }
          v1::ChangedResult& changed = *response.add_results();
          const auto indicator = static_cast<Indicator>(i);
          changed.set_result(ResultName(EntityName(cds), year, indicator, group));
          if (old_one != nullptr && old_one->origin == Origin::kResult) {
            *changed.mutable_before() = ToEvidence(indicator, *old_one);
          }
          *changed.mutable_after() = ToEvidence(indicator, new_one);
          *changed.mutable_entity() = after.entities.at(cds);
        }
      }
    }
  }
}

}  // namespace

grpc::Status EligibilityService::EvaluateChanges(grpc::ServerContext* context,
                                                 const v1::EvaluateChangesRequest* request,
                                                 v1::EvaluateChangesResponse* response) {
  return calls_.Run(
      *context, "EvaluateChanges", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        if (request->changes().empty()) return errors::FieldRequired("changes");
        if (request->filter().program() == v1::PROGRAM_EQUITY_MULTIPLIER) {
          return errors::FieldInvalid("filter.program", "PROGRAM_EQUITY_MULTIPLIER",
                                      "a program that looks at results");
        }
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        v1::DeterminationFilter filter = request->filter();
        if (filter.entities().empty()) {
          SOS_ASSIGN_OR_RETURN(const std::set<std::string> entities, EntitiesOf(*request));
          for (const std::string& entity : entities) filter.add_entities(entity);
        }
        SOS_ASSIGN_OR_RETURN(DecisionQuery query, ToQuery(filter, *deps_.rulebooks, revision));
        SOS_ASSIGN_OR_RETURN(const auto evidence, deps_.evidence->Load(query.evidence, call));
        SOS_RETURN_IF_ERROR(
            CheckWithheld(call.principal(), query.evidence.program, *request, *evidence));
        query.evidence.changes = {request->changes().begin(), request->changes().end()};
        SOS_ASSIGN_OR_RETURN(auto changed, deps_.evidence->Load(query.evidence, call));
        changed = DisclosedAsStored(*evidence, *changed);
        SOS_ASSIGN_OR_RETURN(const Decisions before,
                             DecideAll(*deps_.rulebooks, query, evidence, call));
        SOS_ASSIGN_OR_RETURN(const Decisions after,
                             DecideAll(*deps_.rulebooks, query, changed, call));
        for (const Decision& decision : after.entities) {
          *response->add_after() = ToProto(decision, after, revision);
          // An estimate for a coming year has nothing before it.
          v1::Determination& old_one = *response->add_before();
          for (const Decision& candidate : before.entities) {
            if (candidate.history->cds != decision.history->cds) continue;
            old_one = ToProto(candidate, before, revision);
          }
        }
        AddChangedResults(*evidence, *changed, *response);
        return absl::OkStatus();
      });
}

}  // namespace sos::eligibility
