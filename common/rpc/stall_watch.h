// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_STALL_WATCH_H_
#define SOS_COMMON_RPC_STALL_WATCH_H_

#include <list>
#include <memory>

#include "absl/time/time.h"
#include "grpcpp/support/server_interceptor.h"

namespace sos::rpc {

// Cancels calls whose caller does not take what it is sent: each holds a thread, outside of every
// limit on calls, for as long as the caller likes. Nothing else can be said to such a caller, as a
// status has to wait behind what it does not take; the log says who it was.
//
// An interceptor of every call of a server. Callback methods hold no thread and are left alone;
// so are callers in the same process, whose user may be reading.
class StallWatch final : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  // `timeout` is how long a caller may take nothing.
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
