// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_SOURCES_FAKE_MEASURE_SOURCE_H_
#define SOS_SERVICES_INDICATOR_SOURCES_FAKE_MEASURE_SOURCE_H_

#include <vector>

#include "services/indicator/sources/measure_source.h"

namespace sos::indicator {

// Visits the partitions that a test put into it, one a message, whatever the filter.
class FakeMeasureSource : public MeasureSource {
 public:
  std::vector<ingestion::v1::Partition> partitions;
  // What a visit ends with after all partitions.
  absl::Status failure;
  // Partitions that were visited, over all visits.
  int visited = 0;

  absl::Status Visit(
      const ingestion::v1::PartitionFilter&, const Revision&, const rpc::CallContext&,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) override {
    for (const ingestion::v1::Partition& partition : partitions) {
      ++visited;
      ingestion::v1::StreamPartitionsResponse message;
      *message.add_partitions() = partition;
      if (absl::Status status = visit(std::move(message)); !status.ok()) return status;
    }
    return failure;
  }
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_SOURCES_FAKE_MEASURE_SOURCE_H_
