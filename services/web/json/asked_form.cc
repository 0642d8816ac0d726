// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/asked_form.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "services/web/json/envelope.h"
#include "services/web/json/errors.h"
#include "services/web/json/json_form.h"

namespace sos::web {
namespace {

using Answers = AskedForm::Answers;

constexpr char kJson[] = "application/json";
constexpr char kProto[] = "application/proto";
constexpr char kConnectJson[] = "application/connect+json";
constexpr char kConnectProto[] = "application/connect+proto";
constexpr char kLines[] = "application/x-ndjson";
constexpr char kUnaryTypes[] = "application/json, application/proto";
constexpr char kStreamTypes[] =
    "application/json, application/connect+json, application/connect+proto";
constexpr char kGetEncodings[] = "encoding=json, encoding=proto";
constexpr char kIdentity[] = "identity";
constexpr size_t kMaxTimeoutDigits = 10;

// `Application/JSON; charset=UTF-8` is `application/json`. Empty for another charset.
std::string MediaType(absl::string_view header) {
  const std::vector<std::string> parts = absl::StrSplit(absl::AsciiStrToLower(header), ';');
  for (size_t i = 1; i < parts.size(); ++i) {
    const absl::string_view parameter = absl::StripAsciiWhitespace(parts[i]);
    const bool utf8 = parameter == "charset=utf-8" || parameter == "charset=\"utf-8\"";
    if (!utf8 && !parameter.empty()) return "";
  }
  return std::string(absl::StripAsciiWhitespace(parts[0]));
}

absl::Status CheckIdentity(const std::string& compression) {
  return compression.empty() || compression == kIdentity ? absl::OkStatus()
                                                         : CompressionUnsupportedError(compression);
}

absl::Status CheckVersion(absl::string_view where, const std::string& version,
                          absl::string_view expected) {
  return version.empty() || version == expected
             ? absl::OkStatus()
             : ProtocolVersionUnsupportedError(where, version, expected);
}

// The argument `message` of a GET, which may be written in base64.
absl::StatusOr<std::string> MessageArgument(absl::string_view type, const HttpRequest& request) {
  std::string message = request.Argument("message");
  if (request.Argument("base64") != "1") return message;
  std::string bytes;
  message.erase(message.find_last_not_of('=') + 1);
  if (!absl::WebSafeBase64Unescape(message, &bytes)) {
    return RequestMalformedError(type, "", "the argument message is not base64 (URL-safe)");
  }
  return bytes;
}

}  // namespace

absl::string_view AskedForm::content_type() const {
  switch (answers) {
    case Answers::kEnvelopes:
      return json ? kConnectJson : kConnectProto;
    case Answers::kLines:
      return web::kLines;
    case Answers::kUnary:
      break;
  }
  return json ? kJson : kProto;
}

absl::string_view PostTypes(const RoutedMethod& method) {
  return method.descriptor->server_streaming() ? kStreamTypes : kUnaryTypes;
}

absl::StatusOr<AskedForm> FormOfPost(const RoutedMethod& method, const HttpRequest& request) {
  const std::string header = request.Header("content-type");
  const std::string type = MediaType(header);
  if (method.descriptor->server_streaming() || method.descriptor->client_streaming()) {
    if (type == kConnectJson) return AskedForm{Answers::kEnvelopes, true};
    if (type == kConnectProto) return AskedForm{Answers::kEnvelopes, false};
    if (type == kJson) return AskedForm{Answers::kLines, true};
  } else {
    if (type == kJson) return AskedForm{Answers::kUnary, true};
    if (type == kProto) return AskedForm{Answers::kUnary, false};
  }
  return ContentTypeUnsupportedError(header, PostTypes(method));
}

absl::StatusOr<AskedForm> FormOfGet(const RoutedMethod& method, const HttpRequest& request) {
  SOS_RETURN_IF_ERROR(CheckVersion("The argument connect", request.Argument("connect"), "v1"));
  SOS_RETURN_IF_ERROR(CheckIdentity(request.Argument("compression")));
  const std::string encoding = request.Argument("encoding");
  const bool json = encoding.empty() || encoding == "json";
  if (method.descriptor->server_streaming()) {
    // Connect has no streams by GET; lines are for curl, R and pandas, which read an address.
    if (json) return AskedForm{Answers::kLines, true};
    return ContentTypeUnsupportedError(encoding, "encoding=json");
  }
  if (json) return AskedForm{Answers::kUnary, true};
  if (encoding == "proto") return AskedForm{Answers::kUnary, false};
  return ContentTypeUnsupportedError(encoding, kGetEncodings);
}

absl::StatusOr<std::string> ReadMessage(const RoutedMethod& method, const AskedForm& form,
                                        const HttpRequest& request, size_t max_bytes) {
  const auto& type = *method.descriptor->input_type();
  SOS_RETURN_IF_ERROR(CheckVersion("The header Connect-Protocol-Version",
                                   request.Header("connect-protocol-version"), "1"));
  SOS_RETURN_IF_ERROR(CheckIdentity(request.Header("content-encoding")));
  std::string message;
  if (request.method == "POST") {
    if (request.body.size() > max_bytes)
      return RequestTooLargeError(request.body.size(), max_bytes);
    absl::string_view body = request.body;
    if (form.answers == Answers::kEnvelopes) {
      absl::StatusOr<absl::string_view> only = OnlyEnvelope(type.name(), body);
      SOS_RETURN_IF_ERROR(only.status());
      body = *only;
    }
    message = std::string(body);
  } else {
    absl::StatusOr<std::string> argument = MessageArgument(type.name(), request);
    SOS_RETURN_IF_ERROR(argument.status());
    message = *std::move(argument);
    // Whoever asks for everything need not write it.
    if (message.empty() && form.json) message = "{}";
  }
  if (!form.json) return message;
  return FromJson(type, message);
}

absl::StatusOr<absl::Duration> AskedTimeout(const HttpRequest& request) {
  const std::string text = request.Header("connect-timeout-ms");
  if (text.empty()) return absl::InfiniteDuration();
  int64_t milliseconds = 0;
  const bool digits = std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  if (text.size() > kMaxTimeoutDigits || !digits || !absl::SimpleAtoi(text, &milliseconds)) {
    return TimeoutInvalidError(text);
  }
  return absl::Milliseconds(milliseconds);
}

}  // namespace sos::web
