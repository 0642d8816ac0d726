// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_STATUS_ERROR_H_
#define SOS_COMMON_STATUS_ERROR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sos {

// One request-specific fact of an error, under a key that stays once clients know it.
struct ErrorFact {
  absl::string_view key;
  std::string value;
};

// What is wrong with one field of a request.
struct FieldViolation {
  // Path of the field, such as `submission.display_name`.
  std::string field;
  // What is wrong and what would be right.
  std::string description;
};

// Builds an error that a person can read and a program can act on.
//
// `domain` is the proto package of the service and `reason` a value of its ErrorReason enum without
// prefix; both travel as google.rpc.ErrorInfo. `facts` repeat every variable part of `message`, so
// that no client has to parse it. `violations` become a google.rpc.BadRequest. What is longer than
// an error may be is cut, so that it arrives. Texts may hold what a request or a file said: they
// are made printable, so that neither a terminal nor a log takes them for more than text.
absl::Status MakeError(absl::StatusCode code, absl::string_view message, absl::string_view domain,
                       absl::string_view reason, const std::vector<ErrorFact>& facts = {},
                       const std::vector<FieldViolation>& violations = {});

// Returns the ErrorInfo reason of `status`, or "" where it carries none.
std::string ErrorReason(const absl::Status& status);

// Returns the fact of its ErrorInfo under `key`, or "" where there is none.
std::string ErrorFactOf(const absl::Status& status, const std::string& key);

// Adds a google.rpc.RetryInfo that asks the caller to wait `delay_millis` before trying again.
void AddRetryDelay(absl::Status& status, int64_t delay_millis);

}  // namespace sos

#endif  // SOS_COMMON_STATUS_ERROR_H_
