// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_PICTURES_H_
#define SOS_SERVICES_REPORTING_RENDER_PICTURES_H_

#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/peer_list.pb.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/target_list.pb.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// The pictures of documents for slides, in SVG. For Render() alone: it hands over documents whose
// strings are printable.

// The groups and indicators of a report, colored.
std::string SvgOf(const v1::Report& report, const language::Messages& words);
// The five-by-five with names in its cells.
std::string SvgOf(const v1::Placement& placement, const language::Messages& words);
// Bars from each result to the next color.
std::string SvgOf(const v1::TargetList& list, const language::Messages& words);
// The flows of eligibility between the two years.
std::string SvgOf(const v1::YearChanges& changes, const language::Messages& words);
// A dot for each peer and indicator.
std::string SvgOf(const v1::PeerList& list, const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_PICTURES_H_
