// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_H_

#include "absl/types/span.h"
#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// What the plan of an LEA must contain. `schools` are the LEA's own; a charter school is an LEA by
// itself and has none but itself.
Determination DetermineLcap(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis,
                            absl::Span<const EntityHistory* const> schools);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_H_
