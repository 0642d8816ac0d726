// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_GZIP_H_
#define SOS_COMMON_TABLE_GZIP_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"

namespace sos::table {

// Unpacks one or more gzip members. Returns kInvalidArgument if they are damaged or cut short, and
// kResourceExhausted once more than `max_bytes` come out, or more than `held` can count.
absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max_bytes, HeldMemory& held);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_GZIP_H_
