// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_CALL_H_
#define SOS_COMMON_RPC_CALL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/access_control.h"
#include "common/auth/principal.h"
#include "common/disclosure/mask.h"
#include "common/log/trace.h"
#include "common/metrics/metrics.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// Calls that a server runs at once, unless it is told otherwise.
inline constexpr int kMaxConcurrentCalls = 64;
// Watches that a server holds at once; some kilobytes each.
inline constexpr int kMaxHeldCalls = 8192;
// One caller has at most one part in this many of a server, whatever it calls.
inline constexpr int kCallersShare = 4;

// What a handler knows of the call it serves, and passes on to the calls it makes.
class CallContext {
 public:
  // `patience` is how long the caller waits from now on.
  CallContext(absl::Duration patience, std::string request_id,
              log::Trace trace = log::ContinueTrace(""))
      : patience_(patience), request_id_(std::move(request_id)), trace_(std::move(trace)) {}

  // How long the caller still waits: nothing or less once it has stopped, infinite if it said
  // nothing.
  absl::Duration TimeLeft() const { return patience_ - began_.Elapsed(); }
  // Identifies the call in the logs of all services it passes through.
  const std::string& request_id() const { return request_id_; }
  // Where it stands in the work of all of them.
  const log::Trace& trace() const { return trace_; }
  // Who is calling.
  const auth::Principal& principal() const { return principal_; }
  // Whether the caller may read older revisions of what it asks about. Whoever has no right to its
  // counts could find what one revision withholds by subtracting another.
  bool sees_history() const { return sees_history_; }
  // The domain of the errors of the service that is called.
  const std::string& domain() const { return domain_; }
  // OK while somebody waits for the answer; else kCancelled, or DEADLINE_PASSED. For the loops of
  // work that takes long: to be asked at least every 100 ms.
  absl::Status StillWanted() const;
  // Says what the call is about, for the audit log, where its request does not.
  void Concerns(std::string resource) const { resource_ = std::move(resource); }

  // A context for a call to another service, made while this one is served: with this call's
  // deadline (at most `limit` from now), request id and trace, and cancelled when its caller hangs
  // up. Not with its principal: services speak for themselves.
  std::unique_ptr<grpc::ClientContext> NewClientContext(
      absl::Duration limit = absl::InfiniteDuration()) const;

 private:
  friend class Calls;

  // Of the call that is served; null where there is none, as in tools.
  grpc::ServerContextBase* server_context_ = nullptr;
  absl::Duration patience_;
  Stopwatch began_;
  std::string request_id_;
  log::Trace trace_;
  auth::Principal principal_;
  bool sees_history_ = true;
  std::string domain_;
  // Of one call, which one thread runs.
  mutable std::string resource_;
};

// The metadata keys of the request id and of the trace.
inline constexpr char kRequestIdKey[] = "x-request-id";
inline constexpr char kTraceParentKey[] = "traceparent";

// Runs the calls of one service: the place for everything that is the same for all of them.
//
// A call whose deadline has passed is refused, one too many is told RESOURCE_EXHAUSTED with the
// delay after which to retry, one whose caller may not make it is told why; every other runs its
// handler. Each call is counted and timed, and those that fail leave a line in the log: method,
// code, reason, duration and who called; never contents. Thread-safe.
class Calls {
 public:
  struct Options {
    // The service's full name, such as `sos.indicator.v1.IndicatorService`.
    std::string service;
    // The domain of its errors. Empty: its package.
    std::string domain;
    // Calls that may run at once. Further ones are refused at once.
    int max_concurrent_calls = kMaxConcurrentCalls;
    // Log calls that succeed, too.
    bool log_all = false;
    // Who may call. Null: everybody. Must outlive the calls.
    auth::AccessControl* access = nullptr;
    // How long a stream of requests may be silent.
    absl::Duration stream_idle_timeout = absl::Seconds(30);
  };

  using Handler = absl::FunctionRef<absl::Status(const CallContext&)>;

  explicit Calls(Options options);
  ~Calls();

  // Runs `handler` for a call of `method` that asks `request` (null for a stream of requests), and
  // takes out of `response` what the caller has no right to.
  grpc::Status Run(grpc::ServerContextBase& server_context, absl::string_view method,
                   const google::protobuf::Message* request, google::protobuf::Message* response,
                   Handler handler);

  // Runs a `handler` that sends its answers itself: a stream message by message with Send(), or
  // bytes of an answer that everybody may see.
  grpc::Status RunRaw(grpc::ServerContextBase& server_context, absl::string_view method,
                      const google::protobuf::Message* request, Handler handler);

  // A call that lasts and takes no thread, such as a watch: let in, and not at its end yet.
  class HeldCall {
   public:
    // What is to be told to gRPC at its end.
    grpc::Status End(const absl::Status& status);

   private:
    friend class Calls;
    HeldCall(Calls& calls, grpc::ServerContextBase& server_context, absl::string_view method);

    Calls& calls_;
    grpc::ServerContextBase& server_context_;
    const std::string method_;
    CallContext context_;
    auth::AccessControl::Admission admission_;
    const Stopwatch watch_;
  };

  // Lets a call in that will be held. Null, with `refused` set, where it may not be. The calls must
  // outlive it.
  std::unique_ptr<HeldCall> Hold(grpc::ServerContextBase& server_context, absl::string_view method,
                                 const google::protobuf::Message& request, grpc::Status& refused);

  // Runs `handler` for a call that needs no thread, as its answer is there already; it is not
  // counted among those that run at once.
  grpc::Status RunUncounted(grpc::ServerContextBase& server_context, absl::string_view method,
                            const google::protobuf::Message* request, Handler handler);

  // Refuses a call that found no place in a queue of the service's own.
  grpc::Status Refuse(grpc::ServerContextBase& server_context, absl::string_view method);

  // What request_stream.h needs to know.
  const std::string& domain() const { return domain_; }
  absl::Duration stream_idle_timeout() const { return options_.stream_idle_timeout; }

 private:
  struct MethodMetrics;

  absl::Status Admit(grpc::ServerContextBase& server_context, absl::string_view method,
                     const google::protobuf::Message* request, auth::CallerLimits::Kind kind,
                     CallContext& context, auth::AccessControl::Admission& admission);
  absl::Status RunAdmitted(grpc::ServerContextBase& server_context, absl::string_view method,
                           const google::protobuf::Message* request, CallContext& context,
                           Handler handler);
  grpc::Status Finish(const grpc::ServerContextBase& server_context, const CallContext& context,
                      absl::string_view method, const Stopwatch& watch, const absl::Status& status);
  const MethodMetrics& MetricsOf(absl::string_view method);
  void Count(absl::string_view method, const absl::Status& answer, absl::Duration duration);
  void Log(const grpc::ServerContextBase& server_context, const CallContext& context,
           absl::string_view method, absl::Duration duration, const absl::Status& answer,
           const absl::Status& status);

  const Options options_;
  // The package.
  const std::string domain_;
  const metrics::Gauge running_gauge_;
  std::atomic<int> running_{0};
  const metrics::Gauge held_gauge_;
  std::atomic<int> held_{0};
  absl::Mutex metrics_mutex_;
  absl::flat_hash_map<std::string, std::unique_ptr<const MethodMetrics>> metrics_
      ABSL_GUARDED_BY(metrics_mutex_);
};

// Counts a call that ended with the error `answer` before Calls saw it.
void CountFailure(absl::string_view service, absl::string_view method, const absl::Status& answer);

// Sends one message of a stream of answers, without what the caller has no right to. Not OK once
// nobody waits for it.
template <typename Message>
absl::Status Send(const CallContext& context, Message message,
                  grpc::ServerWriter<Message>* writer) {
  SOS_RETURN_IF_ERROR(context.StillWanted());
  MaskFor(context.principal(), message);
  return writer->Write(message) ? absl::OkStatus() : absl::CancelledError("the caller hung up");
}

// Ends a handler that makes its whole response at once.
template <typename Message>
absl::Status Answer(absl::StatusOr<Message> value, Message* response) {
  SOS_RETURN_IF_ERROR(value.status());
  *response = *std::move(value);
  return absl::OkStatus();
}

// What the caller said of itself.
CallContext ContextOf(const grpc::ServerContextBase& server_context);

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_CALL_H_
