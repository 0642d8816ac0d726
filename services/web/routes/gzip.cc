// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/gzip.h"

#include <zlib.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace sos::web {
namespace {

// Most of the gain for a third of the time of the best.
constexpr int kGzipLevel = 5;
// zlib writes gzip's own header with the largest window.
constexpr int kGzipWindow = MAX_WBITS + 16;
constexpr int kGzipMemory = 8;

}  // namespace

std::string Gzip(absl::string_view bytes) {
  z_stream stream = {};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return "";
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  packed.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

bool AcceptsGzip(absl::string_view accept_encoding) {
  for (const absl::string_view entry : absl::StrSplit(accept_encoding, ',')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(entry, absl::MaxSplits(';', 1));
    if (!absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(parts.first), "gzip")) continue;
    absl::string_view quality = absl::StripAsciiWhitespace(parts.second);
    if (!absl::ConsumePrefix(&quality, "q=") && !absl::ConsumePrefix(&quality, "Q=")) return true;
    double weight = 0;
    return absl::SimpleAtod(quality, &weight) && weight > 0;
  }
  return false;
}

bool IsCompressible(absl::string_view content_type) {
  const std::string type = absl::AsciiStrToLower(
      absl::StripAsciiWhitespace(content_type.substr(0, content_type.find(';'))));
  return absl::StartsWith(type, "text/") || type == "application/json" ||
         type == "application/x-ndjson" || type == "image/svg+xml" ||
         type == "application/manifest+json";
}

std::string GzipCache::Compress(const std::string& digest, absl::string_view body) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (const auto found = bodies_.find(digest); found != bodies_.end()) return found->second;
  }
  std::string packed = Gzip(body);
  if (packed.empty() || packed.size() > max_bytes_ / 4) return packed;
  absl::MutexLock lock(&mutex_);
  if (bytes_ + packed.size() > max_bytes_) {
    bodies_.clear();
    bytes_ = 0;
  }
  if (bodies_.emplace(digest, packed).second) bytes_ += packed.size();
  return packed;
}

}  // namespace sos::web
