// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_
#define SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reporting/documents/red_results.h"
#include "services/reporting/sources/report_source.h"
#include "sos/eligibility/v1/rulebook.pb.h"

namespace sos::reporting {

// What the plans of the LEAs of a document must answer, before the results are known.
struct PlanDuties {
  // Masked, by name of the LEA.
  std::vector<eligibility::v1::Determination> determinations;
  // The Dashboard year that a duty is about, by its name.
  std::map<std::string, int> years;

  // The year of a duty; that of the document where the rules name none.
  int YearOf(const std::string& duty, int dashboard_year) const;
  // The results that duties are about, by year.
  std::map<int, std::set<RedKey>> Wanted(int dashboard_year) const;
};

// Reads the duties of the LEAs. None where the year has no rules of plans.
absl::StatusOr<PlanDuties> ReadPlanDuties(ReportSource& source, const DocumentKey& key,
                                          const education::v1::Entity& entity,
                                          const Revision& revision,
                                          const rpc::CallContext& context);

// One action for every result that a duty is about, and one for each duty or group that is about
// none, in the order of the duties. Of a school: what is about it alone. Of the state: without
// results, which would not fit into a message, and without what nobody has to do. A result that
// everybody may not see is named in none.
std::vector<v1::RequiredAction> RequiredActions(const DocumentKey& key, const PlanDuties& duties,
                                                const std::map<int, RedResults>& results);

// What the duty is, in the language; in the words of its rulebook where that has a newer one.
std::string DutyText(const language::Messages& words, const eligibility::v1::DutyAnswer& duty);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_DOCUMENTS_REQUIRED_ACTIONS_H_
