#ifndef SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_

#include <list>
#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/eligibility/evidence_source.h"

namespace sos::eligibility {

// Keeps the evidence that was loaded last, so that questions about the same year and revision are
// answered without asking the other services again. Evidence of one entity, and such as rests on
// what one request brought along, is not kept.
class CachedEvidenceSource : public EvidenceSource {
 public:
  // Whole years that are kept at most. One year of all schools takes some tens of megabytes.
  static constexpr size_t kMaxKept = 6;

  // `source` must outlive the cache.
  explicit CachedEvidenceSource(EvidenceSource* source) : source_(source) {}

  absl::StatusOr<std::shared_ptr<const Evidence>> Load(const EvidenceQuery& query,
                                                       const rpc::CallContext& context) override;

 private:
  EvidenceSource* const source_;
  absl::Mutex mutex_;
  // The newest first.
  std::list<std::pair<std::string, std::shared_ptr<const Evidence>>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CACHED_EVIDENCE_H_
