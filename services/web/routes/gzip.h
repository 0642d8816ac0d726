// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ROUTES_GZIP_H_
#define SOS_SERVICES_WEB_ROUTES_GZIP_H_

#include <cstddef>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"

namespace sos::web {

// Smaller bodies, in bytes, are sent as they are: they fit into one packet either way.
inline constexpr size_t kMinGzipBytes = 1024;
// What is kept of compressed bodies, in bytes.
inline constexpr size_t kGzipCacheBytes = size_t{16} << 20;

// `bytes` as one gzip member; empty where memory does not suffice.
std::string Gzip(absl::string_view bytes);

// Whether a client accepts gzip, by its Accept-Encoding.
bool AcceptsGzip(absl::string_view accept_encoding);

// Whether bodies of this Content-Type become smaller.
bool IsCompressible(absl::string_view content_type);

// Compressed bodies by the digest of what they are made of, so that a page that is asked for again
// is not compressed again. Forgets all when it is full. Thread-safe.
class GzipCache {
 public:
  explicit GzipCache(size_t max_bytes = kGzipCacheBytes) : max_bytes_(max_bytes) {}

  // `body`, whose digest is `digest`, compressed.
  std::string Compress(const std::string& digest, absl::string_view body);

 private:
  const size_t max_bytes_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::string> bodies_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ROUTES_GZIP_H_
