// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_STATUS_MACROS_H_
#define SOS_COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the status of `expr` from the enclosing function unless it is OK.
#define SOS_RETURN_IF_ERROR(expr)                                              \
  do {                                                                         \
    if (absl::Status sos_status = (expr); !sos_status.ok()) return sos_status; \
  } while (false)

#define SOS_CONCAT_INNER(a, b) a##b
#define SOS_CONCAT(a, b) SOS_CONCAT_INNER(a, b)

// Assigns the value of a StatusOr to `lhs`, which may be a declaration and so cannot stand in
// parentheses, or returns its status.
// NOLINTBEGIN(bugprone-macro-parentheses)
#define SOS_ASSIGN_OR_RETURN(lhs, expr) \
  SOS_ASSIGN_OR_RETURN_INNER(SOS_CONCAT(sos_status_or_, __LINE__), lhs, expr)
#define SOS_ASSIGN_OR_RETURN_INNER(tmp, lhs, expr) \
  auto tmp = (expr);                               \
  if (!tmp.ok()) return std::move(tmp).status();   \
  lhs = *std::move(tmp)
// NOLINTEND(bugprone-macro-parentheses)

#endif  // SOS_COMMON_STATUS_MACROS_H_
