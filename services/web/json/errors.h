// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_ERRORS_H_
#define SOS_SERVICES_WEB_JSON_ERRORS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The errors that the gateway returns by itself, before a service is called. All other errors are
// those of the services. Each has a google.rpc.ErrorInfo of the domain `sos.web` with the reason
// that is named below.
namespace sos::web {

inline constexpr char kGatewayDomain[] = "sos.web";
inline constexpr char kContentTypeUnsupported[] = "CONTENT_TYPE_UNSUPPORTED";

// METHOD_NOT_FOUND, UNIMPLEMENTED: no method of the contract has this path.
absl::Status MethodNotFoundError(absl::string_view path);

// METHOD_NEEDS_GRPC, UNIMPLEMENTED: the method reads a stream of requests.
absl::Status MethodNeedsGrpcError(absl::string_view method);

// VERB_NOT_ALLOWED, UNIMPLEMENTED: the method is not called by this HTTP method. `allowed` is such
// as `GET, POST`.
absl::Status VerbNotAllowedError(absl::string_view verb, absl::string_view method,
                                 absl::string_view allowed);

// CONTENT_TYPE_UNSUPPORTED, UNIMPLEMENTED: requests of this kind are not read in this form.
absl::Status ContentTypeUnsupportedError(absl::string_view content_type,
                                         absl::string_view supported);

// COMPRESSION_UNSUPPORTED, UNIMPLEMENTED: the request is compressed.
absl::Status CompressionUnsupportedError(absl::string_view compression);

// PROTOCOL_VERSION_UNSUPPORTED, INVALID_ARGUMENT: `where` names a version other than `expected`.
absl::Status ProtocolVersionUnsupportedError(absl::string_view where, absl::string_view version,
                                             absl::string_view expected);

// TIMEOUT_INVALID, INVALID_ARGUMENT: Connect-Timeout-Ms is no number of milliseconds.
absl::Status TimeoutInvalidError(absl::string_view timeout);

// AUTHORIZATION_UNSUPPORTED, UNAUTHENTICATED: the header Authorization holds no bearer token.
absl::Status AuthorizationUnsupportedError();

// REQUEST_TOO_LARGE, RESOURCE_EXHAUSTED: the body has more than `limit` bytes.
absl::Status RequestTooLargeError(size_t size, size_t limit);

// REQUEST_MALFORMED, INVALID_ARGUMENT: the body is no message of the type `message`. `field` is the
// path of the field that is wrong, such as `filter.dashboard_years[0]`; empty where no field is.
absl::Status RequestMalformedError(absl::string_view message, absl::string_view field,
                                   absl::string_view problem);

// TOO_MANY_STREAMS, RESOURCE_EXHAUSTED with a RetryInfo: `limit` streams are open.
absl::Status TooManyStreamsError(int limit);

// ANSWER_UNREADABLE, INTERNAL: a service answered what is no message of the type `message`.
absl::Status AnswerUnreadableError(absl::string_view message);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_ERRORS_H_
