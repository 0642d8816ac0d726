// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/stall_watch.h"

#include <grpc/grpc.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/auth/access_control.h"
#include "common/log/log.h"
#include "common/time/clock.h"
#include "common/time/steady_wait.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

using grpc::experimental::InterceptionHookPoints;
using grpc::experimental::InterceptorBatchMethods;
using grpc::experimental::ServerRpcInfo;

// One call. It is watched from the first thing it sends until gRPC is done with it.
class StallWatch::Call final : public grpc::experimental::Interceptor {
 public:
  Call(std::shared_ptr<State> state, std::string method, grpc::ServerContext& context)
      : state_(std::move(state)), method_(std::move(method)), context_(context) {}
  ~Call() override;

  void Intercept(InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_MESSAGE) ||
        methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      if (call_ == nullptr) BeginWatch();
      waiting_since_nanos_ = absl::ToInt64Nanoseconds(clock_.Elapsed());
    } else if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_SEND_MESSAGE)) {
      waiting_since_nanos_ = kNotWaiting;
    }
    methods->Proceed();
  }

  // Cancels the call if it has been waiting since before `oldest`.
  void CancelIfStalled(int64_t oldest) {
    if (waiting_since_nanos_ >= oldest || std::exchange(cancelled_, true)) return;
    log::Warning("A call was cancelled because its client stopped reading.",
                 {{"method", method_}, {"caller", peer_}});
    grpc_call_cancel(call_, nullptr);
  }

 private:
  static constexpr int64_t kNotWaiting = std::numeric_limits<int64_t>::max();

  void BeginWatch();

  const std::shared_ptr<State> state_;
  const std::string method_;
  grpc::ServerContext& context_;
  const SystemClock clock_{};
  std::string peer_;
  // Held, so that it is there to be cancelled.
  grpc_call* call_ = nullptr;
  std::atomic<int64_t> waiting_since_nanos_{kNotWaiting};
  bool cancelled_ = false;
  // Where this stands among the watched; none of a caller in the same process.
  std::optional<std::list<Call*>::iterator> place_;
};

// The calls at work, and the thread that looks after them.
class StallWatch::State {
 public:
  explicit State(absl::Duration timeout) : timeout_(timeout), thread_([this] { Run(); }) {}

  std::list<Call*>::iterator Add(Call* call) {
    absl::MutexLock lock(&mutex_);
    return calls_.insert(calls_.end(), call);
  }
  void Remove(std::list<Call*>::iterator place) {
    absl::MutexLock lock(&mutex_);
    calls_.erase(place);
  }
  void Stop() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
      stop_.Wake();
    }
    thread_.join();
  }

 private:
  void Run() {
    absl::MutexLock lock(&mutex_);
    while (!stopping_) {
      const int64_t oldest = absl::ToInt64Nanoseconds(clock_.Elapsed() - timeout_);
      for (Call* const call : calls_) call->CancelIfStalled(oldest);
      stop_.AwaitFor(mutex_, std::min(timeout_ / 2, absl::Seconds(1)),
                     [this] { return stopping_; });
    }
  }

  const absl::Duration timeout_;
  const SystemClock clock_{};
  absl::Mutex mutex_;
  SteadyWait stop_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::list<Call*> calls_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

void StallWatch::Call::BeginWatch() {
  call_ = context_.c_call();
  grpc_call_ref(call_);
  peer_ = context_.peer();
  if (!auth::IsSameProcess(context_)) place_ = state_->Add(this);
}

StallWatch::Call::~Call() {
  if (place_) state_->Remove(*place_);
  if (call_ != nullptr) grpc_call_unref(call_);
}

StallWatch::StallWatch(absl::Duration timeout) : state_(std::make_shared<State>(timeout)) {}
StallWatch::~StallWatch() { state_->Stop(); }

grpc::experimental::Interceptor* StallWatch::CreateServerInterceptor(ServerRpcInfo* info) {
  auto* const context = dynamic_cast<grpc::ServerContext*>(info->server_context());
  return context == nullptr ? nullptr : new Call(state_, info->method(), *context);
}

}  // namespace sos::rpc
