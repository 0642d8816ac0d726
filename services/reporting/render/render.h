// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_RENDER_H_
#define SOS_SERVICES_REPORTING_RENDER_RENDER_H_

#include <optional>
#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/gap_list.pb.h"
#include "sos/reporting/v1/lcap_pack.pb.h"
#include "sos/reporting/v1/peer_list.pb.h"
#include "sos/reporting/v1/red_list.pb.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/reporting_service.pb.h"
#include "sos/reporting/v1/target_list.pb.h"
#include "sos/reporting/v1/view.pb.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// True for a format in which documents of the type are made: reports, placements and county reports
// in all, views as text, CSV, JSON and XLSX, packs for plans and changes between years as HTML,
// too.
template <typename Document>
bool IsRendered(v1::DocumentFormat format);

// A document as a file, with labels in the
// language of `words`. A pure function: the same document gives the same bytes. Names and sentences
// come from files: whatever they hold, a terminal and a spreadsheet get nothing from them but text.
// Nullopt for a format that is none, or in which the document is not made.
template <typename Document>
std::optional<std::string> Render(const Document& document, v1::DocumentFormat format,
                                  const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_RENDER_H_
