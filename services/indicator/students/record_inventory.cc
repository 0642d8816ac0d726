// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/students/record_inventory.h"

#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/indicator/students/record_reader.h"
#include "services/indicator/students/report_reader.h"
#include "services/ingestion/client/estimate_publication.h"

namespace sos::indicator {
namespace {

// Adds a collection and the one for which it stands in.
void Insert(ingestion::v1::Collection collection, Collections& collections) {
  collections.insert(collection);
  if (const auto record = StandsInFor(collection)) collections.insert(*record);
}

}  // namespace

Collections CollectionsOf(const LeaStock& stock) {
  Collections collections;
  for (const auto& [collection, revision] : stock) Insert(collection, collections);
  return collections;
}

bool KnowsFifthYear(const LeaStock& stock, const LeaStock* before) {
  if (stock.contains(ingestion::v1::COLLECTION_COHORT_OUTCOME)) return true;
  return stock.contains(ingestion::v1::COLLECTION_COMPLETER_REPORT) && before != nullptr &&
         before->contains(ingestion::v1::COLLECTION_COHORT_REPORT);
}

namespace {

absl::StatusOr<PublishedEstimates> ReadPublished(MeasureSource& source, const Revision& revision,
                                                 const rpc::CallContext& context) {
  ingestion::v1::PartitionFilter filter;
  filter.add_collections(ingestion::v1::COLLECTION_ESTIMATE_PUBLICATION);
  PublishedEstimates published;
  SOS_RETURN_IF_ERROR(source.Visit(filter, revision, context,
                                   [&](const ingestion::v1::StreamPartitionsResponse& message) {
                                     for (const auto& partition : message.partitions())
                                       AddPublished(partition, published);
                                     return absl::OkStatus();
                                   }));
  return published;
}

}  // namespace

absl::StatusOr<RecordInventory> TakeInventory(MeasureSource& source, const Revision& revision,
                                              const rpc::CallContext& context) {
  // Without names of columns, partitions of records come without contents.
  ingestion::v1::PartitionFilter filter;
  for (const auto collection : RecordCollections()) filter.add_collections(collection);
  RecordInventory inventory{.revision = revision};
  const bool of_public = IsPublicView(revision);
  PublishedEstimates published;
  if (of_public) {
    SOS_ASSIGN_OR_RETURN(published, ReadPublished(source, revision, context));
  }
  const absl::Status read = source.Visit(
      filter, revision, context, [&](const ingestion::v1::StreamPartitionsResponse& message) {
        for (const ingestion::v1::Partition& partition : message.partitions()) {
          const std::string& lea = partition.lea_cds();
          if (of_public && !published.contains({lea, partition.dashboard_year()}) &&
              !ViewHas(revision, lea)) {
            continue;
          }
          YearStock& year = inventory.years[partition.dashboard_year()];
          Insert(partition.collection(), year.collections);
          year.by_lea[partition.lea_cds()][partition.collection()] = partition.revision_identity();
        }
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return inventory;
}

}  // namespace sos::indicator
