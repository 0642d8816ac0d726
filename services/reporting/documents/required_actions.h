// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "common/education/cds_code.h"
#include "services/reporting/documents/document_key.h"
#include "services/reporting/sources/report_source.h"
#include "sos/eligibility/v1/rulebook.pb.h"
#include "sos/reporting/v1/red_list.pb.h"

namespace sos::reporting {

// What the plans of the LEAs must answer by the rules of the key's year, in the order of `leas` as
// the determinations have them and of the rulebook: duties that they have, one action a group or
// result that brings them about, and duties that are undecided. A result that everybody may not see
// brings no action here. None where the year has no rules of plans.
absl::StatusOr<std::vector<v1::RequiredAction>> RequiredActionsOf(ReportSource& source,
                                                                  const std::vector<CdsCode>& leas,
                                                                  const DocumentKey& key,
                                                                  const Revision& revision,
                                                                  const rpc::CallContext& context);

// The duty of that name in the rulebook. Null for none.
const eligibility::v1::DutyRule* FindDuty(const eligibility::v1::Rulebook& rules,
                                          const std::string& name);

// What the duty is, in the language; in the words of its rulebook where that has a newer one.
std::string DutyText(const language::Messages& words, const eligibility::v1::DutyAnswer& duty);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_
