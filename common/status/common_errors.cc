// SPDX-License-Identifier: Apache-2.0
#include "common/status/common_errors.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/status/error.h"

namespace sos {

absl::Status FieldRequiredError(absl::string_view domain, absl::string_view field) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat("field ", field, " is required"), domain, "FIELD_REQUIRED",
                   {{"field", std::string(field)}}, {{std::string(field), "must not be empty"}});
}

absl::Status FieldInvalidError(absl::string_view domain, absl::string_view field,
                               absl::string_view value, absl::string_view expected) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat("field ", field, " is '", value, "'; expected ", expected), domain,
                   "FIELD_INVALID", {{"field", std::string(field)}, {"value", std::string(value)}},
                   {{std::string(field), absl::StrCat("expected ", expected)}});
}

absl::Status RequestMalformedError(absl::string_view domain, absl::string_view method) {
  return MakeError(absl::StatusCode::kInvalidArgument,
                   absl::StrCat("the bytes sent are no request of ", method,
                                "; make the client from the contract of this server"),
                   domain, "REQUEST_MALFORMED", {{"method", std::string(method)}});
}

absl::Status RulebookNotFoundError(absl::string_view domain, absl::string_view rulebook) {
  const absl::string_view file = absl::StripPrefix(rulebook, "rulebooks/");
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no rulebook ", file, " is known; to supply one, put ", file,
                                ".textproto into a directory and name that in SOS_RULEBOOKS"),
                   domain, "RULEBOOK_NOT_FOUND", {{"rulebook", std::string(rulebook)}});
}

absl::Status RulebookInvalidError(absl::string_view domain, absl::string_view rulebook,
                                  absl::string_view problem) {
  return MakeError(absl::StatusCode::kInvalidArgument, absl::StrCat(rulebook, ": ", problem),
                   domain, "RULEBOOK_INVALID",
                   {{"rulebook", std::string(rulebook)}, {"problem", std::string(problem)}});
}

absl::Status RevisionNotFoundError(absl::string_view domain, const Revision& revision) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat("no revision ", ToString(revision), " in the history held here"), domain,
      "REVISION_NOT_FOUND",
      {{"revision", absl::StrCat(revision.number)}, {"revision_identity", revision.identity}});
}

absl::Status RevisionNotPublicError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   "Outside your scope, only the newest revision is readable. Leave `revision` "
                   "empty.",
                   domain, "REVISION_NOT_PUBLIC", {{"field", "revision"}});
}

absl::Status StoreDamagedError(absl::string_view domain, absl::string_view what) {
  return MakeError(absl::StatusCode::kDataLoss,
                   absl::StrCat(what,
                                " is not what was committed; its operator must restore a "
                                "backup, and trying again does not help"),
                   domain, "STORE_DAMAGED", {{"what", std::string(what)}});
}

absl::Status StudentsNotListedError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   "Student lists are not available to this caller. Ask the operator of this "
                   "server for a student list token.",
                   domain, "STUDENTS_NOT_LISTED");
}

absl::Status AuditLogUnavailableError(absl::string_view domain, absl::string_view refused,
                                      const absl::Status& problem) {
  return MakeError(
      absl::StatusCode::kUnavailable,
      absl::StrCat(problem.message(), "; without an entry there, ", refused,
                   ". Tell the operator of the server, and repeat the call afterwards"),
      domain, "AUDIT_LOG_UNAVAILABLE", {{"problem", std::string(problem.message())}});
}

absl::Status TokenRequiredError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kUnauthenticated,
                   "Authentication is required. Send `authorization: Bearer TOKEN` with a token of "
                   "this server's identity provider.",
                   domain, "TOKEN_REQUIRED");
}

absl::Status TokenInvalidError(absl::string_view domain, absl::string_view why) {
  return MakeError(absl::StatusCode::kUnauthenticated, absl::StrCat("Invalid token: ", why), domain,
                   "TOKEN_INVALID", {{"why", std::string(why)}});
}

absl::Status RoleNotPermittedError(absl::string_view domain, absl::string_view method,
                                   absl::string_view role) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   absl::StrCat("the role ", role, " may not call ", method), domain,
                   "ROLE_NOT_PERMITTED",
                   {{"method", std::string(method)}, {"role", std::string(role)}});
}

absl::Status OutsideScopeError(absl::string_view domain, absl::string_view field,
                               absl::string_view value) {
  return MakeError(
      absl::StatusCode::kPermissionDenied,
      value.empty()
          ? absl::StrCat("field ", field, " must name what is within the scope of your token")
          : absl::StrCat("field ", field, " names '", value, "', outside the scope of your token"),
      domain, "OUTSIDE_SCOPE", {{"field", std::string(field)}, {"value", std::string(value)}});
}

absl::Status CallerLimitedError(absl::string_view domain, absl::Duration wait) {
  absl::Status status =
      MakeError(absl::StatusCode::kResourceExhausted,
                "Too many calls from this caller. Retry after the delay in RetryInfo.", domain,
                "CALLER_LIMITED");
  AddRetryDelay(status, std::max<int64_t>(1, absl::ToInt64Milliseconds(wait)));
  return status;
}

absl::Status OverloadedError(absl::string_view domain) {
  // Long enough for a typical call to finish.
  constexpr int64_t kRetryDelayMillis = 200;
  absl::Status status = MakeError(absl::StatusCode::kResourceExhausted,
                                  "Too many concurrent calls. Retry after the delay in RetryInfo.",
                                  domain, "OVERLOADED");
  AddRetryDelay(status, kRetryDelayMillis);
  return status;
}

absl::Status StreamIdleError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kDeadlineExceeded,
                   "The stream was idle for too long and was closed. Acknowledged data is kept.",
                   domain, "STREAM_IDLE");
}

absl::Status UpstreamError(absl::string_view domain, absl::string_view reason,
                           const absl::Status& status, absl::string_view service,
                           const Revision& revision) {
  if (status.ok() || absl::IsCancelled(status)) return status;
  if (ErrorReason(status) == "REVISION_NOT_PUBLIC") return RevisionNotPublicError(domain);
  if (absl::IsDataLoss(status)) {
    return MakeError(absl::StatusCode::kDataLoss, status.message(), domain, "STORE_DAMAGED",
                     {{"what", ErrorFactOf(status, "what")}});
  }
  if (absl::IsNotFound(status)) return RevisionNotFoundError(domain, revision);
  if (absl::IsDeadlineExceeded(status)) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the deadline passed", domain,
                     "DEADLINE_PASSED");
  }
  return MakeError(absl::StatusCode::kUnavailable,
                   absl::StrCat("the ", service, " service does not answer; retry"), domain, reason,
                   {{"service", std::string(service)}});
}

}  // namespace sos
