// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/compare.h"
#include "services/web/pages/crumbs.h"

namespace sos::web {
namespace {

SheetCell NumberCell(std::string text) {
  const bool is_number = !text.empty();
  return {.text = std::move(text), .is_number = is_number};
}

// The results of all students of one entity. Of a masked result nothing but that it is masked.
void AddRows(const PageContext& context, const reporting::v1::Report& report, Sheet& sheet) {
  if (report.rows().empty()) return;
  const auto& cells = report.rows(0).cells();
  for (int i = 0; i < report.indicators_size() && i < cells.size(); ++i) {
    const reporting::v1::Cell& cell = cells[i];
    if (cell.state() == reporting::v1::Cell::STATE_ABSENT) continue;
    const bool masked = cell.state() == reporting::v1::Cell::STATE_MASKED;
    const bool counted = !masked && cell.student_count() >= 0;
    sheet.rows.push_back(
        {{.text = std::string(CodeOf(report.entity()).text())},
         {.text = report.entity().display_name()},
         NumberCell(absl::StrCat(context.year())),
         {.text = std::string(Code(report.indicators(i)))},
         {.text = language::Term(context.messages, report.indicators(i))},
         {.text = masked ? context.Word("masked") : language::Term(context.messages, cell.color())},
         NumberCell(masked ? "" : cell.status().value()),
         NumberCell(masked ? "" : cell.change().value()),
         NumberCell(counted ? absl::StrCat(cell.student_count()) : "")});
  }
}

}  // namespace

absl::StatusOr<Sheet> ComparedResults(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::Report own,
                       context.services.GetReport(context.address.cds, context.year()));
  Sheet sheet = {.name = context.Word("tab_compare")};
  for (const absl::string_view key :
       {"cds", "name", "dashboard_year", "indicator", "indicator_name", "color", "status", "change",
        "student_count"}) {
    sheet.columns.push_back(
        {.key = std::string(key), .heading = context.Word(absl::StrCat("column_", key))});
  }
  AddRows(context, own, sheet);
  for (const CdsCode& other : ComparedEntities(context)) {
    const auto report = context.services.GetReport(other, context.year());
    if (report.ok()) AddRows(context, *report, sheet);
  }
  return sheet;
}

}  // namespace sos::web
