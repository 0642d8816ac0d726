// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_H_

#include <optional>
#include <string>

#include "services/eligibility/domain/determination.h"

namespace sos::eligibility {

// CSI, ATSI or TSI of a school. `basis` published: the categories of CSI and the flags of groups
// are taken from the state's file, and the rest follows.
Determination DetermineEssa(const Rulebooks& rulebooks, const Rulebook& rules,
                            const EntityHistory& history, LetterBasis basis);

// What the steps of a determination rest on; an explanation shows them.
namespace essa {

// The average graduation rate over the rule's cohorts, rounded to one decimal. Nullopt where a
// cohort is not known, or nobody is in them.
std::optional<Tenths> GraduationAverage(const LowGraduationRule& rule, int dashboard_year,
                                        const EntityHistory& history);

// The average is below the border, and the graduation indicator has a color if it needs one.
Outcome GraduatesFew(const LowGraduationRule& rule, int dashboard_year,
                     const EntityHistory& history);

// The status of the year before; nullopt where it is not known. Empty in a first year.
std::optional<std::string> PriorStatus(const Rulebooks& rulebooks, const EssaRules& rules,
                                       int dashboard_year, const EntityHistory& history);

// Title I funds in the year that counts.
Outcome ReceivesTitleI(const LowPerformingRule& rule, const EntityHistory& history);

// One group in the years of a rule.
GroupAnswer JudgeGroup(const Rulebooks& rulebooks, const Rulebook& rules,
                       const GroupSupportRule& rule, StudentGroup group,
                       const EntityHistory& history);

}  // namespace essa

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_H_
