// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_SOURCES_MEASURE_SOURCE_H_
#define SOS_SERVICES_INDICATOR_SOURCES_MEASURE_SOURCE_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "common/revision/revision.h"
#include "common/rpc/call.h"
#include "sos/ingestion/v1/ingestion_service.pb.h"

namespace sos::indicator {

// Where measures come from: what this service needs of ingestion.
//
// Implementations are thread-safe.
class MeasureSource {
 public:
  virtual ~MeasureSource() = default;

  // Calls `visit` with messages of the partitions of `filter` at `revision`, in order. Returns
  // errors of the indicator service's own catalog.
  virtual absl::Status Visit(
      const ingestion::v1::PartitionFilter& filter, const Revision& revision,
      const rpc::CallContext& context,
      absl::FunctionRef<absl::Status(ingestion::v1::StreamPartitionsResponse)> visit) = 0;
};

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_SOURCES_MEASURE_SOURCE_H_
