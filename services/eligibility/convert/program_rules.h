// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// Converts what only the rulebook's own program has. Returns kInvalidArgument with what is wrong;
// also if a part is missing, or is another program's.
absl::Status ConvertProgramRules(const v1::Rulebook& proto, Rulebook& rules);

// One test on numbers of indicators. Returns kInvalidArgument with what is wrong.
absl::StatusOr<ColorCountCriterion> ToCriterion(const v1::ColorCountCriterion& proto);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_
