// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_REQUEST_STREAM_H_
#define SOS_COMMON_RPC_REQUEST_STREAM_H_

#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/call.h"
#include "common/status/common_errors.h"
#include "common/time/steady_wait.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// The requests of a call that sends many, as its handler reads them.
template <typename Request>
class RequestStream {
 public:
  virtual ~RequestStream() = default;

  // Waits for the next request. False once the caller has sent all of them; STREAM_IDLE if it sent
  // nothing for too long, REQUEST_MALFORMED if it sent something else, kCancelled if it hung up.
  virtual absl::StatusOr<bool> Read(Request* request) = 0;

  // Whether the caller has hung up. gRPC may say so a moment after the stream seemed to end.
  virtual bool HungUp() const = 0;
};

// A call that sends many requests, with a thread of its own for its handler.
//
// gRPC's synchronous reader waits for as long as a caller is silent, and a call that waits there
// can only be cancelled. Here gRPC tells the handler's thread what came, and the thread may stop
// waiting for it and answer.
//
// Of a raw callback method, as gRPC's own parsing takes bytes that are no request for the end of
// the stream: half of it would pass for the whole.
template <typename Request, typename Response>
class RequestStreamCall final : public grpc::ServerReadReactor<grpc::ByteBuffer>,
                                private RequestStream<Request> {
 public:
  using Handler =
      std::function<absl::Status(const CallContext&, RequestStream<Request>&, Response*)>;

  // Begins a call of `method`. It is gone once gRPC is done with it; `calls`, `context` and
  // `response` must stay until then.
  static RequestStreamCall* Begin(Calls& calls, grpc::CallbackServerContext& context,
                                  absl::string_view method, grpc::ByteBuffer* response,
                                  Handler handler) {
    auto* const call = new RequestStreamCall(calls, context, method, response, std::move(handler));
    call->StartRead(&call->next_);
    try {
      call->thread_ = std::thread([call] { call->Run(); });
    } catch (const std::system_error&) {  // There are no threads left.
      call->Finish(calls.Refuse(context, method));
    }
    return call;
  }

 private:
  RequestStreamCall(Calls& calls, grpc::CallbackServerContext& context, absl::string_view method,
                    grpc::ByteBuffer* response, Handler handler)
      : calls_(calls),
        context_(context),
        method_(method),
        response_(response),
        handler_(std::move(handler)) {}

  void Run() {
    Response response;
    const grpc::Status status =
        calls_.Run(context_, method_, nullptr, &response,
                   [&](const CallContext& context) { return handler_(context, *this, &response); });
    bool owned = false;
    if (status.ok()) {
      grpc::SerializationTraits<Response>::Serialize(response, response_, &owned);
    }
    this->Finish(status);
  }

  absl::StatusOr<bool> Read(Request* request) override {
    absl::MutexLock lock(&mutex_);
    const auto arrived = [this] { return arrived_; };
    if (!arrival_.AwaitFor(mutex_, calls_.stream_idle_timeout(), arrived)) {
      return StreamIdleError(calls_.domain());
    }
    if (whole_) {
      const bool parsed = grpc::SerializationTraits<Request>::Deserialize(&next_, request).ok();
      if (!parsed) return RequestMalformedError(calls_.domain(), method_);
      // It comes while the handler is at work on this one.
      arrived_ = false;
      this->StartRead(&next_);
      return true;
    }
    if (HungUp()) return absl::CancelledError("the caller hung up");
    return false;
  }
  bool HungUp() const override { return context_.IsCancelled(); }

  // What gRPC says, on threads of its own.
  void OnReadDone(bool whole) override {
    absl::MutexLock lock(&mutex_);
    whole_ = whole;
    arrived_ = true;
    arrival_.Wake();
  }
  void OnDone() override {
    if (thread_.joinable()) thread_.join();
    delete this;
  }

  Calls& calls_;
  grpc::CallbackServerContext& context_;
  const std::string method_;
  grpc::ByteBuffer* const response_;
  const Handler handler_;
  // Where gRPC puts the next request; the handler's once `arrived_`.
  grpc::ByteBuffer next_;
  absl::Mutex mutex_;
  SteadyWait arrival_;
  bool arrived_ ABSL_GUARDED_BY(mutex_) = false;
  bool whole_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_REQUEST_STREAM_H_
