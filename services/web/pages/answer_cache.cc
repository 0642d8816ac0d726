// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/answer_cache.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "services/web/pages/page.h"
#include "services/web/routes/gzip.h"
#include "services/web/routes/secure_handler.h"

namespace sos::web {
namespace {

// Of all arguments of a request, in bytes.
constexpr size_t kMaxArgumentBytes = 256;
// The arguments that choose among a small number of answers.
constexpr absl::string_view kKeptArguments[] = {"lang", "release", "revision", "with", "bom"};

metrics::Counter AnswersAsked(const std::string& outcome) {
  return metrics::FindCounter("sos_http_cache_requests_total",
                              "Public answers asked of the cache of rendered pages.",
                              {{"outcome", outcome}});
}

std::string* FindVary(HttpResponse& response) {
  for (auto& [name, value] : response.headers) {
    if (absl::EqualsIgnoreCase(name, "Vary")) return &value;
  }
  return nullptr;
}

bool IsPacked(const HttpResponse& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return absl::EqualsIgnoreCase(header.first, "Content-Type") && IsCompressible(header.second);
  });
}

}  // namespace

KeptAnswer Keep(HttpResponse response) {
  KeptAnswer kept;
  kept.tag = Sha256Hex(response.body).substr(0, kTagDigits);
  if (response.body.size() >= kMinGzipBytes && IsPacked(response)) {
    kept.packed = Gzip(response.body);
    if (kept.packed.size() >= response.body.size()) kept.packed.clear();
  }
  if (!kept.packed.empty()) {
    std::string* const vary = FindVary(response);
    if (vary == nullptr) {
      response.headers.emplace_back("Vary", "Accept-Encoding");
    } else {
      absl::StrAppend(vary, ", Accept-Encoding");
    }
  }
  kept.headers = std::move(response.headers);
  kept.body = std::move(response.body);
  return kept;
}

HttpResponse AnswerFrom(const KeptAnswer& kept, const HttpRequest& request) {
  const bool packs = !kept.packed.empty() && AcceptsGzip(request.Header("accept-encoding"));
  HttpResponse response;
  response.headers = kept.headers;
  response.headers.emplace_back("ETag", absl::StrCat("\"", kept.tag, packs ? kGzipMark : "", "\""));
  if (packs) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = packs ? kept.packed : kept.body;
  return response;
}

std::optional<std::string> AnswerKey(const HttpRequest& request, const Address& address,
                                     absl::string_view language) {
  if (address.kind == PageKind::kSearch || address.kind == PageKind::kWhatIf) return std::nullopt;
  if (request.method != "GET") return std::nullopt;
  size_t bytes = 0;
  for (const auto& [name, value] : request.query) {
    const bool known = std::find(std::begin(kKeptArguments), std::end(kKeptArguments), name) !=
                       std::end(kKeptArguments);
    bytes += name.size() + value.size();
    if (!known || bytes > kMaxArgumentBytes) return std::nullopt;
  }
  return absl::StrCat(language, " ", UrlOf(PathOf(address), request.query));
}

AnswerCache::AnswerCache(size_t max_bytes, const Clock& clock)
    : max_bytes_(max_bytes),
      clock_(clock),
      hits_(AnswersAsked("hit")),
      misses_(AnswersAsked("miss")),
      kept_bytes_(metrics::FindGauge("sos_http_cache_bytes",
                                     "Bytes that the cache of rendered pages keeps.")) {}

std::shared_ptr<const KeptAnswer> AnswerCache::Find(absl::string_view identity,
                                                    absl::string_view key) {
  const absl::Duration now = clock_.Elapsed();
  absl::MutexLock lock(&mutex_);
  const auto found = index_.find(key);
  if (found == index_.end() || found->second->identity != identity || found->second->until <= now) {
    misses_.Increment();
    return nullptr;
  }
  hits_.Increment();
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->answer;
}

void AnswerCache::Set(const std::string& identity, const std::string& key,
                      std::shared_ptr<const KeptAnswer> answer) {
  size_t bytes = kEntryBytes + key.size() + identity.size() + answer->body.size() +
                 answer->packed.size() + answer->tag.size();
  for (const auto& [name, value] : answer->headers) bytes += name.size() + value.size();
  if (bytes > max_bytes_ / kLargestShare) return;
  const absl::Duration until = clock_.Elapsed() + kMaxAge;
  absl::MutexLock lock(&mutex_);
  if (const auto found = index_.find(key); found != index_.end()) Remove(found->second);
  entries_.push_front({key, identity, std::move(answer), bytes, until});
  index_.emplace(entries_.front().key, entries_.begin());
  bytes_ += bytes;
  while (bytes_ > max_bytes_) Remove(std::prev(entries_.end()));
  kept_bytes_.Set(static_cast<double>(bytes_));
}

size_t AnswerCache::bytes() const {
  absl::MutexLock lock(&mutex_);
  return bytes_;
}

void AnswerCache::Remove(Entries::iterator entry) {
  bytes_ -= entry->bytes;
  index_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace sos::web
