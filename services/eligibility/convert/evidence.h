// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_EVIDENCE_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_EVIDENCE_H_

#include <string>

#include "services/eligibility/domain/evidence.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

// One performance, with the color and level where only one is possible.
v1::Evidence ToEvidence(Indicator indicator, const Performance& performance);

// "ELA Red (-96.2)": what is known of it, in words; by status level where a test asks for that.
std::string EvidenceWords(Indicator indicator, const Performance& performance, bool by_level);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_EVIDENCE_H_
