// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_ASKED_FORM_H_
#define SOS_SERVICES_WEB_JSON_ASKED_FORM_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/web/http/message.h"
#include "services/web/json/routed_method.h"

namespace sos::web {

// How a request is written, and how it wants its answers.
struct AskedForm {
  enum class Answers {
    // One message.
    kUnary,
    // Connect's envelopes.
    kEnvelopes,
    // A message of JSON a line.
    kLines,
  };
  Answers answers = Answers::kUnary;
  // Else bytes of protobuf.
  bool json = true;

  // The content type of an answer.
  absl::string_view content_type() const;
};

// The content types that a POST of `method` may have, as in Accept-Post.
absl::string_view PostTypes(const RoutedMethod& method);

// The form of a POST, from its content type. Returns CONTENT_TYPE_UNSUPPORTED.
absl::StatusOr<AskedForm> FormOfPost(const RoutedMethod& method, const HttpRequest& request);

// The form of a GET, from its arguments `connect`, `encoding` and `compression`. Returns
// CONTENT_TYPE_UNSUPPORTED, COMPRESSION_UNSUPPORTED or PROTOCOL_VERSION_UNSUPPORTED.
absl::StatusOr<AskedForm> FormOfGet(const RoutedMethod& method, const HttpRequest& request);

// The bytes of the request message, as protobuf. Checks the headers of the protocol, too. Returns
// REQUEST_TOO_LARGE, REQUEST_MALFORMED, COMPRESSION_UNSUPPORTED or PROTOCOL_VERSION_UNSUPPORTED.
absl::StatusOr<std::string> ReadMessage(const RoutedMethod& method, const AskedForm& form,
                                        const HttpRequest& request, size_t max_bytes);

// How long the caller waits, by Connect-Timeout-Ms; infinite where it does not say. Returns
// TIMEOUT_INVALID.
absl::StatusOr<absl::Duration> AskedTimeout(const HttpRequest& request);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_ASKED_FORM_H_
