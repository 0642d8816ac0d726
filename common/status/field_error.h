#ifndef SOS_COMMON_STATUS_FIELD_ERROR_H_
#define SOS_COMMON_STATUS_FIELD_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// The two errors about a request's fields that every service's catalogue has, worded once. `domain`
// is the proto package of the service; both are INVALID_ARGUMENT with a violation for `field`.
namespace sos {

// Reason FIELD_REQUIRED: `field` was left empty.
absl::Status FieldRequiredError(absl::string_view domain, absl::string_view field);

// Reason FIELD_INVALID: `field` is `value`, which is not what was `expected`.
absl::Status FieldInvalidError(absl::string_view domain, absl::string_view field,
                               absl::string_view value, absl::string_view expected);

}  // namespace sos

#endif  // SOS_COMMON_STATUS_FIELD_ERROR_H_
