#include "common/table/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace sos::table {
namespace {

constexpr size_t kStepBytes = size_t{256} << 10;
constexpr int kGzipWindowBits = 15 + 16;  // zlib: the largest window, gzip framing.

}  // namespace

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t max_bytes) {
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) {
    return absl::InternalError("zlib could not be started");
  }
  const absl::Cleanup end = [&stream] { inflateEnd(&stream); };
  // zlib's interface takes a pointer to non-const bytes that it does not write.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  while (true) {
    const size_t before = out.size();
    out.resize(before + kStepBytes);
    stream.next_out = reinterpret_cast<Bytef*>(&out[before]);
    stream.avail_out = kStepBytes;
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.resize(before + kStepBytes - stream.avail_out);
    if (out.size() > max_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the file unpacks to more than ", max_bytes, " bytes"));
    }
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
