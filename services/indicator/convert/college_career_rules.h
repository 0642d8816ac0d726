// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_COLLEGE_CAREER_RULES_H_
#define SOS_SERVICES_INDICATOR_CONVERT_COLLEGE_CAREER_RULES_H_

#include "absl/status/statusor.h"
#include "services/indicator/domain/rulebook.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {

// Checks what the rules say by themselves. Returns kInvalidArgument with the first problem.
absl::StatusOr<records::CollegeCareerRules> ToCollegeCareer(const v1::CollegeCareerRules& proto);

// Adds what they take from other indicators of the rulebook, all of which `rules` has: the cohort,
// and the tests. Returns kInvalidArgument where one has no such rules.
absl::Status TakeOtherRules(const v1::CollegeCareerRules& proto, const Rulebook& rules,
                            records::CollegeCareerRules& college_career);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_COLLEGE_CAREER_RULES_H_
