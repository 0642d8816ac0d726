// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_ANSWER_H_

#include <optional>
#include <vector>

#include "services/eligibility/domain/lcff/answer.h"

namespace sos::eligibility {

// What is answered about a charter school: the LCFF methods of the year, and EC 47607.3.
struct CharterAnswer {
  std::vector<MethodAnswer> methods;
  std::vector<LocalAnswer> local_indicators;
  std::optional<RecurrenceAnswer> intensive;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_CHARTER_ANSWER_H_
