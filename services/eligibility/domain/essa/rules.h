// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_RULES_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_RULES_H_

#include <optional>
#include <string>
#include <vector>

#include "common/decimal/decimal.h"
#include "services/eligibility/domain/rule_parts.h"

namespace sos::eligibility {

struct CountedIndicator {
  Test lowest;
  // Nothing counts as second lowest without.
  std::optional<Test> second_lowest;
};

struct ColorCountCriterion {
  std::string description;
  int minimum_counted = 0;
  int minimum_lowest = 0;
  std::optional<int> maximum_not_lowest;
  std::optional<int> maximum_above_second_lowest;
  bool majority_lowest = false;
  Reading in_force = Reading::kYes;
  Citation citation;
};

struct LowGraduationRule {
  std::string status;
  bool entry = false;
  Tenths below;
  int cohort_count = 0;
  Reading color_required = Reading::kUnknown;
  Citation citation;
};

struct LowPerformingRule {
  std::string status;
  bool entry = false;
  int title_i_school_year = 0;
  Reading leaves_when_not_met = Reading::kUnknown;
  Citation citation;
};

struct GroupSupportYear {
  int dashboard_year = 0;
  // The year of the ESSA rulebook whose tests apply.
  int rulebook_year = 0;
};

struct GroupSupportRule {
  std::string status;
  bool entry = false;
  std::vector<GroupSupportYear> years;
  int minimum_counted = 0;
  Reading leaves_when_not_met = Reading::kUnknown;
  Citation citation;
};

// Support of schools under ESSA in one year: CSI, ATSI and TSI.
struct EssaRules {
  std::vector<CountedIndicator> indicators;
  std::vector<ColorCountCriterion> criteria;
  LowGraduationRule low_graduation;
  LowPerformingRule low_performing;
  GroupSupportRule additional;
  std::optional<GroupSupportRule> targeted;
  std::string none_status;
  std::vector<std::string> none_status_aliases;
  int prior_year = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_ESSA_RULES_H_
