// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RECURRENCE_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RECURRENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/eligibility/domain/finding.h"
#include "services/eligibility/domain/lcff/answer.h"

namespace sos::eligibility {

// Judges whether groups recur, given each year's groups in the order of the rule's years.
//
// `group_count` is the number of groups the LEA has, or nullopt if that cannot be seen; it matters
// only for LEAs with fewer groups than the rule asks for.
RecurrenceAnswer JudgeRecurrence(const RecurrenceRule& rule, std::vector<YearGroups> years,
                                 std::optional<int> group_count);

// The answer as a finding of that name, each year a part of it.
Finding RecurrenceFinding(std::string rule_name, const RecurrenceAnswer& answer, Detail detail);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RECURRENCE_H_
