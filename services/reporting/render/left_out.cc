// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/left_out.h"

#include "common/workbook/workbook.h"
#include "services/reporting/render/sheets.h"

namespace sos::reporting {

std::optional<std::string> RenderLeftOut(const std::string& name, v1::DocumentFormat format,
                                         const language::Messages& words) {
  const std::string sentence = words.Text("pack.left_out", {{"name", name}});
  const Sheet sheet = {.name = words.Text("sheet.note"),
                       .columns = {{"note", words.Text("column.note")}},
                       .rows = {{SheetCell{.text = sentence}}}};
  if (format == v1::DOCUMENT_FORMAT_XLSX) return WriteWorkbook({sheet});
  // The first sheet is what the document is about, and in no CSV file.
  if (format == v1::DOCUMENT_FORMAT_CSV) return SheetsCsv({Sheet(), sheet});
  return std::nullopt;
}

}  // namespace sos::reporting
