// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_
#define SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_

#include "absl/status/statusor.h"
#include "services/eligibility/domain/rulebook.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::eligibility {

// The best status level.
inline constexpr int kHighestLevel = 5;

// Parts that rules of several programs are made of. Return kInvalidArgument with what is wrong.
absl::StatusOr<Test> ToTest(const v1::Test& proto);
absl::StatusOr<RecurrenceRule> ToRecurrence(const v1::RecurrenceRule& proto);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_CONVERT_RULE_PARTS_H_
