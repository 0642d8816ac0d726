// SPDX-License-Identifier: Apache-2.0

// The questions beyond single determinations: why, how far, what if, and how it came.

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/analysis/explain/reasoning.h"
#include "services/eligibility/analysis/history_answers.h"
#include "services/eligibility/analysis/nearest_answers.h"
#include "services/eligibility/analysis/simulation.h"
#include "services/eligibility/convert/convert.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/errors.h"
#include "services/eligibility/evidence/required_years.h"
#include "services/eligibility/rpc/eligibility_service.h"

namespace sos::eligibility {
namespace {

// Entities in one message of a stream.
constexpr size_t kBatchSize = 200;

// Writes `items` in messages of kBatchSize; `add` gives the place for the next one.
template <typename Message, typename Item, typename Add>
absl::Status WriteBatches(std::vector<Item> items, Add add, const rpc::CallContext& call,
                          grpc::ServerWriter<Message>* writer) {
  for (size_t i = 0; i < items.size(); i += kBatchSize) {
    Message message;
    for (size_t j = i; j < std::min(items.size(), i + kBatchSize); ++j) {
      *add(message) = std::move(items[j]);
    }
    SOS_RETURN_IF_ERROR(rpc::Send(call, std::move(message), writer));
  }
  return absl::OkStatus();
}

bool HasNearest(Program program) {
  return program == Program::kLcff || program == Program::kCharter || program == Program::kEssa;
}

// The entities whose determinations a change can touch: its own and, for plans, its LEA.
absl::StatusOr<std::set<std::string>> EntitiesOf(const v1::EvaluateChangesRequest& request) {
  std::set<std::string> entities;
  for (const auto& change : request.changes()) {
    const std::vector<std::string> parts = absl::StrSplit(change.name(), '/');
    const auto cds = parts.size() == 4 ? CdsCode::Parse(parts[1]) : std::nullopt;
    if (!cds) {
      return errors::FieldInvalid("changes.name", change.name(),
                                  "entities/{cds}/results/{year}-{indicator}-{group}");
    }
    const bool plan = request.filter().program() == v1::PROGRAM_LCAP;
    entities.insert(absl::StrCat("entities/", plan ? cds->Lea().text() : cds->text()));
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
          changed.set_result(
              ResultName(absl::StrCat("entities/", cds.text()), year, indicator, group));
          if (old_one != nullptr && old_one->origin == Origin::kResult) {
            *changed.mutable_before() = ToEvidence(indicator, *old_one);
          }
          *changed.mutable_after() = ToEvidence(indicator, new_one);
        }
      }
    }
  }
}

}  // namespace

grpc::Status EligibilityService::ExplainDetermination(
    grpc::ServerContext* context, const v1::ExplainDeterminationRequest* request,
    v1::DeterminationExplanation* response) {
  return calls_.Run(
      *context, "ExplainDetermination", request, response,
      [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DeterminationKey key, ParseDeterminationName(request->name()));
        SOS_ASSIGN_OR_RETURN(const Revision revision, Resolve(RevisionIn(*request), call));
        SOS_ASSIGN_OR_RETURN(
            const DecisionQuery query,
            ToQuery(FilterOf(key, request->letter_basis()), *deps_.rulebooks, revision));
        SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query.evidence, call));
        SOS_ASSIGN_OR_RETURN(const Decisions decisions,
                             DecideAll(*deps_.rulebooks, query, std::move(evidence), call));
        if (decisions.entities.empty()) return errors::DeterminationNotFound(request->name());
        SOS_ASSIGN_OR_RETURN(const Facts facts, deps_.details->LoadFacts(query.evidence, call));
        *response =
            Explain(*deps_.rulebooks, decisions, decisions.entities.front(), facts, revision);
        return absl::OkStatus();
      });
}

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
            NearestOf(RulesOf(*deps_.rulebooks), decisions, crossings, *request),
            [](auto& message) { return message.add_nearest(); }, call, writer);
      });
}

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
        query.evidence.changes = {request->changes().begin(), request->changes().end()};
        SOS_ASSIGN_OR_RETURN(const auto changed, deps_.evidence->Load(query.evidence, call));
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
        for (const int year : request->dashboard_years()) {
          v1::DeterminationFilter filter;
          filter.set_program(request->program());
          filter.set_dashboard_year(year);
          filter.set_county_code(request->county_code());
          SOS_ASSIGN_OR_RETURN(const DecisionQuery query,
                               ToQuery(filter, *deps_.rulebooks, revision));
          SOS_ASSIGN_OR_RETURN(const DecisionQuery other_query, ToQuery(filter, others, revision));
          SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(query));
          SOS_ASSIGN_OR_RETURN(const auto evidence, deps_.evidence->Load(query.evidence, call));
          SOS_ASSIGN_OR_RETURN(const auto other_evidence,
                               LoadUnder(other_query.evidence, *request, call));
          SOS_ASSIGN_OR_RETURN(const Decisions in_force,
                               DecideAll(*deps_.rulebooks, query, evidence, call));
          SOS_ASSIGN_OR_RETURN(const Decisions under_others,
                               DecideAll(others, other_query, other_evidence, call));
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
        HistoryBuilder builder(program);
        for (const auto& [name, rulebook] : deps_.rulebooks->entries()) {
          if (rulebook.rules.program != program) continue;
          v1::DeterminationFilter filter;
          filter.set_program(request->program());
          filter.set_dashboard_year(rulebook.rules.dashboard_year);
          filter.set_county_code(request->county_code());
          *filter.mutable_entities() = request->entities();
          SOS_ASSIGN_OR_RETURN(DecisionQuery query, ToQuery(filter, *deps_.rulebooks, revision));
          SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(query));
          SOS_ASSIGN_OR_RETURN(const auto evidence, deps_.evidence->Load(query.evidence, call));
          const LetterBasis basis = request->letter_basis() == v1::LETTER_BASIS_PUBLISHED
                                        ? LetterBasis::kPublished
                                        : LetterBasis::kResults;
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
