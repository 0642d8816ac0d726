// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_ANSWER_CACHE_H_
#define SOS_SERVICES_WEB_PAGES_ANSWER_CACHE_H_

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "services/web/http/message.h"
#include "services/web/pages/address.h"

namespace sos::web {

// What is kept of rendered answers unless SOS_HTTP_CACHE_BYTES says otherwise, in bytes.
inline constexpr size_t kDefaultAnswerCacheBytes = size_t{64} << 20;

// A rendered public answer with status 200, in the forms in which it is sent.
struct KeptAnswer {
  // Without ETag and Content-Encoding.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // The body as gzip. Empty where it is sent as it is.
  std::string packed;
  // The ETag of `body`, without its quotes.
  std::string tag;
};

// Takes an answer with a body, and compresses it.
KeptAnswer Keep(HttpResponse response);

// The answer to a request: compressed where the client accepts it, each form with its own ETag.
HttpResponse AnswerFrom(const KeptAnswer& kept, const HttpRequest& request);

// Where the answer to a request of nobody in particular is kept: its address, its known arguments
// and the language. Nullopt for answers that are not worth it because few ask for the same: search,
// what-if, and requests with other or very long arguments. Nothing else of the request counts.
std::optional<std::string> AnswerKey(const HttpRequest& request, const Address& address,
                                     absl::string_view language);

// Rendered public answers, the least recently asked for going first. An answer is kept for the one
// revision of the data that it was made of, and for kMaxAge, because rulebooks and the list of
// releases change without a new revision. Thread-safe.
class AnswerCache {
 public:
  // As long as `Cache-Control` of these answers lets any other cache keep them.
  static constexpr absl::Duration kMaxAge = absl::Seconds(60);
  // What one answer may take of all: a sixteenth. A larger one is not kept.
  static constexpr size_t kLargestShare = 16;
  // What an entry takes beside its texts, in bytes.
  static constexpr size_t kEntryBytes = 512;

  // Keeps up to `max_bytes`, keys and both forms included; zero keeps nothing. `clock` outlives
  // this.
  AnswerCache(size_t max_bytes, const Clock& clock);

  bool enabled() const { return max_bytes_ > 0; }
  // The answer under `key` of the revision `identity`. Null for none.
  std::shared_ptr<const KeptAnswer> Find(absl::string_view identity, absl::string_view key);
  // Keeps `answer` there, in place of one of an older revision.
  void Set(const std::string& identity, const std::string& key,
           std::shared_ptr<const KeptAnswer> answer);
  // What is kept now.
  size_t bytes() const;

 private:
  struct Entry {
    std::string key;
    std::string identity;
    std::shared_ptr<const KeptAnswer> answer;
    size_t bytes;
    // By the clock's Elapsed().
    absl::Duration until;
  };
  using Entries = std::list<Entry>;

  void Remove(Entries::iterator entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_bytes_;
  const Clock& clock_;
  const metrics::Counter hits_;
  const metrics::Counter misses_;
  const metrics::Gauge kept_bytes_;
  mutable absl::Mutex mutex_;
  // The most recently asked for first.
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<absl::string_view, Entries::iterator> index_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_ANSWER_CACHE_H_
