// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_
#define SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_

#include "common/language/messages.h"
#include "services/indicator/results/engine.h"
#include "sos/indicator/v1/result.pb.h"

namespace sos::indicator {

// The sentences of explanations in every language. Built once, on first use.
const language::Catalog& ExplanationCatalog();

// Says why a result is what it is: every step with the rule, the numbers and the rule's source, and
// how far the neighboring levels are; in the language of `words`, which are
// of the catalog.
v1::Explanation Explain(const ScoredRow& row, const language::Messages& words);

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RESULTS_EXPLANATION_H_
