// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_STATUS_MATCHERS_H_
#define SOS_COMMON_TEST_UTIL_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/status/error.h"
#include "gmock/gmock.h"

namespace sos::test_util {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}

// Matches an OK Status or StatusOr.
MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// Matches a Status or StatusOr by its code and the reason of its ErrorInfo ("" for none).
MATCHER_P2(IsError, code, reason, "") {
  *result_listener << StatusOf(arg).ToString() << " with reason '" << ErrorReason(StatusOf(arg))
                   << "'";
  return StatusOf(arg).code() == code && ErrorReason(StatusOf(arg)) == reason;
}

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_STATUS_MATCHERS_H_
