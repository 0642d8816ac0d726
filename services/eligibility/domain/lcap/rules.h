// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_RULES_H_

#include <string>
#include <vector>

#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

// What brings a duty about; the values are those of DutyRule.Kind.
enum class DutyKind {
  kNone,
  kRecurringGroups,
  kLowestPerformance,
  kEquityMultiplier,
  kAssistance,
  kLowPerformingSchools,
  kLanguagePrograms,
  kMissingInput
};

struct DutyRule {
  std::string name;
  std::string description;
  DutyKind kind = DutyKind::kNone;
  RecurrenceRule recurrence;
  int dashboard_year = 0;
  std::vector<Test> lowest;
  Reading known = Reading::kUnknown;
  // Why the duty is undecided where an input or another program's rulebook is missing; may be
  // empty.
  std::string missing_reason;
  Citation citation;
};

// What an LEA's plan must contain in one year.
struct LcapRules {
  std::vector<DutyRule> duties;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCAP_RULES_H_
