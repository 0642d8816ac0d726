// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/eligibility/convert/enums.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {

absl::StatusOr<ProgramRules> ToLcapRules(const v1::Rulebook& proto) {
  LcapRules rules;
  for (const v1::DutyRule& duty : proto.duties()) {
    DutyRule& added =
        rules.duties.emplace_back(DutyRule{.name = duty.name(),
                                           .description = duty.description(),
                                           .kind = FromProto(duty.kind()).value_or(DutyKind::kNone),
                                           .dashboard_year = duty.dashboard_year()});
    added.missing_reason = duty.missing_reason();
    SOS_ASSIGN_OR_RETURN(added.citation, ToCitation(duty.citation(), duty.name()));
    SOS_ASSIGN_OR_RETURN(added.known, ToReading(duty.known(), "whether a duty's rule is known"));
    if (added.kind == DutyKind::kRecurringGroups) {
      SOS_ASSIGN_OR_RETURN(added.recurrence, ToRecurrence(duty.recurrence()));
      SOS_RETURN_IF_ERROR(
          CheckYears(added.recurrence.dashboard_years, proto.dashboard_year(), duty.name()));
    }
    for (const v1::Test& test : duty.lowest()) {
      SOS_ASSIGN_OR_RETURN(Test converted, ToTest(test));
      added.lowest.push_back(converted);
    }
    const bool listed =
        added.missing_reason.empty() || std::any_of(proto.reasons().begin(), proto.reasons().end(),
                                                    [&added](const v1::Reason& known) {
                                                      return known.reason() == added.missing_reason;
                                                    });
    if (!listed || (added.kind == DutyKind::kMissingInput && added.missing_reason.empty())) {
      return absl::InvalidArgumentError(
          absl::StrCat("the duty ", duty.name(), " gives no reason that the rulebook explains"));
    }
    const bool needs_tests = added.kind == DutyKind::kLowestPerformance;
    if (added.kind == DutyKind::kNone || needs_tests == added.lowest.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("the duty ", duty.name(), " is incomplete"));
    }
  }
  if (rules.duties.empty()) return absl::InvalidArgumentError("a plan without duties");
  return rules;
}

}  // namespace sos::eligibility
