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
// `converted`. Lines that are not UTF-8 are read as Windows-1252, which is what the state's older
// files hold and contains ISO-8859-1's letters, line by line, so that one of them spoils no other.
// UTF-16 is known by its byte-order mark, or by every other byte of its beginning being zero.
//
// Returns kInvalidArgument for bytes that are no text (with NULs), and kResourceExhausted if `held`
// cannot count what the conversion takes.
absl::StatusOr<absl::string_view> ToUtf8(absl::string_view bytes, std::string& converted,
                                         HeldMemory& held);

}  // namespace sos::table

#endif  // SOS_COMMON_TABLE_ENCODING_H_
