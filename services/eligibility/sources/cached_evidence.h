// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_CACHED_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_CACHED_EVIDENCE_H_

#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/time/steady_wait.h"
#include "services/eligibility/sources/evidence_source.h"

namespace sos::eligibility {

// Keeps the evidence that was loaded last, so that questions about the same year and revision are
// answered without collecting it again. What several ask for at once is loaded once. Evidence of
// single entities, and such as rests on what one request brought along, is not kept.
class CachedEvidenceSource : public EvidenceSource {
 public:
  // What is kept at most, in groups with their performance of one year; about 200 bytes each. A
  // year of all schools has some 200,000 of them, a year of all LEAs 14,000.
  static constexpr size_t kMaxKeptGroups = 2'000'000;

  // `source` must outlive the cache.
  explicit CachedEvidenceSource(EvidenceSource* source) : source_(source) {}

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext& context) override;

  absl::Status Prepare(absl::Span<const EvidenceQuery> queries,
                       const rpc::CallContext& context) override;

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<const Evidence> evidence;
    size_t group_count = 0;
  };

  // Evidence that somebody is loading.
  struct Loading {
    bool done = false;
    absl::StatusOr<std::shared_ptr<const Evidence>> loaded = absl::UnknownError("not loaded yet");
  };

  // What is kept under `key`; null if nothing is.
  std::shared_ptr<const Evidence> Find(const std::string& key)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Keep(const std::string& key, const std::shared_ptr<const Evidence>& evidence)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  EvidenceSource* const source_;
  absl::Mutex mutex_;
  SteadyWait news_;
  absl::flat_hash_map<std::string, std::shared_ptr<Loading>> loading_ ABSL_GUARDED_BY(mutex_);
  // The one used last first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
  size_t group_count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_CACHED_EVIDENCE_H_
