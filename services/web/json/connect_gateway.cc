// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/connect_gateway.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/rpc/deadline.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "services/web/json/asked_form.h"
#include "services/web/json/connect_error.h"
#include "services/web/json/errors.h"
#include "services/web/json/generic_call.h"
#include "services/web/json/json_form.h"
#include "services/web/json/stream_bodies.h"

namespace sos::web {
namespace {

constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kUnsupportedMediaType = 415;
constexpr char kPathPrefix[] = "/sos.";
constexpr absl::string_view kBearer = "bearer ";

// Counts a stream as open for as long as it lives.
class CountedBody final : public BodySource {
 public:
  // `place` is taken among the streams that may be open.
  CountedBody(std::unique_ptr<BodySource> body, std::shared_ptr<void> place)
      : place_(std::move(place)), body_(std::move(body)) {}

  absl::StatusOr<std::optional<std::string>> Next() override { return body_->Next(); }

 private:
  // Given back after the body, and its call, ended.
  const std::shared_ptr<void> place_;
  const std::unique_ptr<BodySource> body_;
};

// A place among those that `open` counts; null if all are taken.
std::shared_ptr<void> TakePlace(const std::shared_ptr<std::atomic<int>>& open, int limit) {
  if (open->fetch_add(1) >= limit) {
    open->fetch_sub(1);
    return nullptr;
  }
  return {open.get(), [open](void*) { open->fetch_sub(1); }};
}

absl::StatusOr<Caller> CallerOf(const HttpRequest& request) {
  Caller caller;
  caller.address = request.peer;
  const std::string header = request.Header("authorization");
  if (header.empty()) return caller;
  if (!absl::StartsWithIgnoreCase(header, kBearer)) return AuthorizationUnsupportedError();
  caller.token =
      std::string(absl::StripAsciiWhitespace(absl::string_view(header).substr(kBearer.size())));
  if (caller.token.empty()) return AuthorizationUnsupportedError();
  return caller;
}

// The answer to a request that failed before or while its call was made.
HttpResponse Failure(const AskedForm& form, const absl::Status& error) {
  if (form.answers == AskedForm::Answers::kEnvelopes) {
    // Connect's streams always answer 200; their last message holds the error.
    HttpResponse response;
    response.headers.emplace_back("Content-Type", std::string(form.content_type()));
    response.stream = std::make_unique<ConnectStreamBody>(error);
    return response;
  }
  HttpResponse response = ErrorResponse(error);
  if (error.code() == absl::StatusCode::kUnauthenticated) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return response;
}

}  // namespace

struct ConnectGateway::Ask {
  RoutedMethod method;
  AskedForm form;
};

ConnectGateway::ConnectGateway(Options options)
    : options_(std::move(options)), cors_(options_.cors_origins) {}

bool ConnectGateway::Owns(absl::string_view path) { return absl::StartsWith(path, kPathPrefix); }

HttpResponse ConnectGateway::Handle(const HttpRequest& request) {
  HttpResponse response = CorsPolicy::IsPreflight(request) && !options_.cors_origins.empty()
                              ? cors_.Preflight(request)
                              : Answer(request);
  cors_.Permit(request, response);
  return response;
}

HttpResponse ConnectGateway::Answer(const HttpRequest& request) {
  const std::optional<RoutedMethod> method = FindRoutedMethod(request.path);
  if (!method || !options_.channels.contains(method->service())) {
    return ErrorResponse(MethodNotFoundError(request.path), kNotFound);
  }
  if (method->descriptor->client_streaming()) {
    const absl::Status refused = MethodNeedsGrpcError(method->name());
    // A client of the protocol's streams reads the error at the end of the stream only.
    const absl::StatusOr<AskedForm> asked = FormOfPost(*method, request);
    const bool enveloped = asked.ok() && asked->answers == AskedForm::Answers::kEnvelopes;
    return enveloped ? Failure(*asked, refused) : ErrorResponse(refused);
  }
  const bool by_get = method->by_get && (request.method == "GET" || request.method == "HEAD");
  if (!by_get && request.method != "POST") {
    const char* const allowed = method->by_get ? "GET, HEAD, POST" : "POST";
    HttpResponse response = ErrorResponse(
        VerbNotAllowedError(request.method, method->name(), allowed), kMethodNotAllowed);
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  const absl::StatusOr<AskedForm> form =
      by_get ? FormOfGet(*method, request) : FormOfPost(*method, request);
  if (form.ok()) return Call(request, {*method, *form});
  if (ErrorReason(form.status()) != kContentTypeUnsupported) return ErrorResponse(form.status());
  HttpResponse response = ErrorResponse(form.status(), kUnsupportedMediaType);
  response.headers.emplace_back("Accept-Post", std::string(PostTypes(*method)));
  return response;
}

HttpResponse ConnectGateway::Call(const HttpRequest& request, const Ask& ask) {
  const bool stream = ask.form.answers != AskedForm::Answers::kUnary;
  const absl::StatusOr<std::string> message =
      ReadMessage(ask.method, ask.form, request, kMaxRequestBytes);
  if (!message.ok()) return Failure(ask.form, message.status());
  absl::StatusOr<std::unique_ptr<grpc::ClientContext>> context = ContextFor(request, stream);
  if (!context.ok()) return Failure(ask.form, context.status());
  return stream ? CallStream(ask, *std::move(context), *message)
                : CallUnary(ask, *std::move(context), *message);
}

HttpResponse ConnectGateway::CallUnary(const Ask& ask, std::unique_ptr<grpc::ClientContext> context,
                                       const std::string& message) {
  absl::StatusOr<std::string> answer = web::CallUnary(options_.channels.at(ask.method.service()),
                                                      ask.method.path(), *context, message);
  if (answer.ok() && ask.form.json) {
    answer = ToJson(*ask.method.descriptor->output_type(), *answer);
  }
  if (!answer.ok()) return Failure(ask.form, answer.status());
  HttpResponse response;
  response.headers.emplace_back("Content-Type", std::string(ask.form.content_type()));
  response.body = *std::move(answer);
  return response;
}

HttpResponse ConnectGateway::CallStream(const Ask& ask,
                                        std::unique_ptr<grpc::ClientContext> context,
                                        const std::string& message) {
  std::shared_ptr<void> place = TakePlace(open_streams_, options_.max_streams);
  if (place == nullptr) return Failure(ask.form, TooManyStreamsError(options_.max_streams));
  const auto& type = *ask.method.descriptor->output_type();
  auto answers = std::make_unique<AnswerStream>(options_.channels.at(ask.method.service()),
                                                ask.method.path(), std::move(context), message);
  std::unique_ptr<BodySource> body;
  if (ask.form.answers == AskedForm::Answers::kLines) {
    absl::StatusOr<std::unique_ptr<LinesBody>> lines = LinesBody::Begin(type, std::move(answers));
    if (!lines.ok()) return Failure(ask.form, lines.status());
    body = *std::move(lines);
  } else {
    body = std::make_unique<ConnectStreamBody>(type, ask.form.json, std::move(answers));
  }
  HttpResponse response;
  response.headers.emplace_back("Content-Type", std::string(ask.form.content_type()));
  response.stream = std::make_unique<CountedBody>(std::move(body), std::move(place));
  return response;
}

absl::StatusOr<std::unique_ptr<grpc::ClientContext>> ConnectGateway::ContextFor(
    const HttpRequest& request, bool stream) const {
  const absl::StatusOr<Caller> caller = CallerOf(request);
  SOS_RETURN_IF_ERROR(caller.status());
  const absl::StatusOr<absl::Duration> asked = AskedTimeout(request);
  SOS_RETURN_IF_ERROR(asked.status());
  std::unique_ptr<grpc::ClientContext> context = options_.new_context(*caller);
  context->set_deadline(rpc::After(std::min(*asked, stream ? kMaxStreamTime : kMaxUnaryTime)));
  return context;
}

}  // namespace sos::web
