// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_REPLICA_SHARE_MAKER_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_REPLICA_SHARE_MAKER_H_

#include <string>
#include <utility>
#include <vector>

#include "services/indicator/students/share_maker.h"
#include "sos/replica/v1/replica_service.grpc.pb.h"

namespace sos::indicator {

// The metadata key of the replicas' own token.
inline constexpr char kReplicaTokenKey[] = "x-sos-replica-token";

// Has the shares of LEAs made by other replicas, a few LEAs by each; where none answers, they are
// made here.
class ReplicaShareMaker : public ShareMaker {
 public:
  // `replicas` spreads its calls over the replicas. Both it and `here` must outlive the maker.
  ReplicaShareMaker(replica::v1::ReplicaService::StubInterface* replicas, std::string token,
                    ShareMaker* here)
      : replicas_(replicas), token_(std::move(token)), here_(here) {}

  absl::StatusOr<std::vector<records::SharesByLea>> Make(const ShareTask& task,
                                                         absl::Span<const std::string> leas,
                                                         const rpc::CallContext& context) override;

 private:
  absl::StatusOr<std::vector<records::SharesByLea>> Ask(const ShareTask& task,
                                                        absl::Span<const std::string> leas,
                                                        const rpc::CallContext& context);

  replica::v1::ReplicaService::StubInterface* const replicas_;
  const std::string token_;
  ShareMaker* const here_;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_REPLICA_SHARE_MAKER_H_
