// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_SHEETS_H_
#define SOS_SERVICES_REPORTING_RENDER_SHEETS_H_

#include <string>
#include <vector>

#include "common/language/messages.h"
#include "sos/reporting/v1/report.pb.h"
#include "sos/reporting/v1/view.pb.h"

namespace sos::reporting {

// The tables of a document, for Render() alone: it hands over documents whose strings are
// printable.

// One cell. Codes are text, so that they keep their zeros.
struct SheetCell {
  std::string text;
  // `text` is a decimal number, which a workbook may compute with.
  bool is_number = false;
};

// One column: the name for programs, which no language changes, and the heading for people.
struct SheetColumn {
  std::string key;
  std::string heading;
};

struct Sheet {
  // At most 31 characters.
  std::string name;
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetCell>> rows;
};

// What the document is about first (a table of headings and texts), then its tables. All tables
// after the first have the same columns.
std::vector<Sheet> SheetsOf(const v1::Report& report, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::Placement& placement, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::CountyReport& report, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::IndicatorView& view, const language::Messages& words);
std::vector<Sheet> SheetsOf(const v1::SupportView& view, const language::Messages& words);

// The tables after the first as comma-separated values under one header line.
std::string SheetsCsv(const std::vector<Sheet>& sheets);
// All sheets for a terminal: every row as headings with their texts.
std::string SheetsText(const std::vector<Sheet>& sheets);

// The sheets as a workbook (.xlsx): header rows stay in view, no cell is a formula or a link, and
// the same sheets give the same bytes. Empty where a workbook cannot be written.
std::string WriteWorkbook(const std::vector<Sheet>& sheets);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_SHEETS_H_
