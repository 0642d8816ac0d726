#include "services/eligibility/cached_evidence.h"

#include <algorithm>
#include <memory>
#include <string>

#include "common/status/macros.h"

namespace sos::eligibility {
namespace {

size_t GroupCount(const Evidence& evidence) {
  size_t count = 0;
  for (const auto& [cds, history] : evidence.histories) {
    for (const auto& [year, entity_year] : history.years) count += entity_year.groups.size() + 1;
  }
  return count;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Evidence>> CachedEvidenceSource::Load(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  const std::string key = query.entities.empty() ? query.CacheKey() : "";
  if (key.empty()) return source_->Load(query, context);
  {
    const absl::MutexLock lock(&mutex_);
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&key](const Kept& kept) { return kept.key == key; });
    if (found != kept_.end()) {
      kept_.splice(kept_.begin(), kept_, found);
      return kept_.front().evidence;
    }
  }
  SOS_ASSIGN_OR_RETURN(std::shared_ptr<const Evidence> loaded, source_->Load(query, context));
  const absl::MutexLock lock(&mutex_);
  kept_.push_front({key, loaded, GroupCount(*loaded)});
  group_count_ += kept_.front().group_count;
  while (group_count_ > kMaxKeptGroups && kept_.size() > 1) {
    group_count_ -= kept_.back().group_count;
    kept_.pop_back();
  }
  return loaded;
}

}  // namespace sos::eligibility
