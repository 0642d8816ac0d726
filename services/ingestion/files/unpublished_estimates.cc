// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/unpublished_estimates.h"

#include "common/status/macros.h"
#include "services/ingestion/client/estimate_publication.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"

namespace sos::ingestion {
namespace {

// Revisions that are remembered.
constexpr size_t kMaxKnown = 16;

}  // namespace

absl::StatusOr<bool> UnpublishedEstimates::AnyAt(const Revision& revision) {
  absl::MutexLock lock(&mutex_);
  for (const auto& [identity, any] : known_) {
    if (identity == revision.identity) return any;
  }
  PublishedEstimates published;
  v1::PartitionFilter publications;
  publications.add_collections(v1::COLLECTION_ESTIMATE_PUBLICATION);
  SOS_RETURN_IF_ERROR(store_->VisitPartitions(publications, revision, /*with_contents=*/true,
                                              [&](const v1::Partition& partition) {
                                                AddPublished(partition, published);
                                                return absl::OkStatus();
                                              }));
  v1::PartitionFilter records;
  for (const auto& entry : kCollectionEntries) {
    if (IsOfStudents(entry.value)) records.add_collections(ToProto(entry.value));
  }
  bool any = false;
  SOS_RETURN_IF_ERROR(store_->VisitPartitions(
      records, revision, /*with_contents=*/false, [&](const v1::Partition& partition) {
        any = any || !published.contains({partition.lea_cds(), partition.dashboard_year()});
        return absl::OkStatus();
      }));
  known_.emplace_front(revision.identity, any);
  if (known_.size() > kMaxKnown) known_.pop_back();
  return any;
}

}  // namespace sos::ingestion
