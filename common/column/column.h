// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_COLUMN_COLUMN_H_
#define SOS_COMMON_COLUMN_COLUMN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

// Columns of numbers and text as compressed bytes. A number is kept as its distance from the least
// one, in as few bytes as the greatest distance needs; zstd does the rest. Reading touches each
// byte once, and needs no other column.
namespace sos::column {

// A packed column of numbers, as it travels in a message.
struct PackedNumbers {
  // Bytes of a number: 0 if all values are `base`, else 1, 2, 4 or 8.
  int width = 0;
  int64_t base = 0;
  // A zstd frame; empty if `width` is 0.
  std::string bytes;
};

PackedNumbers PackNumbers(absl::Span<const int64_t> values);

// Returns the `row_count` values. kDataLoss if the bytes are not what PackNumbers() made of so
// many rows.
absl::StatusOr<std::vector<int64_t>> UnpackNumbers(int width, int64_t base, absl::string_view bytes,
                                                   int64_t row_count);

// Packs rows of text, each ended by a line feed.
std::string PackText(absl::string_view rows);

// Returns the `row_count` rows. kDataLoss likewise.
absl::StatusOr<std::vector<std::string>> UnpackText(absl::string_view bytes, int64_t row_count);

// Packs bytes of any kind, such as a part of a file, to be read again soon.
std::string PackBytes(absl::string_view bytes);

// Returns them. kDataLoss if the packed bytes are damaged or hold more than `limit`.
absl::StatusOr<std::string> UnpackBytes(absl::string_view packed, int64_t limit);

// The most rows of a column: bounds what a damaged message can make a reader allocate.
inline constexpr int64_t kMaxRows = int64_t{1} << 28;

}  // namespace sos::column

#endif  // SOS_COMMON_COLUMN_COLUMN_H_
