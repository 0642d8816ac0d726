// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_CALCULATION_RULES_H_
#define SOS_SERVICES_INDICATOR_CONVERT_CALCULATION_RULES_H_

#include "absl/status/statusor.h"
#include "services/indicator/domain/students/rules.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {

// Checks `proto` and turns it into rules, but for what College/Career takes from other indicators
// (TakeOtherRules). Returns kInvalidArgument with the first problem.
absl::StatusOr<records::Calculation> ToCalculation(const v1::CalculationRules& proto);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_CALCULATION_RULES_H_
