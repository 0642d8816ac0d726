// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_TABLES_H_
#define SOS_SERVICES_WEB_PAGES_TABLES_H_

#include <string>
#include <vector>

#include "services/web/pages/page.h"

// Pages that are sentences and tables: what tables.tpl is filled with.
namespace sos::web {

// One cell: a text, which may be a link, or a colored result.
struct TableCell {
  std::string text = {};
  std::string url = {};
  // The text is the state's own English word, in pages of every language.
  bool english = false;
  // A result as cell.tpl shows it, instead of the text. Null for none.
  const reporting::v1::Cell* result = nullptr;
  Indicator indicator = Indicator::kChronicAbsenteeism;
};

struct PageTable {
  // Part of the address of the section: letters and hyphens.
  std::string id;
  std::string heading;
  std::string caption;
  // Sentences above the table.
  std::vector<std::string> texts = {};
  // The first column names the row.
  std::vector<std::string> columns = {};
  std::vector<std::vector<TableCell>> rows = {};
  // What stands there if there are no rows.
  std::string none = {};
};

// The sentences at the head of the page.
template <typename Texts>
void FillLead(const Texts& sentences, Fields& body) {
  if (sentences.empty()) return;
  Fields& lead = body.Add("LEAD");
  for (const std::string& sentence : sentences) lead.Add("SENTENCE").Set("TEXT", sentence);
}

// One section with a table, or what stands there instead.
void FillTable(const PageContext& context, const PageTable& table, Fields& body);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_TABLES_H_
