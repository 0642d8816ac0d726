// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TABLE_ENCODING_H_
#define SOS_COMMON_TABLE_ENCODING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/memory/memory_budget.h"

namespace sos::table {

// True if `text` is well-formed UTF-8.
bool IsUtf8(absl::string_view text);

// Returns `bytes` as UTF-8 without byte-order mark: themselves where they are, else converted into
// `converted`. Bytes that are not UTF-8 are read as Windows-1252, which is what the state's older
// files hold and contains ISO-8859-1's letters; UTF-16 is read where a byte-order mark says so.
//
// Returns kInvalidArgument for bytes that are no text (with NULs), and kResourceExhausted if `held`
// cannot count what the conversion takes.
absl::StatusOr<absl::string_view> ToUtf8(absl::string_view bytes, std::string& converted,
                                         HeldMemory& held);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_ENCODING_H_
