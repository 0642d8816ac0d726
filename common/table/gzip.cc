// SPDX-License-Identifier: Apache-2.0
#include "common/table/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace sos::table {
namespace {

constexpr size_t kUnpackStepBytes = size_t{256} << 10;
constexpr int kGzipWindowBits = 15 + 16;  // zlib: the largest window, gzip framing.
constexpr size_t kLengthBytes = 4;

// What the last four bytes of a .gz say of the bytes it unpacks to: right if it has one member, and
// a hint in any case.
size_t StatedLength(absl::string_view bytes) {
  size_t length = 0;
  for (size_t i = 1; i <= std::min(kLengthBytes, bytes.size()); ++i) {
    length = length << 8 | static_cast<uint8_t>(bytes[bytes.size() - i]);
  }
  return length;
}

// Makes room for `capacity` bytes. Growing copies, so that for a moment both are held.
bool Reserve(std::string& out, size_t capacity, HeldMemory& held) {
  const auto before = static_cast<int64_t>(out.empty() ? 0 : out.capacity());
  if (!held.Add(static_cast<int64_t>(capacity))) return false;
  out.reserve(capacity);
  held.Release(before);
  return true;
}

}  // namespace

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max_bytes, HeldMemory& held) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) {
    return absl::InternalError("zlib could not be started");
  }
  const absl::Cleanup end = [&stream] { inflateEnd(&stream); };
  // zlib's interface takes a pointer to non-const bytes that it does not write.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  size_t room =
      std::clamp(StatedLength(bytes), kUnpackStepBytes, std::max(max_bytes, kUnpackStepBytes));
  std::string step(kUnpackStepBytes, '\0');
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(step.data());
    stream.avail_out = kUnpackStepBytes;
    const int code = inflate(&stream, Z_NO_FLUSH);
    const size_t got = kUnpackStepBytes - stream.avail_out;
    if (out.size() + got > max_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the .gz file of ", bytes.size(), " bytes unpacks to more than ", max_bytes,
                       " bytes, the limit for its size; unpack it and load what is in it"));
    }
    if (got > 0 && (out.empty() || out.capacity() - out.size() < got)) {
      if (!out.empty()) room = 2 * out.capacity();
      if (!Reserve(out, room, held)) {
        return absl::ResourceExhaustedError("unpacking the file takes more memory than it may");
      }
    }
    out.append(step, 0, got);
    if (code == Z_STREAM_END) {
      if (stream.avail_in == 0) return out;
      if (inflateReset(&stream) != Z_OK) break;
    } else if (code != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) {
      break;
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the gzip file is damaged or cut short after ", out.size(), " unpacked bytes"));
}

}  // namespace sos::table
