#include "common/status/common_errors.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
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

absl::Status RulebookNotFoundError(absl::string_view domain, absl::string_view rulebook) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no rulebook ", rulebook), domain,
                   "RULEBOOK_NOT_FOUND", {{"rulebook", std::string(rulebook)}});
}

absl::Status RulebookInvalidError(absl::string_view domain, absl::string_view rulebook,
                                  absl::string_view problem) {
  return MakeError(absl::StatusCode::kInvalidArgument, absl::StrCat(rulebook, ": ", problem),
                   domain, "RULEBOOK_INVALID",
                   {{"rulebook", std::string(rulebook)}, {"problem", std::string(problem)}});
}

absl::Status RevisionNotFoundError(absl::string_view domain, int64_t revision) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no revision ", revision), domain,
                   "REVISION_NOT_FOUND", {{"revision", absl::StrCat(revision)}});
}

absl::Status StudentsNotListedError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   "this server does not list students, or not to this caller; its operator can "
                   "give out a token",
                   domain, "STUDENTS_NOT_LISTED");
}

absl::Status AuditLogUnavailableError(absl::string_view domain) {
  return MakeError(absl::StatusCode::kUnavailable,
                   "the audit log cannot be written, and without it no student is listed; its "
                   "operator must look",
                   domain, "AUDIT_LOG_UNAVAILABLE");
}

absl::Status UpstreamError(absl::string_view domain, absl::string_view reason,
                           const absl::Status& status, absl::string_view service,
                           int64_t revision) {
  if (status.ok() || absl::IsCancelled(status)) return status;
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
