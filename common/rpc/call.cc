// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/call.h"

#include <algorithm>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/memory/memory.h"
#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/auth/on_behalf.h"
#include "common/log/log.h"
#include "common/rpc/deadline.h"
#include "common/rpc/grpc_status.h"
#include "common/rpc/request_texts.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace sos::rpc {
namespace {

constexpr size_t kMaxRequestIdBytes = 128;

constexpr char kCallsTotal[] = "sos_rpc_calls_total";
constexpr char kCallsHelp[] = "Calls answered, by status code and reason.";

std::string NewRequestId() {
  thread_local absl::BitGen random;
  return absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
}

// True for what a caller may choose as request id. gRPC lets any byte in, and ends the process that
// sends on what may not be in a header.
bool MayBePassedOn(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxRequestIdBytes &&
         std::all_of(id.begin(), id.end(), absl::ascii_isgraph);
}

}  // namespace

absl::Status CallContext::StillWanted() const {
  if (TimeLeft() <= absl::ZeroDuration()) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the deadline passed before the answer",
                     domain_, "DEADLINE_PASSED");
  }
  if (server_context_ != nullptr && server_context_->IsCancelled()) {
    return absl::CancelledError("the caller hung up");
  }
  return absl::OkStatus();
}

std::unique_ptr<grpc::ClientContext> CallContext::NewClientContext(absl::Duration limit) const {
  auto context = server_context_ == nullptr
                     ? std::make_unique<grpc::ClientContext>()
                     : grpc::ClientContext::FromServerContext(*server_context_);
  context->set_deadline(After(std::min(TimeLeft(), limit)));
  context->AddMetadata(kRequestIdKey, request_id_);
  context->AddMetadata(kTraceParentKey, trace_.Header());
  return context;
}

CallContext ContextOf(const grpc::ServerContextBase& server_context) {
  const auto& metadata = server_context.client_metadata();
  const auto text = [&](const char* key) -> absl::string_view {
    const auto found = metadata.find(key);
    return found == metadata.end() ? ""
                                   : absl::string_view(found->second.data(), found->second.size());
  };
  const absl::string_view id = text(kRequestIdKey);
  return {Until(server_context.raw_deadline()),
          MayBePassedOn(id) ? std::string(id) : NewRequestId(),
          log::ContinueTrace(text(kTraceParentKey))};
}

// What is counted of one method.
struct Calls::MethodMetrics {
  metrics::Counter ok;
  metrics::Durations durations;
};

Calls::Calls(Options options)
    : options_(std::move(options)),
      domain_(options_.domain.empty() ? options_.service.substr(0, options_.service.rfind('.'))
                                      : options_.domain),
      running_gauge_(metrics::FindGauge("sos_rpc_running", "Calls at work now.",
                                        {{"service", options_.service}})),
      held_gauge_(metrics::FindGauge("sos_rpc_held", "Watches that are open now.",
                                     {{"service", options_.service}})) {}

Calls::~Calls() = default;

grpc::Status Calls::Run(grpc::ServerContextBase& server_context, absl::string_view method,
                        const google::protobuf::Message* request,
                        google::protobuf::Message* response, Handler handler) {
  return RunRaw(server_context, method, request, [&](const CallContext& context) -> absl::Status {
    SOS_RETURN_IF_ERROR(handler(context));
    MaskFor(context.principal(), *response);
    return absl::OkStatus();
  });
}

grpc::Status Calls::RunRaw(grpc::ServerContextBase& server_context, absl::string_view method,
                           const google::protobuf::Message* request, Handler handler) {
  const int running = running_.fetch_add(1) + 1;
  running_gauge_.Add(1);
  const absl::Cleanup done = [this] {
    running_.fetch_sub(1);
    running_gauge_.Add(-1);
  };
  if (running > options_.max_concurrent_calls) return Refuse(server_context, method);
  return RunUncounted(server_context, method, request, handler);
}

grpc::Status Calls::Refuse(grpc::ServerContextBase& server_context, absl::string_view method) {
  const CallContext context = ContextOf(server_context);
  const log::ScopedTrace scope(context.trace(), context.request_id());
  return Finish(server_context, context, method, Stopwatch(), OverloadedError(domain_));
}

grpc::Status Calls::RunUncounted(grpc::ServerContextBase& server_context, absl::string_view method,
                                 const google::protobuf::Message* request, Handler handler) {
  CallContext context = ContextOf(server_context);
  context.server_context_ = &server_context;
  context.domain_ = domain_;
  const log::ScopedTrace scope(context.trace(), context.request_id());
  const Stopwatch watch;
  if (context.TimeLeft() <= absl::ZeroDuration()) {
    return Finish(server_context, context, method, watch, context.StillWanted());
  }
  return Finish(server_context, context, method, watch,
                RunAdmitted(server_context, method, request, context, handler));
}

absl::Status Calls::Admit(grpc::ServerContextBase& server_context, absl::string_view method,
                          const google::protobuf::Message* request, auth::CallerLimits::Kind kind,
                          CallContext& context, auth::AccessControl::Admission& admission) {
  absl::Status admitted =
      options_.access->Admit(server_context, domain_, absl::StrCat(options_.service, "/", method),
                             request, kind, admission);
  context.principal_ = admission.principal;
  context.sees_history_ = admission.sees_history;
  return admitted;
}

Calls::HeldCall::HeldCall(Calls& calls, grpc::ServerContextBase& server_context,
                          absl::string_view method)
    : calls_(calls),
      server_context_(server_context),
      method_(method),
      context_(ContextOf(server_context)) {}

grpc::Status Calls::HeldCall::End(const absl::Status& status) {
  calls_.held_.fetch_sub(1);
  calls_.held_gauge_.Add(-1);
  const log::ScopedTrace scope(context_.trace(), context_.request_id());
  return calls_.Finish(server_context_, context_, method_, watch_, status);
}

std::unique_ptr<Calls::HeldCall> Calls::Hold(grpc::ServerContextBase& server_context,
                                             absl::string_view method,
                                             const google::protobuf::Message& request,
                                             grpc::Status& refused) {
  auto call = absl::WrapUnique(new HeldCall(*this, server_context, method));
  const int held = held_.fetch_add(1) + 1;
  held_gauge_.Add(1);
  absl::Status status =
      held > kMaxHeldCalls ? OverloadedError(domain_) : call->context_.StillWanted();
  if (status.ok() && options_.access != nullptr) {
    status = Admit(server_context, method, &request, auth::CallerLimits::Kind::kHeld,
                   call->context_, call->admission_);
  }
  if (status.ok()) status = CheckTexts(request, domain_);
  if (status.ok()) return call;
  refused = call->End(status);
  return nullptr;
}

absl::Status Calls::RunAdmitted(grpc::ServerContextBase& server_context, absl::string_view method,
                                const google::protobuf::Message* request, CallContext& context,
                                Handler handler) {
  const auto handle = [&]() -> absl::Status {
    if (request != nullptr) SOS_RETURN_IF_ERROR(CheckTexts(*request, domain_));
    return handler(context);
  };
  if (options_.access == nullptr) {
    context.sees_history_ = !auth::LowerToView(server_context, context.principal_);
    return handle();
  }
  auth::AccessControl::Admission admission;
  SOS_RETURN_IF_ERROR(
      Admit(server_context, method, request, auth::CallerLimits::Kind::kWork, context, admission));
  absl::Status status = handle();
  if (admission.audited) {
    options_.access->Record(admission, absl::StrCat(options_.service, "/", method), request,
                            context.resource_, absl::StatusCodeToString(status.code()));
  }
  return status;
}

const Calls::MethodMetrics& Calls::MetricsOf(absl::string_view method) {
  {
    absl::ReaderMutexLock lock(&metrics_mutex_);
    const auto found = metrics_.find(method);
    if (found != metrics_.end()) return *found->second;
  }
  absl::MutexLock lock(&metrics_mutex_);
  std::unique_ptr<const MethodMetrics>& made = metrics_[method];
  if (made == nullptr) {
    const metrics::Labels labels = {{"service", options_.service}, {"method", std::string(method)}};
    metrics::Labels ok = labels;
    ok.insert({{"code", "OK"}, {"reason", ""}});
    made = std::make_unique<const MethodMetrics>(MethodMetrics{
        .ok = metrics::FindCounter(kCallsTotal, kCallsHelp, ok),
        .durations =
            metrics::FindDurations("sos_rpc_duration_seconds",
                                   "How long calls took, from first byte to answer.", labels)});
  }
  return *made;
}

void CountFailure(absl::string_view service, absl::string_view method, const absl::Status& answer) {
  metrics::FindCounter(kCallsTotal, kCallsHelp,
                       {{"service", std::string(service)},
                        {"method", std::string(method)},
                        {"code", absl::StatusCodeToString(answer.code())},
                        {"reason", ErrorReason(answer)}})
      .Increment();
}

void Calls::Count(absl::string_view method, const absl::Status& answer, absl::Duration duration) {
  const MethodMetrics& of_method = MetricsOf(method);
  of_method.durations.Observe(duration);
  if (answer.ok()) {
    of_method.ok.Increment();
  } else {
    CountFailure(options_.service, method, answer);
  }
}

void Calls::Log(const grpc::ServerContextBase& server_context, const CallContext& context,
                absl::string_view method, absl::Duration duration, const absl::Status& answer,
                const absl::Status& status) {
  // A caller who hung up gave no reason.
  const bool worth_a_line = !answer.ok() && !ErrorReason(answer).empty();
  if (!worth_a_line && !options_.log_all) return;
  const bool defect = answer.code() == absl::StatusCode::kInternal;
  // Why a token was refused holds no part of it; what other errors say may come from the request.
  const bool refused = answer.code() == absl::StatusCode::kUnauthenticated;
  const bool known = !context.principal().subject.empty();
  log::Write(defect ? log::Level::kError : log::Level::kInfo, "call",
             {{"method", absl::StrCat(domain_, "/", method)},
              {"code", absl::StatusCodeToString(answer.code())},
              {"reason", ErrorReason(answer)},
              {"duration_ms", absl::StrCat(absl::ToInt64Milliseconds(duration))},
              {"caller", known ? context.principal().subject : server_context.peer()},
              {"scope", known ? context.principal().scope() : "unknown"},
              {"detail", defect || refused ? std::string(status.message()) : std::string()}});
}

grpc::Status Calls::Finish(const grpc::ServerContextBase& server_context,
                           const CallContext& context, absl::string_view method,
                           const Stopwatch& watch, const absl::Status& status) {
  absl::Status answer = status;
  if (!status.ok() && ErrorReason(status).empty()) {
    // A status without reason was never meant for callers: it is a defect of ours, or a caller that
    // hung up. Its text stays here.
    answer = status.code() == absl::StatusCode::kCancelled
                 ? status
                 : MakeError(absl::StatusCode::kInternal,
                             absl::StrCat("internal error; see the log of request ",
                                          context.request_id()),
                             domain_, "INTERNAL", {{"request_id", context.request_id()}});
  }
  const absl::Duration duration = watch.Elapsed();
  Count(method, answer, duration);
  Log(server_context, context, method, duration, answer, status);
  return ToGrpcStatus(answer);
}

}  // namespace sos::rpc
