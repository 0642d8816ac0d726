// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_CONVERT_PROGRAMS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_CONVERT_PROGRAMS_H_

#include "services/eligibility/convert/rulebook_library.h"
#include "services/eligibility/domain/determination.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/determination.pb.h"

namespace sos::eligibility {

// Adds what only some programs answer: categories, the Equity Multiplier, duties; with findings.
void AddProgramAnswers(const Determination& determination, const Evidence& evidence,
                       const LoadedRulebook& rulebook, v1::Determination& proto);

// A rule on which the answer rests was inferred, or could not be verified.
bool RestsOnInferredRule(const Determination& determination, const v1::Rulebook& rulebook);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_CONVERT_PROGRAMS_H_
