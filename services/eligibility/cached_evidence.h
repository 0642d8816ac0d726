#ifndef SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_

#include <list>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/eligibility/evidence_source.h"

namespace sos::eligibility {

// Keeps the evidence that was loaded last, so that questions about the same year and revision are
// answered without asking the other services again. Evidence of one entity, and such as rests on
// what one request brought along, is not kept.
class CachedEvidenceSource : public EvidenceSource {
 public:
  // What is kept at most, in groups with their performance of one year; about 200 bytes each. A
  // year of all schools has some 200,000 of them, a year of all LEAs 14,000.
  static constexpr size_t kMaxKeptGroups = 2'000'000;

  // `source` must outlive the cache.
  explicit CachedEvidenceSource(EvidenceSource* source) : source_(source) {}

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext& context) override;

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<const Evidence> evidence;
    size_t group_count = 0;
  };

  EvidenceSource* const source_;
  absl::Mutex mutex_;
  // The one used last first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
  size_t group_count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_
