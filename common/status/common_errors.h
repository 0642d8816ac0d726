// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_STATUS_COMMON_ERRORS_H_
#define SOS_COMMON_STATUS_COMMON_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/revision/revision.h"

// The errors that several services' catalogs have, worded once. `domain` is the proto package of
// the service that returns them; each reason is documented in its ErrorReason enum.
namespace sos {

// FIELD_REQUIRED, INVALID_ARGUMENT: `field` was left empty.
absl::Status FieldRequiredError(absl::string_view domain, absl::string_view field);

// FIELD_INVALID, INVALID_ARGUMENT: `field` is `value`, which is not what was `expected`.
absl::Status FieldInvalidError(absl::string_view domain, absl::string_view field,
                               absl::string_view value, absl::string_view expected);

// REQUEST_MALFORMED, INVALID_ARGUMENT: the bytes that came are no request of `method`.
absl::Status RequestMalformedError(absl::string_view domain, absl::string_view method);

// RULEBOOK_NOT_FOUND, NOT_FOUND: no rulebook has the name.
absl::Status RulebookNotFoundError(absl::string_view domain, absl::string_view rulebook);

// RULEBOOK_INVALID, INVALID_ARGUMENT: `problem` is the first that was found in it.
absl::Status RulebookInvalidError(absl::string_view domain, absl::string_view rulebook,
                                  absl::string_view problem);

// REVISION_NOT_FOUND, NOT_FOUND: the history that is held has no such revision.
absl::Status RevisionNotFoundError(absl::string_view domain, const Revision& revision);

// REVISION_NOT_PUBLIC, PERMISSION_DENIED: the caller may read the newest revision only.
absl::Status RevisionNotPublicError(absl::string_view domain);

// STORE_DAMAGED, DATA_LOSS: `what` is stored otherwise than it was committed, or not at all.
absl::Status StoreDamagedError(absl::string_view domain, absl::string_view what);

// STUDENTS_NOT_LISTED, PERMISSION_DENIED: students are not listed here, or not to this caller.
absl::Status StudentsNotListedError(absl::string_view domain);

// AUDIT_LOG_UNAVAILABLE, UNAVAILABLE: what must be written down before it is answered cannot be,
// because of `problem`; so `refused` (`no student is listed`).
absl::Status AuditLogUnavailableError(absl::string_view domain, absl::string_view refused,
                                      const absl::Status& problem);

// TOKEN_REQUIRED, UNAUTHENTICATED: the caller proves nothing.
absl::Status TokenRequiredError(absl::string_view domain);

// TOKEN_INVALID, UNAUTHENTICATED: its token is invalid; `why` is one of auth::TokenVerifier's.
absl::Status TokenInvalidError(absl::string_view domain, absl::string_view why);

// ROLE_NOT_PERMITTED, PERMISSION_DENIED: callers of this role may not call the method.
absl::Status RoleNotPermittedError(absl::string_view domain, absl::string_view method,
                                   absl::string_view role);

// OUTSIDE_SCOPE, PERMISSION_DENIED: `field` names what the caller's scope does not cover; an empty
// `value` means that it names nothing, which is everything.
absl::Status OutsideScopeError(absl::string_view domain, absl::string_view field,
                               absl::string_view value);

// CALLER_LIMITED, RESOURCE_EXHAUSTED: this caller has made too many calls; `wait` before the next.
absl::Status CallerLimitedError(absl::string_view domain, absl::Duration wait);

// OVERLOADED, RESOURCE_EXHAUSTED: Too many concurrent calls. Retry after the delay in RetryInfo..
absl::Status OverloadedError(absl::string_view domain);

// STREAM_IDLE, DEADLINE_EXCEEDED: nothing came over a stream for too long.
absl::Status StreamIdleError(absl::string_view domain);

// Translates what another service answered about `revision`: its errors are never passed on as they
// are, but for REVISION_NOT_PUBLIC, which RevisionWatch itself returns. NOT_FOUND can only mean the
// revision; a deadline stays one (DEADLINE_PASSED); cancelled stays cancelled; DATA_LOSS stays,
// too, for no retry mends it; all else is UNAVAILABLE with `reason`, and worth a retry.
absl::Status UpstreamError(absl::string_view domain, absl::string_view reason,
                           const absl::Status& status, absl::string_view service,
                           const Revision& revision);

}  // namespace sos

#endif  // SOS_COMMON_STATUS_COMMON_ERRORS_H_
