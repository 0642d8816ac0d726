// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/reflection_limit.h"

#include <utility>

#include "absl/strings/match.h"
#include "common/log/log.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {
namespace {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;

class Stream final : public grpc::experimental::Interceptor {
 public:
  Stream(std::shared_ptr<std::atomic<int>> streams, grpc::ServerContextBase& context)
      : streams_(std::move(streams)),
        context_(context),
        refused_(streams_->fetch_add(1) >= ReflectionLimit::kMaxStreams) {}
  ~Stream() override { streams_->fetch_sub(1); }

  void Intercept(InterceptorBatchMethods* methods) override {
    // From here on the call can be cancelled.
    if (refused_ &&
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_INITIAL_METADATA)) {
      log::Warning("Too many reflection streams; this one was cancelled.",
                   {{"caller", context_.peer()}});
      context_.TryCancel();
    }
    methods->Proceed();
  }

 private:
  const std::shared_ptr<std::atomic<int>> streams_;
  grpc::ServerContextBase& context_;
  const bool refused_;
};

}  // namespace

grpc::experimental::Interceptor* ReflectionLimit::CreateServerInterceptor(
    grpc::experimental::ServerRpcInfo* info) {
  if (!absl::StartsWith(info->method(), "/grpc.reflection.")) return nullptr;
  return new Stream(streams_, *info->server_context());
}

}  // namespace sos::rpc
