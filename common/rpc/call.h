#ifndef SOS_COMMON_RPC_CALL_H_
#define SOS_COMMON_RPC_CALL_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "grpcpp/grpcpp.h"

namespace sos::rpc {

// What a handler knows of the call it serves, and passes on to the calls it makes.
class CallContext {
 public:
  CallContext(absl::Time deadline, std::string request_id)
      : deadline_(deadline), request_id_(std::move(request_id)) {}

  // When the caller stops waiting. InfiniteFuture if it said nothing.
  absl::Time deadline() const { return deadline_; }
  // Identifies the call in the logs of all services it passes through.
  const std::string& request_id() const { return request_id_; }

  // A context for a call to another service: with this call's deadline (at most `limit` from now)
  // and request id.
  std::unique_ptr<grpc::ClientContext> NewClientContext(
      absl::Duration limit = absl::InfiniteDuration()) const;

 private:
  absl::Time deadline_;
  std::string request_id_;
};

// True for a call through an in-process channel, which no one outside can open.
bool IsSameProcess(const grpc::ServerContext& context);

// The metadata key of the request id.
inline constexpr char kRequestIdKey[] = "x-request-id";

// Runs the calls of one service: the place for everything that is the same for all of them.
//
// A call whose deadline has passed is refused, one too many is told RESOURCE_EXHAUSTED with the
// delay after which to retry, every other runs its handler. Each call leaves one line in the log:
// method, code, reason, duration and request id; never contents. Thread-safe.
class Calls {
 public:
  struct Options {
    // The proto package of the service: the domain of its errors.
    std::string domain;
    // Calls that may run at once. Further ones are refused at once.
    int max_concurrent_calls = 64;
    // Log calls that succeed, too.
    bool log_all = false;
  };

  explicit Calls(Options options) : options_(std::move(options)) {}

  // Runs `handler` for a call of `method`.
  grpc::Status Run(grpc::ServerContextBase& server_context, absl::string_view method,
                   absl::FunctionRef<absl::Status(const CallContext&)> handler);

  // Runs `handler` for a call that only waits and is not counted, such as a watch.
  grpc::Status RunUncounted(grpc::ServerContextBase& server_context, absl::string_view method,
                            absl::FunctionRef<absl::Status(const CallContext&)> handler);

  // Refuses a call that found no place in a queue of the service's own.
  grpc::Status Refuse(grpc::ServerContextBase& server_context, absl::string_view method);

  // Calls finished so far. For tests that count calls.
  int64_t finished_count() const { return finished_count_.load(); }

 private:
  grpc::Status Finish(const CallContext& context, absl::string_view method, absl::Time start,
                      const absl::Status& status);

  const Options options_;
  std::atomic<int> running_{0};
  std::atomic<int64_t> finished_count_{0};
};

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
