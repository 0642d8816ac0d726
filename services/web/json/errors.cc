// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/errors.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace sos::web {
namespace {

// How long a caller waits before it asks for another stream, in milliseconds.
constexpr int64_t kStreamRetryMillis = 2000;

}  // namespace

absl::Status MethodNotFoundError(absl::string_view path) {
  return MakeError(
      absl::StatusCode::kUnimplemented,
      absl::StrCat("No method has the path ", path,
                   ". Paths are /{package}.{Service}/{Method}; /openapi.json lists all of them."),
      kGatewayDomain, "METHOD_NOT_FOUND", {{"path", std::string(path)}});
}

absl::Status MethodNeedsGrpcError(absl::string_view method) {
  return MakeError(absl::StatusCode::kUnimplemented,
                   absl::StrCat(method,
                                " reads a stream of requests, which browsers cannot send over "
                                "HTTP/1.1. Call it over gRPC, or load the file with `sos ingest`."),
                   kGatewayDomain, "METHOD_NEEDS_GRPC", {{"method", std::string(method)}});
}

absl::Status VerbNotAllowedError(absl::string_view verb, absl::string_view method,
                                 absl::string_view allowed) {
  return MakeError(absl::StatusCode::kUnimplemented,
                   absl::StrCat(method, " cannot be called by ", verb, ". Use ", allowed, "."),
                   kGatewayDomain, "VERB_NOT_ALLOWED",
                   {{"verb", std::string(verb)},
                    {"method", std::string(method)},
                    {"allowed", std::string(allowed)}});
}

absl::Status ContentTypeUnsupportedError(absl::string_view content_type,
                                         absl::string_view supported) {
  return MakeError(
      absl::StatusCode::kUnimplemented,
      absl::StrCat(content_type.empty() ? "The request names no content type"
                                        : "The content type of the request is not supported here",
                   ". Send one of: ", supported, "."),
      kGatewayDomain, kContentTypeUnsupported,
      {{"content_type", std::string(content_type)}, {"supported", std::string(supported)}});
}

absl::Status CompressionUnsupportedError(absl::string_view compression) {
  return MakeError(absl::StatusCode::kUnimplemented,
                   absl::StrCat("Requests compressed with ", compression,
                                " are not supported. Send the request as it is (identity)."),
                   kGatewayDomain, "COMPRESSION_UNSUPPORTED",
                   {{"compression", std::string(compression)}});
}

absl::Status ProtocolVersionUnsupportedError(absl::string_view where, absl::string_view version,
                                             absl::string_view expected) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat(where, " is \"", version, "\"; this server supports \"", expected,
                                "\" only. Send that, or leave it out."),
                   kGatewayDomain, "PROTOCOL_VERSION_UNSUPPORTED",
                   {{"where", std::string(where)}, {"version", std::string(version)}});
}

absl::Status TimeoutInvalidError(absl::string_view timeout) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat("Connect-Timeout-Ms is \"", timeout,
                                "\". Send a whole number of milliseconds of at most 10 digits."),
                   kGatewayDomain, "TIMEOUT_INVALID", {{"timeout", std::string(timeout)}});
}

absl::Status AuthorizationUnsupportedError() {
  return MakeError(
      absl::StatusCode::kUnauthenticated,
      "The header Authorization holds no bearer token. Send `Bearer {token}`, or leave "
      "the header out to see what everybody may see.",
      kGatewayDomain, "AUTHORIZATION_UNSUPPORTED");
}

absl::Status RequestTooLargeError(size_t size, size_t limit) {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("The request has ", size, " bytes; at most ", limit,
                   " are accepted. Ask for less at once, or call the service over gRPC."),
      kGatewayDomain, "REQUEST_TOO_LARGE",
      {{"size_bytes", absl::StrCat(size)}, {"limit_bytes", absl::StrCat(limit)}});
}

absl::Status RequestMalformedError(absl::string_view message, absl::string_view field,
                                   absl::string_view problem) {
  std::vector<FieldViolation> violations;
  if (!field.empty()) violations.push_back({std::string(field), std::string(problem)});
  return MakeError(
      absl::StatusCode::kInvalidArgument,
      absl::StrCat("The request is not a ", message, ": ", field, field.empty() ? "" : ": ",
                   problem, ". /openapi.json describes the message."),
      kGatewayDomain, "REQUEST_MALFORMED",
      {{"message", std::string(message)},
       {"field", std::string(field)},
       {"problem", std::string(problem)}},
      violations);
}

absl::Status TooManyStreamsError(int limit) {
  absl::Status error =
      MakeError(absl::StatusCode::kResourceExhausted,
                absl::StrCat("Too many streams are open; at most ", limit,
                             " run at once. Retry after the delay in RetryInfo."),
                kGatewayDomain, "TOO_MANY_STREAMS", {{"limit", absl::StrCat(limit)}});
  AddRetryDelay(error, kStreamRetryMillis);
  return error;
}

absl::Status AnswerUnreadableError(absl::string_view message) {
  return MakeError(absl::StatusCode::kInternal,
                   absl::StrCat("A service answered what is not a ", message,
                                ". Its version and that of sos-web may differ; tell the operator."),
                   kGatewayDomain, "ANSWER_UNREADABLE", {{"message", std::string(message)}});
}

}  // namespace sos::web
