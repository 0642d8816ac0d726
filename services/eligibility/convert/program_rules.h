// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_

#include "absl/status/statusor.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// The rules that only one program has. Return kInvalidArgument with what is wrong.
absl::StatusOr<ProgramRules> ToLcffRules(const v1::Rulebook& proto);
absl::StatusOr<ProgramRules> ToCharterRules(const v1::Rulebook& proto);
absl::StatusOr<ProgramRules> ToEssaRules(const v1::Rulebook& proto);
absl::StatusOr<ProgramRules> ToEquityMultiplierRules(const v1::Rulebook& proto);
absl::StatusOr<ProgramRules> ToLcapRules(const v1::Rulebook& proto);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_PROGRAM_RULES_H_
