// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/entity_index.h"

#include <algorithm>
#include <string>

#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"

namespace sos::ingestion {
namespace {

// What people add to a name to say what they mean.
std::vector<std::string> KindWords(education::v1::EntityType type) {
  switch (type) {
    case education::v1::ENTITY_TYPE_STATE:
      return {"state"};
    case education::v1::ENTITY_TYPE_COUNTY:
      return {"county"};
    case education::v1::ENTITY_TYPE_DISTRICT:
      return {"school", "district"};
    case education::v1::ENTITY_TYPE_COUNTY_OFFICE:
      return {"county", "office", "education"};
    case education::v1::ENTITY_TYPE_CHARTER_SCHOOL:
      return {"charter", "school"};
    case education::v1::ENTITY_TYPE_SCHOOL:
      return {"school"};
    default:
      return {};
  }
}

std::vector<SearchedEntity> ToSearched(const std::vector<v1::EntityRecord>& records) {
  std::vector<SearchedEntity> searched;
  searched.reserve(records.size());
  for (const v1::EntityRecord& record : records) {
    const education::v1::Entity& entity = record.entity();
    // The numbers of types go from the state down to schools.
    searched.push_back({.cds = std::string(EntityId(entity.name())),
                        .name = entity.display_name(),
                        .district = entity.district_name(),
                        .county = entity.county_name(),
                        .kind_words = KindWords(entity.type()),
                        .rank = entity.type()});
  }
  return searched;
}

}  // namespace

EntityIndex::EntityIndex(std::vector<v1::EntityRecord> records) : records_(std::move(records)) {}

const EntitySearch& EntityIndex::search() const {
  absl::call_once(search_made_, [this] { search_.emplace(ToSearched(records_)); });
  return *search_;
}

absl::StatusOr<std::shared_ptr<const EntityIndex>> EntityIndexReader::At(const Revision& revision) {
  const absl::MutexLock lock(&mutex_);
  const auto kept = std::find_if(kept_.begin(), kept_.end(),
                                 [&](const auto& index) { return index.first == revision; });
  if (kept != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, kept);
    return kept_.front().second;
  }
  std::vector<v1::EntityRecord> records;
  SOS_RETURN_IF_ERROR(store_->VisitEntities(revision, [&](v1::EntityRecord record) {
    records.push_back(std::move(record));
    return absl::OkStatus();
  }));
  auto index = std::make_shared<const EntityIndex>(std::move(records));
  kept_.emplace_front(revision, index);
  if (kept_.size() > kMaxKept) kept_.pop_back();
  return index;
}

}  // namespace sos::ingestion
