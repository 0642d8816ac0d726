// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_ANSWERS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_ANSWERS_H_

#include "services/eligibility/domain/determination.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

// Add what only one program answers, with its findings.
void AddLcffAnswer(const Determination& determination, const Evidence& evidence,
                   v1::Determination& proto);
void AddCharterAnswer(const Determination& determination, const Evidence& evidence,
                      v1::Determination& proto);
void AddEssaAnswer(const Determination& determination, const Evidence& evidence,
                   v1::Determination& proto);
void AddEquityMultiplierAnswer(const Determination& determination, const Evidence& evidence,
                               v1::Determination& proto);
void AddLcapAnswer(const Determination& determination, const Evidence& evidence,
                   v1::Determination& proto);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_ANSWERS_H_
