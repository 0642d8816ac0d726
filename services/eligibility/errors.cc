#include "services/eligibility/errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/field_error.h"

namespace sos::eligibility::errors {
namespace {

constexpr absl::string_view kDomain = "sos.eligibility.v1";

}  // namespace

absl::Status FieldRequired(absl::string_view field) { return FieldRequiredError(kDomain, field); }

absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected) {
  return FieldInvalidError(kDomain, field, value, expected);
}

absl::Status DeterminationNotFound(absl::string_view determination) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no determination ", determination,
                                ": nothing is known of the LEA in that year"),
                   kDomain, "DETERMINATION_NOT_FOUND",
                   {{"determination", std::string(determination)}});
}

absl::Status RulebookNotFound(absl::string_view rulebook) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no rulebook ", rulebook), kDomain,
                   "RULEBOOK_NOT_FOUND", {{"rulebook", std::string(rulebook)}});
}

absl::Status RulebookInvalid(absl::string_view rulebook, absl::string_view problem) {
  return MakeError(absl::StatusCode::kInvalidArgument, absl::StrCat(rulebook, ": ", problem),
                   kDomain, "RULEBOOK_INVALID",
                   {{"rulebook", std::string(rulebook)}, {"problem", std::string(problem)}});
}

absl::Status RevisionNotFound(int64_t revision) {
  return MakeError(absl::StatusCode::kNotFound, absl::StrCat("no revision ", revision), kDomain,
                   "REVISION_NOT_FOUND", {{"revision", absl::StrCat(revision)}});
}

absl::Status FromUpstream(const absl::Status& status, absl::string_view service, int64_t revision) {
  if (status.ok() || absl::IsCancelled(status)) return status;
  if (absl::IsNotFound(status)) return RevisionNotFound(revision);
  if (absl::IsDeadlineExceeded(status)) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "the deadline passed", kDomain,
                     "DEADLINE_PASSED");
  }
  return MakeError(absl::StatusCode::kUnavailable,
                   absl::StrCat("the ", service, " service does not answer; retry"), kDomain,
                   "UPSTREAM_UNAVAILABLE", {{"service", std::string(service)}});
}

}  // namespace sos::eligibility::errors
