// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/errors.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"

namespace sos::ingestion::errors {
namespace {

// How long to wait for memory: most files are read within seconds.
constexpr int64_t kMemoryRetryMillis = 5000;

}  // namespace

absl::Status FieldRequired(absl::string_view field) { return FieldRequiredError(kDomain, field); }

absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected) {
  return FieldInvalidError(kDomain, field, value, expected);
}

absl::Status SubmissionNotFound(absl::string_view submission) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no submission ", submission), kDomain,
                   "SUBMISSION_NOT_FOUND", {{"submission", std::string(submission)}});
}

absl::Status SubmissionClosed(absl::string_view submission, absl::string_view state) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat(submission, " is ", state, " and takes no more bytes; create another"), kDomain,
      "SUBMISSION_CLOSED",
      {{"submission", std::string(submission)}, {"state", std::string(state)}});
}

absl::Status OffsetMismatch(absl::string_view submission, int64_t offset, int64_t expected) {
  return MakeError(absl::StatusCode::kOutOfRange,
                   absl::StrCat("a chunk of ", submission, " starts at byte ", offset,
                                ", but only ", expected, " bytes were received; resume there"),
                   kDomain, "OFFSET_MISMATCH",
                   {{"submission", std::string(submission)},
                    {"offset", absl::StrCat(offset)},
                    {"expected", absl::StrCat(expected)}});
}

absl::Status SubmissionTooLarge(absl::string_view submission, int64_t limit_bytes) {
  return MakeError(
      absl::StatusCode::kOutOfRange,
      absl::StrCat(submission, " is larger than the limit of ", limit_bytes, " bytes"), kDomain,
      "SUBMISSION_TOO_LARGE",
      {{"submission", std::string(submission)}, {"limit_bytes", absl::StrCat(limit_bytes)}});
}

absl::Status MemoryBudgetFull(int64_t limit_bytes) {
  absl::Status status = MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat("the files that are read now take the ", limit_bytes,
                   " bytes of memory that this server has for them; retry after the delay"),
      kDomain, "MEMORY_BUDGET", {{"limit_bytes", absl::StrCat(limit_bytes)}});
  AddRetryDelay(status, kMemoryRetryMillis);
  return status;
}

absl::Status RequestIdReused(absl::string_view request_id) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   absl::StrCat("request_id ", request_id, " was used for another request"),
                   kDomain, "REQUEST_ID_REUSED", {{"request_id", std::string(request_id)}});
}

absl::Status ReleaseNotFound(absl::string_view release) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no release ", release), kDomain,
                   "RELEASE_NOT_FOUND", {{"release", std::string(release)}});
}

absl::Status ReleaseExists(absl::string_view release, const Revision& revision) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   absl::StrCat("Release ", release, " already exists and refers to revision ",
                                ToString(revision), ". Choose a different name."),
                   kDomain, "RELEASE_EXISTS",
                   {{"release", std::string(release)},
                    {"revision", absl::StrCat(revision.number)},
                    {"revision_identity", revision.identity}});
}

absl::Status ReleaseNotNewest(absl::string_view release, const Revision& newest) {
  return MakeError(
      absl::StatusCode::kFailedPrecondition,
      absl::StrCat("Release ", release,
                   " cannot be public: it does not name the newest "
                   "revision, ",
                   ToString(newest),
                   ". Leave the revision out, or make a "
                   "release that is not public."),
      kDomain, "RELEASE_NOT_NEWEST",
      {{"release", std::string(release)}, {"newest_revision", absl::StrCat(newest.number)}});
}

absl::Status RevisionNotFound(const Revision& revision, const Revision& newest) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no revision ", ToString(revision),
                                " in the history held here; the newest is ", ToString(newest)),
                   kDomain, "REVISION_NOT_FOUND",
                   {{"revision", absl::StrCat(revision.number)},
                    {"revision_identity", revision.identity},
                    {"newest", absl::StrCat(newest.number)}});
}

absl::Status StudentRecordsNotFound(absl::string_view lea, int dashboard_year) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat("there are no student records of LEA ", lea, " and ", dashboard_year), kDomain,
      "STUDENT_RECORDS_NOT_FOUND",
      {{"lea", std::string(lea)}, {"dashboard_year", absl::StrCat(dashboard_year)}});
}

absl::Status StudentRecordsNotServed() {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   "This server does not serve student records to other processes.", kDomain,
                   "STUDENT_RECORDS_NOT_SERVED");
}

absl::Status EntityNotFound(absl::string_view entity, const std::vector<std::string>& near) {
  const std::string alternatives = absl::StrJoin(near, "; ");
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no entity ", entity,
                                near.empty() ? "" : absl::StrCat("; near it: ", alternatives)),
                   kDomain, "ENTITY_NOT_FOUND",
                   {{"entity", std::string(entity)}, {"near", alternatives}});
}

absl::Status ContentMismatch(absl::string_view submission, absl::string_view field,
                             absl::string_view received, absl::string_view meant, bool closed) {
  return MakeError(
      closed ? absl::StatusCode::kAlreadyExists : absl::StatusCode::kFailedPrecondition,
      absl::StrCat(field, " of the file that is meant is ", meant, ", but ", submission,
                   closed ? " was closed with " : " has received ", received,
                   closed ? "; send the other file as a submission of its own"
                          : "; send the rest, or delete the submission and send the file again"),
      kDomain, "CONTENT_MISMATCH",
      {{"submission", std::string(submission)},
       {"field", std::string(field)},
       {"received", std::string(received)},
       {"meant", std::string(meant)}});
}

absl::Status BytesDiffer(absl::string_view submission, int64_t offset) {
  return MakeError(absl::StatusCode::kAlreadyExists,
                   absl::StrCat("a chunk repeats bytes of ", submission, " and differs from byte ",
                                offset, " on: two files cannot share a submission; create another"),
                   kDomain, "BYTES_DIFFER",
                   {{"submission", std::string(submission)}, {"offset", absl::StrCat(offset)}});
}

absl::Status UploadLimit(absl::string_view limit, absl::string_view whose) {
  return MakeError(
      absl::StatusCode::kResourceExhausted,
      absl::StrCat(whose == "caller" ? "you have " : "this server has ", limit,
                   " at work, and takes no more",
                   whose == "caller" ? ": commit or delete some first" : "; retry later"),
      kDomain, "UPLOAD_LIMIT", {{"limit", std::string(limit)}, {"whose", std::string(whose)}});
}

absl::Status CollectionNotWritable(absl::string_view collection, absl::string_view role) {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   absl::StrCat("the collection ", collection, " is the state's: the role ", role,
                                " may send student records and self-reflections"),
                   kDomain, "COLLECTION_NOT_WRITABLE",
                   {{"collection", std::string(collection)}, {"role", std::string(role)}});
}

}  // namespace sos::ingestion::errors
