// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_RENDER_H_
#define SOS_SERVICES_REPORTING_RENDER_RENDER_H_

#include <optional>
#include <string>

#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// A Report, Placement or CountyReport as a file. A pure function: the same document gives the same
// bytes. Names and sentences come from files: whatever they hold, a terminal and a spreadsheet get
// nothing from them but text. Nullopt for a format that is none.
template <typename Document>
std::optional<std::string> Render(const Document& document, v1::DocumentFormat format);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_RENDER_H_
