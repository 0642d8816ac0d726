// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_SHEETS_H_
#define SOS_SERVICES_REPORTING_RENDER_SHEETS_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "common/workbook/workbook.h"
#include "sos/reporting/v1/gap_list.pb.h"
#include "sos/reporting/v1/lcap_pack.pb.h"
#include "sos/reporting/v1/peer_list.pb.h"
#include "sos/reporting/v1/red_list.pb.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/target_list.pb.h"
#include "sos/reporting/v1/view.pb.h"
#include "sos/reporting/v1/year_changes.pb.h"

namespace sos::reporting {

// The tables of a document, for Render() alone: it hands over documents whose strings are
// printable.

// What the document is about first (a table of headings and texts), then its tables. The tables
// that are to be in the CSV file have the columns of the first of them.
std::vector<Sheet> SheetsOf(const v1::Report& report, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::Placement& placement, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::CountyReport& report, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::IndicatorView& view, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::SupportView& view, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::RedList& document, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::TargetList& list, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::YearChanges& changes, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::PeerList& list, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::GapList& list, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::LcapPack& pack, const language::Messages& words);

// The tables after the first that have its columns, as comma-separated values under one header
// line.
std::string SheetsCsv(const std::vector<Sheet>& sheets);
// All sheets for a terminal: every row as headings with their texts.
std::string SheetsText(const std::vector<Sheet>& sheets);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_SHEETS_H_
