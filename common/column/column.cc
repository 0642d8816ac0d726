// SPDX-License-Identifier: Apache-2.0
#include "common/column/column.h"

#include <zstd.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace sos::column {
namespace {

// Columns of small numbers compress well at any level; what is kept for a moment only had better be
// fast.
constexpr int kColumnLevel = 1;
constexpr int kBytesLevel = -5;

// The longest row of a text column, with its line feed, in bytes.
constexpr int64_t kMaxTextRowBytes = 256;

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("a column is damaged: ", what));
}

std::string Compress(absl::string_view plain, int level = kColumnLevel) {
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  // Into a buffer of that bound zstd cannot fail.
  packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), level));
  return packed;
}

// Decompresses a frame that says it holds at most `limit` bytes.
absl::StatusOr<std::string> Decompress(absl::string_view packed, int64_t limit) {
  const uint64_t size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
      size > static_cast<uint64_t>(limit)) {
    return Damaged("its size is wrong");
  }
  std::string plain(size, '\0');
  const size_t written = ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
  if (ZSTD_isError(written) != 0 || written != size) return Damaged(ZSTD_getErrorName(written));
  return plain;
}

int WidthOf(uint64_t greatest) {
  if (greatest == 0) return 0;
  if (greatest <= std::numeric_limits<uint8_t>::max()) return 1;
  if (greatest <= std::numeric_limits<uint16_t>::max()) return 2;
  if (greatest <= std::numeric_limits<uint32_t>::max()) return 4;
  return 8;
}

template <typename Unsigned>
std::string Narrow(absl::Span<const int64_t> values, int64_t base) {
  std::string bytes(values.size() * sizeof(Unsigned), '\0');
  char* out = bytes.data();
  for (const int64_t value : values) {
    const auto number =
        static_cast<Unsigned>(static_cast<uint64_t>(value) - static_cast<uint64_t>(base));
    std::memcpy(out, &number, sizeof(number));
    out += sizeof(number);
  }
  return bytes;
}

template <typename Unsigned>
std::vector<int64_t> Widen(absl::string_view bytes, int64_t base) {
  std::vector<int64_t> values(bytes.size() / sizeof(Unsigned));
  const char* in = bytes.data();
  for (int64_t& value : values) {
    Unsigned number = 0;
    std::memcpy(&number, in, sizeof(number));
    in += sizeof(number);
    value = static_cast<int64_t>(static_cast<uint64_t>(base) + number);
  }
  return values;
}

}  // namespace

PackedNumbers PackNumbers(absl::Span<const int64_t> values) {
  if (values.empty()) return {};
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const int64_t base = *least;
  const int width = WidthOf(static_cast<uint64_t>(*greatest) - static_cast<uint64_t>(base));
  switch (width) {
    case 0:
      return {.base = base};
    case 1:
      return {1, base, Compress(Narrow<uint8_t>(values, base))};
    case 2:
      return {2, base, Compress(Narrow<uint16_t>(values, base))};
    case 4:
      return {4, base, Compress(Narrow<uint32_t>(values, base))};
    default:
      return {8, base, Compress(Narrow<uint64_t>(values, base))};
  }
}

absl::StatusOr<std::vector<int64_t>> UnpackNumbers(int width, int64_t base, absl::string_view bytes,
                                                   int64_t row_count) {
  if (row_count < 0 || row_count > kMaxRows) return Damaged("it has too many rows");
  if (width == 0) return std::vector<int64_t>(row_count, base);
  SOS_ASSIGN_OR_RETURN(const std::string plain, Decompress(bytes, row_count * width));
  if (static_cast<int64_t>(plain.size()) != row_count * width) return Damaged("rows are missing");
  switch (width) {
    case 1:
      return Widen<uint8_t>(plain, base);
    case 2:
      return Widen<uint16_t>(plain, base);
    case 4:
      return Widen<uint32_t>(plain, base);
    case 8:
      return Widen<uint64_t>(plain, base);
    default:
      return Damaged("its width is not 0, 1, 2, 4 or 8");
  }
}

std::string PackText(absl::string_view rows) { return Compress(rows); }

std::string PackBytes(absl::string_view bytes) { return Compress(bytes, kBytesLevel); }

absl::StatusOr<std::string> UnpackBytes(absl::string_view packed, int64_t limit) {
  return Decompress(packed, limit);
}

absl::StatusOr<std::vector<std::string>> UnpackText(absl::string_view bytes, int64_t row_count) {
  if (row_count < 0 || row_count > kMaxRows) return Damaged("it has too many rows");
  SOS_ASSIGN_OR_RETURN(const std::string plain, Decompress(bytes, row_count * kMaxTextRowBytes));
  std::vector<std::string> rows;
  rows.reserve(std::min<size_t>(row_count, plain.size()));
  size_t begin = 0;
  for (size_t end; (end = plain.find('\n', begin)) != std::string::npos; begin = end + 1) {
    rows.push_back(plain.substr(begin, end - begin));
  }
  if (begin != plain.size() || static_cast<int64_t>(rows.size()) != row_count) {
    return Damaged("rows are missing");
  }
  return rows;
}

}  // namespace sos::column
