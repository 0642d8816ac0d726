#ifndef SOS_SERVICES_INDICATOR_RECORDS_READINESS_H_
#define SOS_SERVICES_INDICATOR_RECORDS_READINESS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/records/record_measure_source.h"
#include "services/indicator/rulebook_library.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// Says of each indicator of a rulebook where its measures come from at `revision`, and what it
// waits for.
absl::StatusOr<v1::Readiness> ComputeReadiness(RecordMeasureSource& measures,
                                               const LoadedRulebook& rulebook,
                                               const Revision& revision,
                                               const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RECORDS_READINESS_H_
