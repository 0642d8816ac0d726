// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_CONVERT_TEST_SCORE_RULES_H_
#define SOS_SERVICES_INDICATOR_CONVERT_TEST_SCORE_RULES_H_

#include "absl/status/statusor.h"
#include "services/indicator/domain/students/rules.h"
#include "sos/indicator/v1/rulebook.pb.h"

namespace sos::indicator {

// Checks `proto` and turns it into rules. Returns kInvalidArgument with the first problem.
absl::StatusOr<records::TestScoreRules> ToTestScores(const v1::TestScoreRules& proto);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_CONVERT_TEST_SCORE_RULES_H_
