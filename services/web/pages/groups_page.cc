// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

void FillGroupColumns(const PageContext& context, const reporting::v1::Report& report,
                      Fields& map) {
  for (int i = 0; i < report.indicators_size(); ++i) {
    const auto indicator = FromProto(report.indicators(i));
    if (!indicator) continue;
    Address link = context.Sibling(PageKind::kIndicator);
    link.indicator = indicator;
    Fields& column = map.Add("COLUMN");
    column.Set("NUMBER", i + 1);
    FillHeading(language::Term(context.messages, report.indicators(i)), column);
    column.Add("LINK").Set("URL", context.Link(link));
    if (i == 0) column.Add("FIRST");
  }
}

void FillGroupRow(const PageContext& context, const reporting::v1::Report& report,
                  const reporting::v1::GroupRow& row, Fields& fields) {
  fields.Set("TEXT", language::Term(context.messages, row.student_group()));
  for (int i = 0; i < row.cells_size() && i < report.indicators_size(); ++i) {
    Address link = context.Sibling(PageKind::kResult);
    link.indicator = FromProto(report.indicators(i));
    link.group = FromProto(row.student_group());
    if (!link.indicator || !link.group) continue;
    const bool absent = row.cells(i).state() == reporting::v1::Cell::STATE_ABSENT;
    Fields& cell = fields.Add("COLUMNCELL").Add(absent ? "PLAIN" : "LINK");
    cell.Set("URL", context.Link(link));
    FillCell(context.messages, *link.indicator, row.cells(i), cell.Include("CELL", "cell.tpl"));
  }
}

}  // namespace

absl::StatusOr<Page> GroupsPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::Report report,
                       context.services.GetReport(context.address.cds, context.year()));
  Page page;
  TakeFrame(report, page);
  page.title = context.Word("groups_title", {{"name", report.entity().display_name()}});
  page.subtitle = EntityLine(context, report.entity());
  page.body_template = "groups.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kPdf};
  page.body.Set("COLORS_URL", context.Link({.kind = PageKind::kAboutColors}));
  Fields& map = page.body.Include("MAP", "map.tpl");
  map.Set("CAPTION", context.Word("groups_caption", {{"name", report.entity().display_name()},
                                                     {"year", absl::StrCat(context.year())}}));
  map.Set("CORNER", context.Word("group"));
  FillGroupColumns(context, report, map);
  for (const auto& row : report.rows()) FillGroupRow(context, report, row, map.Add("ROW"));
  return page;
}

}  // namespace sos::web
