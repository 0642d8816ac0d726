// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_
#define SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_

#include "services/indicator/results/engine.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::indicator {

// Says why a result is what it is: every step with the rule, the numbers and the rule's source, and
// how far the neighboring levels are.
v1::Explanation Explain(const ScoredRow& row);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_
