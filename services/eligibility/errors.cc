// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"

namespace sos::eligibility::errors {
absl::Status FieldRequired(absl::string_view field) { return FieldRequiredError(kDomain, field); }

absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected) {
  return FieldInvalidError(kDomain, field, value, expected);
}

absl::Status DeterminationNotFound(absl::string_view determination) {
  return MakeError(absl::StatusCode::kNotFound,
                   absl::StrCat("no determination ", determination,
                                ": nothing is known of the entity in that year"),
                   kDomain, "DETERMINATION_NOT_FOUND",
                   {{"determination", std::string(determination)}});
}

absl::Status RulebookNotFound(absl::string_view rulebook) {
  return RulebookNotFoundError(kDomain, rulebook);
}

absl::Status RulebookInvalid(absl::string_view rulebook, absl::string_view problem) {
  return RulebookInvalidError(kDomain, rulebook, problem);
}

absl::Status RevisionNotFound(const Revision& revision) {
  return RevisionNotFoundError(kDomain, revision);
}

absl::Status ResultWithheld(absl::string_view result) {
  return MakeError(
      absl::StatusCode::kPermissionDenied,
      absl::StrCat("The numbers of ", result,
                   " are withheld from you to protect small groups, or nothing is stored "
                   "of it. What would follow from the change could tell them. Leave the "
                   "change out, or ask as somebody who may see the counts of the entity."),
      kDomain, "RESULT_WITHHELD", {{"result", std::string(result)}});
}

absl::Status InputRefused(const absl::Status& refusal) {
  return MakeError(absl::StatusCode::kInvalidArgument, refusal.message(), kDomain, "INPUT_REFUSED",
                   {{"problem", std::string(refusal.message())}});
}

absl::Status FromUpstream(const absl::Status& status, absl::string_view service,
                          const Revision& revision) {
  return UpstreamError(kDomain, "UPSTREAM_UNAVAILABLE", status, service, revision);
}

}  // namespace sos::eligibility::errors
