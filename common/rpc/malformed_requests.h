// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_MALFORMED_REQUESTS_H_
#define SOS_COMMON_RPC_MALFORMED_REQUESTS_H_

#include "grpcpp/support/server_interceptor.h"

namespace sos::rpc {

// Tells callers whose bytes are no request of the method what is wrong: REQUEST_MALFORMED. gRPC
// itself ends such a call INTERNAL without a reason, before any code of ours sees it.
//
// An interceptor of every call of a server. Methods that take raw bytes or many requests parse them
// themselves, and answer the same.
class MalformedRequests final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_MALFORMED_REQUESTS_H_
