// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_MALFORMED_REQUESTS_H_
#define SOS_COMMON_RPC_MALFORMED_REQUESTS_H_

#include "grpcpp/support/server_interceptor.h"

namespace sos::rpc {

// Answers REQUEST_MALFORMED to a call whose bytes cannot be parsed as a request of the method. gRPC
// itself would end such a call INTERNAL without a reason, before any code of ours sees it.
//
// An interceptor of every call of a server. Methods that read raw bytes or a stream of requests
// parse them themselves, and give the same answer.
class MalformedRequests final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_MALFORMED_REQUESTS_H_
