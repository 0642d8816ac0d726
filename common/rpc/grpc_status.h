// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_GRPC_STATUS_H_
#define SOS_COMMON_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace sos::rpc {

// The one mapping to the wire and back: code, message, and every payload as an error detail.
grpc::Status ToGrpcStatus(const absl::Status& status);
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_GRPC_STATUS_H_
