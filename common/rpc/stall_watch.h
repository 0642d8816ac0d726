// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_STALL_WATCH_H_
#define SOS_COMMON_RPC_STALL_WATCH_H_

#include <list>
#include <memory>

#include "absl/time/time.h"
#include "grpcpp/support/server_interceptor.h"

namespace sos::rpc {

// Cancels calls whose client has stopped reading. Such a call would hold a thread for as long as
// the client likes, and no limit on calls would count it. The client gets no status, because a
// status would have to wait behind the messages that it does not read; the log names the client.
//
// An interceptor of every call of a server. It ignores callback methods, which hold no thread, and
// callers in the same process, which may be waiting for a person who reads.
class StallWatch final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // `timeout` is how long a client may read nothing.
  explicit StallWatch(absl::Duration timeout);
  ~StallWatch() override;

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override;

 private:
  class State;
  class Call;

  // Shared with the calls, which may outlive the server's own hold on this.
  const std::shared_ptr<State> state_;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_STALL_WATCH_H_
