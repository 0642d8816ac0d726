// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_DATA_GAPS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_DATA_GAPS_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

using DataGaps = google::protobuf::RepeatedPtrField<v1::DataGap>;

// Adds which data would decide what is open in a determination of that entity, and in which file
// they stand. `determination` has its findings.
void AddDataGaps(const Determination& determination, const EntityHistory& history,
                 const Rulebook& rulebook, DataGaps& data_gaps);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_DATA_GAPS_H_
