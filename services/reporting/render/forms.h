// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_FORMS_H_
#define SOS_SERVICES_REPORTING_RENDER_FORMS_H_

#include <string>

#include "common/language/messages.h"
#include "sos/reporting/v1/lcap_pack.pb.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/target_list.pb.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// The forms of a document that people read, for Render() alone: it hands them documents whose
// strings are printable.

// Aligned text; with `ansi`, colors as escape codes beside the letters that say the same.
std::string RenderText(const v1::Report& report, bool ansi);
std::string RenderText(const v1::Placement& placement, bool ansi);
std::string RenderText(const v1::CountyReport& report, bool ansi);
std::string RenderText(const v1::YearChanges& changes, const language::Messages& words);

// The targets a line each, in 80 columns.
std::string RenderText(const v1::TargetList& list, const language::Messages& words);
std::string RenderText(const v1::LcapPack& pack, const language::Messages& words);

// Comma-separated values with a header line.
std::string RenderCsv(const v1::Report& report);
std::string RenderCsv(const v1::Placement& placement);
std::string RenderCsv(const v1::CountyReport& report);

// One self-contained page: no script, no outside resource, SVG pictures with a table behind each.
std::string RenderHtml(const v1::Report& report);
std::string RenderHtml(const v1::Placement& placement);
std::string RenderHtml(const v1::CountyReport& report);
// A letter to families and the board.
std::string RenderHtml(const v1::YearChanges& changes, const language::Messages& words);
// One that word processors open, too: headings, lists and tables alone.
std::string RenderHtml(const v1::LcapPack& pack, const language::Messages& words);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_FORMS_H_
