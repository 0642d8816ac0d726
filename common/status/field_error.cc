#include "common/status/field_error.h"

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

}  // namespace sos
