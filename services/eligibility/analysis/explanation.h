// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLANATION_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLANATION_H_

#include "common/revision/revision.h"
#include "services/eligibility/analysis/decisions.h"
#include "services/eligibility/sources/detail_source.h"
#include "sos/eligibility/v1/reasoning.pb.h"

namespace sos::eligibility {

// Why `decision` is what it is, down to the counts. It must have been decided with
// Detail::kSentences.
v1::DeterminationExplanation Explain(const Decisions& decisions, const Decision& decision,
                                     const Facts& facts, const Revision& revision);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_EXPLANATION_H_
