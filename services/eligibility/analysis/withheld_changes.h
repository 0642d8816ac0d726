// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_ANALYSIS_WITHHELD_CHANGES_H_
#define SOS_SERVICES_ELIGIBILITY_ANALYSIS_WITHHELD_CHANGES_H_

#include "absl/status/status.h"
#include "common/auth/principal.h"
#include "services/eligibility/domain/rulebook.h"
#include "services/eligibility/evidence/evidence_set.h"
#include "sos/eligibility/v1/eligibility_service.pb.h"

namespace sos::eligibility {

// How the name of a result is written.
inline constexpr char kResultNameForm[] = "entities/{cds}/results/{year}-{indicator}-{group}";

// RESULT_WITHHELD where what follows from a change could tell `caller` the numbers of a result that
// is withheld from it: the caller would only have to try which numbers turn the answer. `stored` is
// the evidence that the request asks about, without its changes; of what is not in it nothing is
// known, and it is withheld.
absl::Status CheckWithheld(const auth::Principal& caller, Program program,
                           const v1::EvaluateChangesRequest& request, const Evidence& stored);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_ANALYSIS_WITHHELD_CHANGES_H_
