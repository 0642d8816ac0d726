// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_CONNECT_ERROR_H_
#define SOS_SERVICES_WEB_JSON_CONNECT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/web/http/message.h"

// Errors as the Connect protocol writes them (https://connectrpc.com/docs/protocol, "Errors").
namespace sos::web {

// The name of an error code, such as `not_found`.
absl::string_view ConnectCode(absl::StatusCode code);

// The HTTP status of an error code, such as 404.
int HttpStatusOf(absl::StatusCode code);

// `{"code", "message", "details"}`: every payload of `error` is a detail with its type, its bytes
// in base64 without padding, and, where the program knows the type, its JSON in `debug`.
std::string ErrorJson(const absl::Status& error);

// The answer to a unary call that failed, with the HTTP status of the code or `http_status`, and
// Retry-After (in whole seconds) where the error has a RetryInfo.
HttpResponse ErrorResponse(const absl::Status& error);
HttpResponse ErrorResponse(const absl::Status& error, int http_status);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_CONNECT_ERROR_H_
