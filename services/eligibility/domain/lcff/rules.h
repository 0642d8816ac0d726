// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "common/education/student_group.h"
#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

struct Criterion {
  std::vector<Test> all_of;
  std::vector<StudentGroup> only_groups;
  std::vector<StudentGroup> except_groups;
};

struct PriorityCriteria {
  int priority = 0;
  std::vector<Criterion> any_of;
  Citation citation;
};

struct LetterCode {
  char letter = 0;
  std::vector<int> priorities;
};

struct Method {
  int number = 0;
  bool announced_none = false;
  std::string description;
  Citation citation;
};

struct LocalRule {
  std::vector<int> priorities;
  std::vector<int> county_office_priorities;
  // Zero where the ratings themselves say "two or more years".
  int preceding_year = 0;
  // So many local indicators suffice without a state indicator.
  int minimum_count = 0;
  Citation citation;
};

struct RecurringIndicatorsRule {
  std::vector<int> dashboard_years;
  // Each with one test.
  std::vector<Criterion> indicators;
  int minimum_indicator_count = 0;
  Citation citation;
};

// LCFF differentiated assistance of districts and county offices in one year.
struct LcffRules {
  std::vector<PriorityCriteria> priorities;
  // A group whose results meet the criteria of so many priorities has a letter.
  int minimum_priority_count = 0;
  std::vector<LetterCode> letters;
  // Judges the groups in the place of `priorities`.
  std::optional<RecurringIndicatorsRule> recurring_indicators;
  std::vector<Method> methods;
  std::optional<LocalRule> local_rule;
  std::optional<RecurrenceRule> intensive;
  std::optional<RecurrenceRule> geographic_lead;
  bool county_offices_included = false;
  std::vector<std::string> single_district_counties;

  // The letter for a set of priorities, ascending; 0 for fewer than have one.
  char LetterFor(const std::vector<int>& priorities_met) const;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_RULES_H_
