// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_LCAP_PACK_PARTS_H_
#define SOS_SERVICES_REPORTING_RENDER_LCAP_PACK_PARTS_H_

#include <string>

#include "common/language/messages.h"
#include "services/reporting/sentences/reds.h"
#include "sos/reporting/v1/lcap_pack.pb.h"

// Words that all forms of a pack for a plan share.
namespace sos::reporting {

// `Priority 4: student achievement`.
std::string PriorityText(const language::Messages& words, int priority);
// Where the value can be had, in words.
std::string AvailabilityText(const language::Messages& words, const v1::LcapMetric& metric);
// Whether the action is required, in words.
std::string ActionOutcomeText(const language::Messages& words, const v1::RequiredAction& action);
// The student group; empty for none.
std::string PlanGroupText(const language::Messages& words, education::v1::StudentGroup group);
// The value as the language writes it; empty for none.
std::string PlanValueText(const language::Messages& words, const v1::LcapMetric& metric,
                          const std::string& value);
// The color; empty where there is none, or none is shown.
std::string PlanColorText(const language::Messages& words, const v1::Cell& cell);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_LCAP_PACK_PARTS_H_
