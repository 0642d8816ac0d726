// SPDX-License-Identifier: Apache-2.0

// Any bytes as a packed column: what is damaged is refused, and what is not has the rows it
// promised.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/column/column.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr size_t kHeadBytes = 2;
  if (size < kHeadBytes) return 0;
  const int width = data[0] % 10;
  const int64_t row_count = data[1];
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + kHeadBytes,
                                size - kHeadBytes);
  const auto numbers = sos::column::UnpackNumbers(width, -1, bytes, row_count);
  if (numbers.ok()) {
    if (static_cast<int64_t>(numbers->size()) != row_count) std::abort();
    const sos::column::PackedNumbers packed = sos::column::PackNumbers(*numbers);
    const auto again =
        sos::column::UnpackNumbers(packed.width, packed.base, packed.bytes, row_count);
    if (!again.ok() || *again != *numbers) std::abort();
  }
  const auto text = sos::column::UnpackText(bytes, row_count);
  if (text.ok() && static_cast<int64_t>(text->size()) != row_count) std::abort();
  return 0;
}
