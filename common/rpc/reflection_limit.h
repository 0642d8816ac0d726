// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_REFLECTION_LIMIT_H_
#define SOS_COMMON_RPC_REFLECTION_LIMIT_H_

#include <atomic>
#include <memory>

#include "grpcpp/support/server_interceptor.h"

namespace sos::rpc {

// Cancels reflection streams beyond kMaxStreams. Each stream holds a thread for as long as its
// caller likes, and callers of reflection are not authenticated.
//
// An interceptor of every call of a server. It ignores all calls but those of reflection.
class ReflectionLimit final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // Streams at once. A tool needs its stream for less than a second.
  static constexpr int kMaxStreams = 8;

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  // Shared with the calls, which may outlive this.
  const std::shared_ptr<std::atomic<int>> streams_ = std::make_shared<std::atomic<int>>(0);
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_REFLECTION_LIMIT_H_
