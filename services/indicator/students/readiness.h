// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_
#define SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "common/revision/revision.h"
#include "services/indicator/convert/rulebook_library.h"
#include "services/indicator/students/record_measure_source.h"
#include "sos/indicator/v1/indicator_service.pb.h"

namespace sos::indicator {

// Says of each indicator of a rulebook where its measures come from at `revision`, and what it
// waits for: over everything that is stored, or of one LEA.
absl::StatusOr<v1::Readiness> ComputeReadiness(RecordMeasureSource& measures,
                                               const LoadedRulebook& rulebook,
                                               const std::optional<CdsCode>& lea,
                                               const Revision& revision,
                                               const rpc::CallContext& context);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_STUDENTS_READINESS_H_
