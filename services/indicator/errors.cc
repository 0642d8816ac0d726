// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/revision/revision.h"
#include "common/status/common_errors.h"
#include "common/status/error.h"

namespace sos::indicator::errors {
absl::Status FieldRequired(absl::string_view field) { return FieldRequiredError(kDomain, field); }

absl::Status FieldInvalid(absl::string_view field, absl::string_view value,
                          absl::string_view expected) {
  return FieldInvalidError(kDomain, field, value, expected);
}

absl::Status ResultNotFound(absl::string_view result) {
  return MakeError(
      absl::StatusCode::kNotFound,
      absl::StrCat("no result ", result, ": the files of that year have no such entity and group"),
      kDomain, "RESULT_NOT_FOUND", {{"result", std::string(result)}});
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

absl::Status ReplicasOnly() {
  return MakeError(absl::StatusCode::kPermissionDenied,
                   "Student contributions are served only to replicas of this service.", kDomain,
                   "REPLICAS_ONLY");
}

absl::Status FromIngestion(const absl::Status& status, const Revision& revision) {
  return UpstreamError(kDomain, "INGESTION_UNAVAILABLE", status, "ingestion", revision);
}

}  // namespace sos::indicator::errors
