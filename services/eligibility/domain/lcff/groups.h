// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_GROUPS_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_GROUPS_H_

#include <vector>

#include "services/eligibility/domain/evidence.h"
#include "services/eligibility/domain/finding.h"
#include "services/eligibility/domain/group_answer.h"
#include "services/eligibility/domain/lcff/rules.h"
#include "services/eligibility/domain/rulebook.h"

namespace sos::eligibility {

// A group's answer, and the finding that it is read from.
struct JudgedGroup {
  GroupAnswer answer;
  Finding finding;
};

// Whether the criterion judges the group at all: the one reading of its `only_groups` and
// `except_groups`.
bool Concerns(const Criterion& criterion, StudentGroup group);

// Whether any of the priority's criteria that concern the group is met.
Outcome JudgePriority(const PriorityCriteria& priority, StudentGroup group,
                      const GroupEvidence& evidence);

// Judges one group by the year's criteria. A missing performance leaves an answer open only if it
// could change it.
JudgedGroup JudgeGroup(const LcffRules& rules, int dashboard_year, StudentGroup group,
                       const GroupEvidence& evidence, Detail detail = Detail::kFindings);

// Judges one group by the same indicators in each of several years.
JudgedGroup JudgeRecurringGroup(const RecurringIndicatorsRule& rule, StudentGroup group,
                                const EntityHistory& history, Detail detail = Detail::kFindings);

// All groups that count, in rulebook order, judged by what the rulebook's year looks at.
std::vector<JudgedGroup> JudgeGroups(const Rulebook& rulebook, const EntityHistory& history,
                                     Detail detail);

// The same answers, taken from published letters.
std::vector<JudgedGroup> PublishedGroups(const Rulebook& rulebook, const PublishedYear& published,
                                         Detail detail);

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_GROUPS_H_
