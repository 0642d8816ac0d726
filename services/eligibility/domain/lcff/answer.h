// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_ANSWER_H_
#define SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_ANSWER_H_

#include <map>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/eligibility/domain/group_answer.h"
#include "services/eligibility/domain/lcff/rules.h"

namespace sos::eligibility {

struct MethodAnswer {
  const Method* method = nullptr;
  Outcome outcome = Outcome::kInsufficientData;
  absl::string_view reason;
  // The state's answer stands in for inputs that are missing.
  bool published = false;
};

struct LocalAnswer {
  int priority = 0;
  // Not Met for Two or More Years.
  Outcome outcome = Outcome::kInsufficientData;
};

// The groups of one year, as far as they are known.
struct YearGroups {
  int dashboard_year = 0;
  LetterBasis basis = LetterBasis::kUnknown;
  std::map<StudentGroup, Outcome> outcomes;
};

struct RecurrenceAnswer {
  const RecurrenceRule* rule = nullptr;
  Outcome outcome = Outcome::kInsufficientData;
  absl::string_view reason;
  // Empty where the rule does not concern such an LEA.
  std::vector<YearGroups> years;
  // Groups that recur often enough for certain.
  int recurring_group_count = 0;
};

// What LCFF answers about a district or county office.
struct LcffAnswer {
  std::vector<MethodAnswer> methods;
  std::vector<LocalAnswer> local_indicators;
  // EC 52072 and EC 52071(f); nullopt where the year has no such rule.
  std::optional<RecurrenceAnswer> intensive;
  std::optional<RecurrenceAnswer> geographic_lead;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_DOMAIN_LCFF_ANSWER_H_
