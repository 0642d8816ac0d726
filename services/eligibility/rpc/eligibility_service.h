// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_RPC_ELIGIBILITY_SERVICE_H_
#define SOS_SERVICES_ELIGIBILITY_RPC_ELIGIBILITY_SERVICE_H_

#include <vector>

#include "common/cache/cache.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "common/rpc/work_budget.h"
#include "services/eligibility/analysis/decisions.h"
#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/sources/detail_source.h"
#include "services/eligibility/sources/evidence_source.h"
#include "services/ingestion/client/revisions.h"
#include "sos/eligibility/v1/eligibility_service.grpc.pb.h"

namespace sos::eligibility {

// The RPCs of the eligibility service. Thread-safe.
class EligibilityService final : public v1::EligibilityService::Service {
 public:
  struct Dependencies {
    EvidenceSource* evidence;
    DetailSource* details;
    Revisions* revisions;
    Cache* cache;
    const RulebookLibrary* rulebooks;
  };

  // The dependencies must outlive the service.
  EligibilityService(const Dependencies& dependencies, rpc::Calls::Options calls);

  grpc::Status GetDetermination(grpc::ServerContext* context,
                                const v1::GetDeterminationRequest* request,
                                v1::Determination* response) override;
  grpc::Status ListDeterminations(grpc::ServerContext* context,
                                  const v1::ListDeterminationsRequest* request,
                                  v1::ListDeterminationsResponse* response) override;
  grpc::Status StreamDeterminations(
      grpc::ServerContext* context, const v1::StreamDeterminationsRequest* request,
      grpc::ServerWriter<v1::StreamDeterminationsResponse>* writer) override;
  grpc::Status ExplainDetermination(grpc::ServerContext* context,
                                    const v1::ExplainDeterminationRequest* request,
                                    v1::DeterminationExplanation* response) override;
  grpc::Status StreamNearest(grpc::ServerContext* context, const v1::StreamNearestRequest* request,
                             grpc::ServerWriter<v1::StreamNearestResponse>* writer) override;
  grpc::Status EvaluateChanges(grpc::ServerContext* context,
                               const v1::EvaluateChangesRequest* request,
                               v1::EvaluateChangesResponse* response) override;
  grpc::Status SimulatePolicy(grpc::ServerContext* context,
                              const v1::SimulatePolicyRequest* request,
                              grpc::ServerWriter<v1::SimulatePolicyResponse>* writer) override;
  grpc::Status StreamHistories(grpc::ServerContext* context,
                               const v1::StreamHistoriesRequest* request,
                               grpc::ServerWriter<v1::StreamHistoriesResponse>* writer) override;
  grpc::Status GetRulebook(grpc::ServerContext* context, const v1::GetRulebookRequest* request,
                           v1::Rulebook* response) override;
  grpc::Status ListRulebooks(grpc::ServerContext* context, const v1::ListRulebooksRequest* request,
                             v1::ListRulebooksResponse* response) override;

 private:
  absl::StatusOr<Revision> Resolve(const Revision& revision, const rpc::CallContext& context);
  // The determinations of a filter, by code of the entity: `limit` of them after the first `skip`.
  absl::StatusOr<Decisions> Decide(const v1::DeterminationFilter& filter, const Revision& revision,
                                   const rpc::CallContext& context, size_t skip, size_t limit);
  // Whether the program has rules in force in that year.
  bool InForce(v1::Program program, int dashboard_year) const;
  // Evidence as it is under the Dashboard rules that the request brings along.
  absl::StatusOr<std::shared_ptr<const Evidence>> LoadUnder(
      const EvidenceQuery& query, const v1::SimulatePolicyRequest& request,
      const rpc::CallContext& context);

  // Takes on the work of a query by what it costs; OVERLOADED where there is too much already.
  absl::StatusOr<rpc::WorkBudget::Share> TakeOn(const DecisionQuery& query);

  const Dependencies deps_;
  rpc::Calls calls_;
  // In entities.
  rpc::WorkBudget work_;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_RPC_ELIGIBILITY_SERVICE_H_
