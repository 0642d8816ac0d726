// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_EVIDENCE_REQUIRED_YEARS_H_
#define SOS_SERVICES_ELIGIBILITY_EVIDENCE_REQUIRED_YEARS_H_

#include <vector>

#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// The years of evidence that a determination may look at, ascending.
std::vector<int> RequiredYears(const Rulebooks& rulebooks, Program program, int dashboard_year);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_EVIDENCE_REQUIRED_YEARS_H_
