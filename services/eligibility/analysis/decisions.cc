// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/analysis/decisions.h"

#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "common/resource_names/resource_names.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/determination.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/domain/programs.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

// Fewer entities than this are not worth a thread of their own.
constexpr size_t kEntitiesPerThread = 250;

void DecideRange(const Rulebooks& rules, const Rulebook& own, const DecisionQuery& query,
                 const Evidence& evidence, const rpc::CallContext& call,
                 absl::Span<Decision> decisions) {
  for (Decision& decision : decisions) {
    if (!call.StillWanted().ok()) return;
    std::vector<const EntityHistory*> schools;
    if (TraitsOf(own.program).reads_schools) schools = evidence.SchoolsOf(decision.history->cds);
    decision.determination = Determine({.rulebooks = rules,
                                        .rulebook = own,
                                        .history = *decision.history,
                                        .basis = query.basis,
                                        .schools = schools,
                                        .detail = query.detail});
  }
}

}  // namespace

absl::StatusOr<DecisionQuery> ToQuery(const v1::DeterminationFilter& filter,
                                      const RulebookLibrary& library, const Revision& revision) {
  const Program program = FromProto(filter.program()).value_or(Program::kNone);
  if (ProgramCode(program).empty()) {
    return errors::FieldInvalid("filter.program", v1::Program_Name(filter.program()),
                                "a program such as PROGRAM_LCFF");
  }
  const std::string name = RulebookName(program, filter.dashboard_year());
  if (library.Find(name) == nullptr) return errors::RulebookNotFound(name);
  for (const std::string& county : filter.counties()) {
    if (!IsCountyCode(county)) {
      return errors::FieldInvalid("filter.counties", county, "codes of two digits");
    }
  }
  const Rulebooks rulebooks = RulesOf(library);
  RequiredYears years(rulebooks);
  years.AddDetermination(program, filter.dashboard_year());
  DecisionQuery query{.evidence = {.program = program,
                                   .years = years.Ascending(),
                                   .dashboard_year = filter.dashboard_year(),
                                   .counties = {filter.counties().begin(), filter.counties().end()},
                                   .revision = revision},
                      .basis = filter.letter_basis() == v1::LETTER_BASIS_PUBLISHED
                                   ? LetterBasis::kPublished
                                   : LetterBasis::kResults};
  for (const std::string& entity : filter.entities()) {
    const auto cds = ParseEntityName(entity);
    if (!cds) return errors::FieldInvalid("filter.entities", entity, "entities/ and 14 digits");
    query.evidence.entities.push_back(*cds);
  }
  return query;
}

Decisions Undecided(const RulebookLibrary& library, const DecisionQuery& query,
                    std::shared_ptr<const Evidence> evidence) {
  Decisions decisions{
      .rulebook = library.Find(RulebookName(query.evidence.program, query.evidence.dashboard_year)),
      .evidence = std::move(evidence)};
  const Rulebook& own = decisions.rulebook->rules;
  const auto& asked_for = query.evidence.entities;
  for (const CdsCode& cds : decisions.evidence->entities_of_year) {
    const EntityHistory& history = decisions.evidence->histories.at(cds);
    if (!TraitsOf(own.program).decides_on(own, history)) continue;
    if (!asked_for.empty() &&
        std::find(asked_for.begin(), asked_for.end(), cds) == asked_for.end()) {
      continue;
    }
    decisions.entities.push_back({&history, &decisions.evidence->entities.at(cds), {}});
  }
  return decisions;
}

absl::Status Decide(const RulebookLibrary& library, const DecisionQuery& query,
                    const rpc::CallContext& call, const Decisions& decisions,
                    absl::Span<Decision> some) {
  const Rulebook& own = decisions.rulebook->rules;
  const Rulebooks rules = RulesOf(library);
  const size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const size_t share = std::max(kEntitiesPerThread, (some.size() + cores - 1) / cores);
  std::vector<std::future<void>> others;
  for (size_t begin = share; begin < some.size(); begin += share) {
    others.push_back(std::async(std::launch::async, [&, begin] {
      DecideRange(rules, own, query, *decisions.evidence, call, some.subspan(begin, share));
    }));
  }
  DecideRange(rules, own, query, *decisions.evidence, call,
              some.subspan(0, std::min(share, some.size())));
  for (std::future<void>& other : others) other.get();
  return call.StillWanted();
}

absl::StatusOr<Decisions> DecideAll(const RulebookLibrary& library, const DecisionQuery& query,
                                    std::shared_ptr<const Evidence> evidence,
                                    const rpc::CallContext& call) {
  Decisions decisions = Undecided(library, query, std::move(evidence));
  SOS_RETURN_IF_ERROR(Decide(library, query, call, decisions, absl::MakeSpan(decisions.entities)));
  return decisions;
}

v1::Determination ToProto(const Decision& decision, const Decisions& decisions,
                          const Revision& revision) {
  return ToProto(decision.determination, *decision.history, *decision.entity, *decisions.evidence,
                 decisions.rulebook->rules, revision);
}

}  // namespace sos::eligibility
