#include "services/eligibility/cached_evidence.h"

#include <algorithm>
#include <memory>
#include <string>

#include "common/status/macros.h"

namespace sos::eligibility {

absl::StatusOr<std::shared_ptr<const Evidence>> CachedEvidenceSource::Load(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  const std::string key = query.entities.empty() ? query.CacheKey() : "";
  if (key.empty()) return source_->Load(query, context);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&key](const auto& kept) { return kept.first == key; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return kept_.front().second;
    }
  }
  SOS_ASSIGN_OR_RETURN(std::shared_ptr<const Evidence> loaded, source_->Load(query, context));
  const absl::MutexLock lock(&mutex_);
  kept_.emplace_front(key, loaded);
  if (kept_.size() > kMaxKept) kept_.pop_back();
  return loaded;
}

}  // namespace sos::eligibility
