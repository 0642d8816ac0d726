// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/tables.h"

#include "services/web/pages/words.h"

namespace sos::web {
namespace {

void FillTableCell(const PageContext& context, const TableCell& cell, Fields& fields) {
  if (cell.result != nullptr) {
    FillCell(context.messages, cell.indicator, *cell.result,
             fields.Add("RESULT").Include("CELL", "cell.tpl"));
  } else if (!cell.url.empty()) {
    fields.Add("LINK").Set("URL", cell.url).Set("TEXT", cell.text);
  } else {
    fields.Add(cell.english ? "ENGLISH" : "PLAIN").Set("TEXT", cell.text);
  }
}

}  // namespace

void FillTable(const PageContext& context, const PageTable& table, Fields& body) {
  Fields& section = body.Add("SECTION");
  section.Set("ID", table.id).Set("HEADING", table.heading);
  section.AddTexts("SENTENCE", table.texts);
  if (table.rows.empty()) {
    if (!table.none.empty()) section.Add("NONE").Set("TEXT", table.none);
    return;
  }
  Fields& filled = section.Add("TABLE");
  filled.Set("CAPTION", table.caption);
  filled.AddTexts("COLUMN", table.columns);
  for (const std::vector<TableCell>& row : table.rows) {
    Fields& line = filled.Add("ROW");
    for (size_t i = 0; i < row.size(); ++i) {
      if (i == 0) {
        FillTableCell(context, row[i], line.Add("HEAD"));
        continue;
      }
      Fields& cell = line.Add("CELL_OF_ROW");
      cell.Set("LABEL", table.columns[i]);
      FillTableCell(context, row[i], cell);
    }
  }
}

}  // namespace sos::web
