// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RPC_REPLICA_SERVICE_H_
#define SOS_SERVICES_INDICATOR_RPC_REPLICA_SERVICE_H_

#include <string>

#include "common/rpc/call.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/students/record_measure_source.h"
#include "sos/replica/v1/replica_service.grpc.pb.h"

namespace sos::indicator {

// What replicas of the indicator service do for each other. Thread-safe.
class ReplicaService final : public replica::v1::ReplicaService::Service {
 public:
  struct Dependencies {
    RecordMeasureSource* measures;
    const RulebookLibrary* rulebooks;
    // Makes shares for other replicas, and what they must send to be given them; empty: none are.
    ShareMaker* shares = nullptr;
    std::string token;
  };

  // The dependencies must outlive the service.
  ReplicaService(const Dependencies& dependencies, rpc::Calls::Options calls);

  grpc::Status StreamShares(grpc::ServerContext* context,
                            const replica::v1::StreamSharesRequest* request,
                            grpc::ServerWriter<replica::v1::StreamSharesResponse>* writer) override;

 private:
  // What a request asks for. FIELD_REQUIRED, FIELD_INVALID, RULEBOOK_NOT_FOUND.
  absl::StatusOr<ShareTask> ReadTask(const replica::v1::StreamSharesRequest& request) const;

  const Dependencies deps_;
  rpc::Calls calls_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RPC_REPLICA_SERVICE_H_
