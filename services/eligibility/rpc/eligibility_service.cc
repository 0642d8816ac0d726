// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/rpc/eligibility_service.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "common/revision/revision.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/eligibility/errors.h"

namespace sos::eligibility {
namespace {

// What is decided at once, in entities: some two answers about the whole state, which cost about
// this many each.
constexpr int64_t kEntitiesInWork = 25'000;
constexpr int64_t kStateCost = 10'000;
constexpr int64_t kCountyCost = 500;
// How long a caller whose work was not taken on should wait: about as long as an answer takes.
constexpr int64_t kWorkDelayMillis = 1000;

}  // namespace

EligibilityService::EligibilityService(const Dependencies& dependencies, rpc::Calls::Options calls)
    : deps_(dependencies),
      calls_([&calls] {
        calls.service = v1::EligibilityService::service_full_name();
        return std::move(calls);
      }()),
      work_(kEntitiesInWork) {}

absl::StatusOr<Revision> EligibilityService::Resolve(const Revision& revision,
                                                     const rpc::CallContext& context) {
  absl::StatusOr<Revision> resolved = deps_.revisions->Resolve(revision, context);
  if (!resolved.ok()) return errors::FromUpstream(resolved.status(), "ingestion", revision);
  return resolved;
}

absl::StatusOr<Decisions> EligibilityService::Decide(const v1::DeterminationFilter& filter,
                                                     const Revision& revision,
                                                     const rpc::CallContext& context, size_t skip,
                                                     size_t limit) {
  SOS_ASSIGN_OR_RETURN(const DecisionQuery query, ToQuery(filter, *deps_.rulebooks, revision));
  SOS_ASSIGN_OR_RETURN(const auto share, TakeOn(query));
  SOS_ASSIGN_OR_RETURN(auto evidence, deps_.evidence->Load(query.evidence, context));
  Decisions decisions = Undecided(*deps_.rulebooks, query, std::move(evidence));
  std::vector<Decision>& entities = decisions.entities;
  entities.erase(entities.begin(), entities.begin() + std::min(skip, entities.size()));
  entities.resize(std::min(limit, entities.size()));
  SOS_RETURN_IF_ERROR(
      eligibility::Decide(*deps_.rulebooks, query, context, decisions, absl::MakeSpan(entities)));
  return decisions;
}

absl::StatusOr<rpc::WorkBudget::Share> EligibilityService::TakeOn(const DecisionQuery& query) {
  const EvidenceQuery& evidence = query.evidence;
  const int64_t cost = !evidence.entities.empty()   ? std::ssize(evidence.entities)
                       : !evidence.counties.empty() ? kCountyCost
                                                    : kStateCost;
  std::optional<rpc::WorkBudget::Share> share = work_.TryTake(cost);
  if (share) return *std::move(share);
  absl::Status refused =
      MakeError(absl::StatusCode::kResourceExhausted,
                "Too many entities are being decided on. Retry after the delay in RetryInfo.",
                errors::kDomain, "OVERLOADED");
  AddRetryDelay(refused, kWorkDelayMillis);
  return refused;
}

}  // namespace sos::eligibility
