// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/students/record_measure_source.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// Says of each indicator of a rulebook where its measures come from at `revision`, and what it
// waits for.
absl::StatusOr<v1::Readiness> ComputeReadiness(RecordMeasureSource& measures,
                                               const LoadedRulebook& rulebook,
                                               const Revision& revision,
                                               const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_
