// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/sources/cached_evidence.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "common/status/macros.h"

namespace sos::eligibility {
namespace {

// How often a call that waits for what another call loads checks whether its caller still waits.
constexpr absl::Duration kLookInterval = absl::Milliseconds(50);

size_t GroupCount(const Evidence& evidence) {
  size_t count = 0;
  for (const auto& [cds, history] : evidence.histories) {
    for (const auto& [year, entity_year] : history.years) count += entity_year.groups.size() + 1;
  }
  return count;
}

}  // namespace

std::shared_ptr<const Evidence> CachedEvidenceSource::Find(const std::string& key) {
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&key](const Kept& kept) { return kept.key == key; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return kept_.front().evidence;
}

void CachedEvidenceSource::Keep(const std::string& key,
                                const std::shared_ptr<const Evidence>& evidence) {
  kept_.push_front({key, evidence, GroupCount(*evidence)});
  group_count_ += kept_.front().group_count;
  while (group_count_ > kMaxKeptGroups && kept_.size() > 1) {
    group_count_ -= kept_.back().group_count;
    kept_.pop_back();
  }
}

absl::Status CachedEvidenceSource::Prepare(absl::Span<const EvidenceQuery> queries,
                                           const rpc::CallContext& context) {
  std::vector<EvidenceQuery> missing;
  {
    const absl::MutexLock lock(&mutex_);
    for (const EvidenceQuery& query : queries) {
      if (!query.entities.empty() || Find(query.CacheKey()) == nullptr) missing.push_back(query);
    }
  }
  return source_->Prepare(missing, context);
}

absl::StatusOr<std::shared_ptr<const Evidence>> CachedEvidenceSource::Load(
    const EvidenceQuery& query, const rpc::CallContext& context) {
  const std::string key = query.entities.empty() ? query.CacheKey() : "";
  if (key.empty()) return source_->Load(query, context);
  std::shared_ptr<Loading> loading;
  while (loading == nullptr) {
    SOS_RETURN_IF_ERROR(context.StillWanted());
    const absl::MutexLock lock(&mutex_);
    if (std::shared_ptr<const Evidence> kept = Find(key)) return kept;
    const auto [others, is_first] = loading_.try_emplace(key, nullptr);
    if (is_first) {
      others->second = loading = std::make_shared<Loading>();
      break;
    }
    const std::shared_ptr<Loading> theirs = others->second;
    news_.AwaitFor(mutex_, kLookInterval, [&theirs] { return theirs->done; });
    // The failure of another call may be that call's own: its caller hung up.
    if (theirs->done && theirs->loaded.ok()) return theirs->loaded;
  }
  absl::StatusOr<std::shared_ptr<const Evidence>> loaded = source_->Load(query, context);
  const absl::MutexLock lock(&mutex_);
  if (loaded.ok()) Keep(key, *loaded);
  loading->loaded = loaded;
  loading->done = true;
  loading_.erase(key);
  news_.Wake();
  return loaded;
}

}  // namespace sos::eligibility
