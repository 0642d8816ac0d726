#include "services/eligibility/eligibility_service.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/cache/computed.h"
#include "common/rpc/paging.h"
#include "common/status/macros.h"
#include "services/eligibility/convert.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

constexpr char kDomain[] = "sos.eligibility.v1";

// Determinations in one message of a stream.
constexpr size_t kBatchSize = 50;

// The years that a determination of `rules` may look at.
std::vector<int> YearsOf(const Rulebook& rules) {
  std::set<int> years = {rules.dashboard_year};
  for (const auto& recurrence : {rules.intensive, rules.geographic_lead}) {
    if (recurrence)
      years.insert(recurrence->dashboard_years.begin(), recurrence->dashboard_years.end());
  }
  if (rules.local_rule && rules.local_rule->preceding_year != 0) {
    years.insert(rules.local_rule->preceding_year);
  }
  if (rules.status.carry_over_year != 0) years.insert(rules.status.carry_over_year);
  return {years.begin(), years.end()};
}

absl::StatusOr<EvidenceQuery> ToQuery(const v1::DeterminationFilter& filter,
                                      const LoadedRulebook& rulebook, int64_t revision) {
  EvidenceQuery query{.years = YearsOf(rulebook.rules),
                      .dashboard_year = filter.dashboard_year(),
                      .county_code = filter.county_code(),
                      .revision = revision};
  if (!filter.county_code().empty() && filter.county_code().size() != 2) {
    return errors::FieldInvalid("filter.county_code", filter.county_code(), "two digits");
  }
  for (const std::string& name : filter.entities()) {
    const auto cds = CdsCode::Parse(absl::StripPrefix(name, "entities/"));
    if (!cds) return errors::FieldInvalid("filter.entities", name, "entities/ and 14 digits");
    query.leas.push_back(*cds);
  }
  return query;
}

}  // namespace

EligibilityService::EligibilityService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies), calls_([&calls] {
        calls.domain = kDomain;
        return std::move(calls);
      }()) {}

absl::StatusOr<int64_t> EligibilityService::Resolve(int64_t revision,
                                                    const rpc::CallContext& context) {
  absl::StatusOr<int64_t> resolved = deps_.revisions->Resolve(revision, context);
  if (!resolved.ok()) return errors::FromUpstream(resolved.status(), "ingestion", revision);
  return resolved;
}

absl::StatusOr<std::vector<v1::Determination>> EligibilityService::Decide(
    const v1::DeterminationFilter& filter, int64_t revision, const rpc::CallContext& context) {
  if (filter.program() != v1::PROGRAM_LCFF) {
    return errors::FieldInvalid("filter.program", v1::Program_Name(filter.program()),
                                "PROGRAM_LCFF");
  }
  const LoadedRulebook* rulebook = deps_.rulebooks->Find(filter.dashboard_year());
  if (rulebook == nullptr) {
    return errors::RulebookNotFound(absl::StrCat("rulebooks/lcff-", filter.dashboard_year()));
  }
  SOS_ASSIGN_OR_RETURN(const EvidenceQuery query, ToQuery(filter, *rulebook, revision));
  SOS_ASSIGN_OR_RETURN(const Evidence evidence, deps_.evidence->Load(query, context));
  const Rulebooks rules = RulesOf(*deps_.rulebooks);
  const LetterBasis basis = filter.letter_basis() == v1::LETTER_BASIS_PUBLISHED
                                ? LetterBasis::kPublished
                                : LetterBasis::kResults;
  std::vector<v1::Determination> determinations;
  for (const CdsCode& lea : evidence.leas_of_year) {
    if (lea.IsCountyOffice() && !rulebook->rules.county_offices_included) continue;
    const LeaHistory& history = evidence.histories.at(lea);
    determinations.push_back(ToProto(Determine(rules, filter.dashboard_year(), history, basis),
                                     history, evidence.entities.at(lea), *rulebook, revision));
  }
  return determinations;
}

grpc::Status EligibilityService::GetDetermination(grpc::ServerContext* context,
                                                  const v1::GetDeterminationRequest* request,
                                                  v1::Determination* response) {
  return calls_.Run(
      *context, "GetDetermination", [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const DeterminationKey key, ParseDeterminationName(request->name()));
        SOS_ASSIGN_OR_RETURN(const int64_t revision, Resolve(request->revision(), call));
        const auto decide = [&]() -> absl::StatusOr<v1::Determination> {
          v1::DeterminationFilter filter;
          filter.set_program(v1::PROGRAM_LCFF);
          filter.set_dashboard_year(key.dashboard_year);
          filter.add_entities(absl::StrCat("entities/", key.cds.text()));
          filter.set_letter_basis(request->letter_basis());
          SOS_ASSIGN_OR_RETURN(auto determinations, Decide(filter, revision, call));
          if (determinations.empty()) return errors::DeterminationNotFound(request->name());
          return std::move(determinations.front());
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
      *context, "ListDeterminations", [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const int64_t revision, Resolve(request->revision(), call));
        const auto list = [&](int64_t skip,
                              int64_t limit) -> absl::StatusOr<std::vector<v1::Determination>> {
          SOS_ASSIGN_OR_RETURN(auto rows, Decide(request->filter(), revision, call));
          const auto size = static_cast<int64_t>(rows.size());
          rows.erase(rows.begin() + std::min(size, skip + limit), rows.end());
          rows.erase(rows.begin(), rows.begin() + std::min(size, skip));
          return rows;
        };
        return rpc::AnswerPage(*request, kDomain, response, list,
                               [](auto* r) { return r->add_determinations(); });
      });
}

grpc::Status EligibilityService::StreamDeterminations(
    grpc::ServerContext* context, const v1::StreamDeterminationsRequest* request,
    grpc::ServerWriter<v1::StreamDeterminationsResponse>* writer) {
  return calls_.Run(
      *context, "StreamDeterminations", [&](const rpc::CallContext& call) -> absl::Status {
        SOS_ASSIGN_OR_RETURN(const int64_t revision, Resolve(request->revision(), call));
        SOS_ASSIGN_OR_RETURN(auto determinations, Decide(request->filter(), revision, call));
        for (size_t i = 0; i < determinations.size(); i += kBatchSize) {
          v1::StreamDeterminationsResponse message;
          for (size_t j = i; j < std::min(determinations.size(), i + kBatchSize); ++j) {
            *message.add_determinations() = std::move(determinations[j]);
          }
          if (!writer->Write(message)) return absl::CancelledError("the caller hung up");
        }
        return absl::OkStatus();
      });
}

grpc::Status EligibilityService::GetRulebook(grpc::ServerContext* context,
                                             const v1::GetRulebookRequest* request,
                                             v1::Rulebook* response) {
  return calls_.Run(*context, "GetRulebook", [&](const rpc::CallContext&) -> absl::Status {
    if (request->name().empty()) return errors::FieldRequired("name");
    const LoadedRulebook* rulebook = deps_.rulebooks->Find(request->name());
    if (rulebook == nullptr) return errors::RulebookNotFound(request->name());
    *response = rulebook->proto;
    return absl::OkStatus();
  });
}

grpc::Status EligibilityService::ListRulebooks(grpc::ServerContext* context,
                                               const v1::ListRulebooksRequest* request,
                                               v1::ListRulebooksResponse* response) {
  return calls_.Run(*context, "ListRulebooks", [&](const rpc::CallContext&) {
    const auto list = [&](int64_t skip,
                          int64_t limit) -> absl::StatusOr<std::vector<v1::Rulebook>> {
      return deps_.rulebooks->List(skip, limit);
    };
    return rpc::AnswerPage(*request, kDomain, response, list,
                           [](auto* r) { return r->add_rulebooks(); });
  });
}

}  // namespace sos::eligibility
