// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/status/macros.h"
#include "services/eligibility/convert/program_rules.h"
#include "services/eligibility/convert/rule_parts.h"

namespace sos::eligibility {

absl::StatusOr<ProgramRules> ToCharterRules(const v1::Rulebook& proto) {
  const v1::CharterRules& own = proto.charter();
  CharterRules rules{
      .dashboard_years = {own.dashboard_years().begin(), own.dashboard_years().end()},
      .minimum_year_count = own.minimum_year_count()};
  SOS_ASSIGN_OR_RETURN(rules.citation, ToCitation(own.citation(), "the rule for charter schools"));
  SOS_ASSIGN_OR_RETURN(rules.same_group_required,
                       ToReading(own.same_group_required(), "whether the same group must recur"));
  SOS_ASSIGN_OR_RETURN(rules.local_indicators_count,
                       ToReading(own.local_indicators_count(), "whether local indicators count"));
  SOS_RETURN_IF_ERROR(CheckYears(rules.dashboard_years, proto.dashboard_year(), "charter schools"));
  const int years = static_cast<int>(rules.dashboard_years.size());
  if (years == 0 || rules.dashboard_years.back() != proto.dashboard_year() ||
      rules.minimum_year_count < 1 || rules.minimum_year_count > years) {
    return absl::InvalidArgumentError("charter schools need years that end with their own");
  }
  if (proto.has_intensive()) {
    SOS_ASSIGN_OR_RETURN(rules.intensive, ToRecurrence(proto.intensive(), proto.dashboard_year()));
  }
  return rules;
}

}  // namespace sos::eligibility
