// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_ENTITY_INDEX_H_
#define SOS_SERVICES_INGESTION_FILES_ENTITY_INDEX_H_

#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/domain/entity_search.h"
#include "services/ingestion/store/store.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// The entities of a revision, to be listed and searched. Immutable.
class EntityIndex {
 public:
  // `records` by code.
  explicit EntityIndex(std::vector<v1::EntityRecord> records);

  const std::vector<v1::EntityRecord>& records() const { return records_; }
  // Finds places in `records()`. Made by the first who searches: lists do without it.
  const EntitySearch& search() const;

 private:
  const std::vector<v1::EntityRecord> records_;
  mutable absl::once_flag search_made_;
  mutable std::optional<EntitySearch> search_;
};

// Indexes the entities of a store, and keeps the indexes of the revisions that were asked for last.
//
// Thread-safe.
class EntityIndexReader {
 public:
  // Indexes that are kept: of the newest revision, and of releases that people look at. One of all
  // of California has about 10 MB.
  static constexpr size_t kMaxKept = 3;

  // `store` must outlive the reader.
  explicit EntityIndexReader(Store* store) : store_(store) {}

  // The entities at `revision`, which must be one that the store gave. Whoever asks for a revision
  // that is being indexed waits for it.
  absl::StatusOr<std::shared_ptr<const EntityIndex>> At(const Revision& revision);

 private:
  Store* const store_;
  absl::Mutex mutex_;
  // The one used last first.
  std::list<std::pair<Revision, std::shared_ptr<const EntityIndex>>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_ENTITY_INDEX_H_
