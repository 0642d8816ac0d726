#include "common/rpc/call.h"

#include <algorithm>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/log/log.h"
#include "common/rpc/grpc_status.h"
#include "common/status/error.h"

namespace sos::rpc {
namespace {

// How long a refused caller should wait. Long enough for a typical call to finish.
constexpr int64_t kRetryDelayMillis = 200;
constexpr size_t kMaxRequestIdBytes = 128;

std::string NewRequestId() {
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

absl::Status Overloaded(absl::string_view domain) {
  absl::Status status =
      MakeError(absl::StatusCode::kResourceExhausted,
                "the server has as many calls as it takes; retry shortly", domain, "OVERLOADED");
  AddRetryDelay(status, kRetryDelayMillis);
  return status;
}

}  // namespace

bool IsSameProcess(const grpc::ServerContext& context) {
  // Its peer has no address (gRPC says `unknown` or `inproc`); every other has one, such as
  // `ipv4:127.0.0.1:4711`.
  return !absl::StrContains(context.peer(), ':');
}

std::unique_ptr<grpc::ClientContext> CallContext::NewClientContext(absl::Duration limit) const {
  auto context = std::make_unique<grpc::ClientContext>();
  const absl::Time deadline = std::min(deadline_, absl::Now() + limit);
  if (deadline != absl::InfiniteFuture()) context->set_deadline(absl::ToChronoTime(deadline));
  context->AddMetadata(kRequestIdKey, request_id_);
  return context;
}

CallContext ContextOf(const grpc::ServerContextBase& server_context) {
  const auto deadline = server_context.deadline();
  const absl::Time time = deadline == std::chrono::system_clock::time_point::max()
                              ? absl::InfiniteFuture()
                              : absl::FromChrono(deadline);
  const auto& metadata = server_context.client_metadata();
  const auto id = metadata.find(kRequestIdKey);
  if (id == metadata.end() || id->second.size() > kMaxRequestIdBytes) return {time, NewRequestId()};
  return {time, std::string(id->second.data(), id->second.size())};
}

grpc::Status Calls::Run(grpc::ServerContextBase& server_context, absl::string_view method,
                        absl::FunctionRef<absl::Status(const CallContext&)> handler) {
  const int running = running_.fetch_add(1) + 1;
  const absl::Cleanup done = [this] { running_.fetch_sub(1); };
  if (running > options_.max_concurrent_calls) return Refuse(server_context, method);
  return RunUncounted(server_context, method, handler);
}

grpc::Status Calls::Refuse(grpc::ServerContextBase& server_context, absl::string_view method) {
  return Finish(ContextOf(server_context), method, absl::Now(), Overloaded(options_.domain));
}

grpc::Status Calls::RunUncounted(grpc::ServerContextBase& server_context, absl::string_view method,
                                 absl::FunctionRef<absl::Status(const CallContext&)> handler) {
  const CallContext context = ContextOf(server_context);
  const absl::Time start = absl::Now();
  if (context.deadline() <= start) {
    return Finish(
        context, method, start,
        MakeError(absl::StatusCode::kDeadlineExceeded, "the deadline had passed before work began",
                  options_.domain, "DEADLINE_PASSED"));
  }
  return Finish(context, method, start, handler(context));
}

grpc::Status Calls::Finish(const CallContext& context, absl::string_view method, absl::Time start,
                           const absl::Status& status) {
  finished_count_.fetch_add(1);
  absl::Status answer = status;
  if (!status.ok() && ErrorReason(status).empty()) {
    // A status without reason was never meant for callers: it is a defect of ours, or a caller that
    // hung up. Its text stays here.
    answer = status.code() == absl::StatusCode::kCancelled
                 ? status
                 : MakeError(absl::StatusCode::kInternal,
                             absl::StrCat("internal error; see the log of request ",
                                          context.request_id()),
                             options_.domain, "INTERNAL", {{"request_id", context.request_id()}});
  }
  const bool defect = answer.code() == absl::StatusCode::kInternal;
  const bool worth_a_line = !answer.ok() && answer.code() != absl::StatusCode::kCancelled;
  if (worth_a_line || options_.log_all) {
    log::Write(defect ? log::Level::kError : log::Level::kInfo, "call",
               {{"method", absl::StrCat(options_.domain, "/", method)},
                {"code", absl::StatusCodeToString(answer.code())},
                {"reason", ErrorReason(answer)},
                {"duration_ms", absl::StrCat(absl::ToInt64Milliseconds(absl::Now() - start))},
                {"request_id", context.request_id()},
                {"detail", defect ? std::string(status.message()) : std::string()}});
  }
  return ToGrpcStatus(answer);
}

}  // namespace sos::rpc
