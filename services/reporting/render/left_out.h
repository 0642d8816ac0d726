// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_LEFT_OUT_H_
#define SOS_SERVICES_REPORTING_RENDER_LEFT_OUT_H_

#include <optional>
#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/reporting_service.pb.h"

namespace sos::reporting {

// What stands in a pack for a document of which nothing is known: one sentence that says so, as CSV
// or workbook, so that nobody takes a file that is not there for one that was lost. `name` is what
// the document is called. Nullopt for pages and pictures.
std::optional<std::string> RenderLeftOut(const std::string& name, v1::DocumentFormat format,
                                         const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_LEFT_OUT_H_
