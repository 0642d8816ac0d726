// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/charts.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

void FillGroup(const PageContext& context, const reporting::v1::GroupResult& group,
               const BarScale& scale, Fields& row) {
  Address link = context.Sibling(PageKind::kResult);
  link.group = FromProto(group.student_group());
  row.Set("URL", link.group ? context.Link(link) : "");
  row.Set("NAME", language::Term(context.messages, group.student_group()));
  FillCell(context.messages, *context.address.indicator, group.cell(),
           row.Include("CELL", "cell.tpl"));
  if (!group.cell().sentence().empty()) row.Add("SENTENCE").Set("TEXT", group.cell().sentence());
  if (!group.next_color().empty()) row.Add("NEXT").Set("TEXT", group.next_color());
  if (!group.cell().note().empty()) row.Add("NOTE").Set("TEXT", group.cell().note());
  scale.Fill(group.cell(), row);
}

void FillCuts(const PageContext& context, const reporting::v1::IndicatorView& view, Fields& body) {
  if (view.table().status_bands().empty()) return;
  body.Add("BARS_NOTE").Set("TEXT", context.Word("bars_note"));
  Fields& cuts = body.Add("CUTS");
  const Indicator indicator = *context.address.indicator;
  for (int i = view.table().status_bands_size() - 1; i >= 0; --i) {
    const auto& band = view.table().status_bands(i);
    cuts.Add("CUT")
        .Set("NAME", language::StatusTerm(context.messages, view.indicator(), band.level()))
        .Set("FROM", StatusText(context.messages, indicator, band.minimum()))
        .Set("TO", StatusText(context.messages, indicator, band.maximum()));
  }
}

void FillTrendSection(const PageContext& context, const reporting::v1::IndicatorView& view,
                      Fields& body) {
  if (view.trend().empty()) return;
  Fields& trend = body.Add("TREND");
  FillTrend(context, view, trend.Include("CHART", "trend.tpl"));
  for (int i = view.trend_size() - 1; i >= 0; --i) {
    const auto& point = view.trend(i);
    Fields& row = trend.Add("POINT");
    row.Set("YEAR", point.dashboard_year());
    if (point.has_status()) {
      Fields& cell = row.Add("SHOWN").Include("CELL", "cell.tpl");
      FillColor(context.messages, *context.address.indicator, point.color(), point.status_level(),
                cell);
      cell.Add("STATUS").Set(
          "TEXT", StatusText(context.messages, *context.address.indicator, point.status()));
    }
    const std::string note = TrendNote(context, point);
    if (!note.empty()) row.Add("NOTE").Set("TEXT", note);
  }
}

void FillMembers(const PageContext& context, const reporting::v1::IndicatorView& view,
                 const BarScale& scale, Fields& body) {
  if (view.members().empty() && view.withheld_count() == 0) return;
  const CdsCode& cds = context.address.cds;
  const std::string heading = context.Word(cds.IsState()    ? "counties_title"
                                           : cds.IsCounty() ? "leas_title"
                                                            : "schools_title");
  Fields& members = body.Add("MEMBERS");
  members.Set("HEADING", heading);
  members.Set("CAPTION", context.Word("members_caption"));
  if (view.withheld_count() > 0) {
    members.Add("WITHHELD")
        .Set("TEXT", context.Word("withheld", {{"n", int64_t{view.withheld_count()}}}));
  }
  for (const auto& member : view.members()) {
    Fields& row = members.Add("MEMBER");
    Address link = context.Sibling(PageKind::kIndicator);
    link.cds = CodeOf(member.entity());
    row.Set("URL", context.Link(link)).Set("NAME", member.entity().display_name());
    FillCell(context.messages, *context.address.indicator, member.cell(),
             row.Include("CELL", "cell.tpl"));
    scale.Fill(member.cell(), row);
  }
}

}  // namespace

absl::StatusOr<Page> IndicatorPage(const PageContext& context) {
  const Indicator indicator = *context.address.indicator;
  SOS_ASSIGN_OR_RETURN(
      const reporting::v1::IndicatorView view,
      context.services.GetIndicatorView(context.address.cds, context.year(), indicator));
  Page page;
  TakeFrame(view, page);
  const std::string term = language::Term(context.messages, view.indicator());
  page.title = context.Word("indicator_title",
                            {{"indicator", term}, {"name", view.entity().display_name()}});
  page.subtitle = EntityLine(context, view.entity());
  page.body_template = "indicator.tpl";
  page.downloads = {FileKind::kCsv, FileKind::kJson, FileKind::kSvg, FileKind::kPng,
                    FileKind::kPdf};
  Fields& body = page.body;
  if (!view.sentences().empty()) {
    Fields& lead = body.Add("LEAD");
    for (const std::string& sentence : view.sentences()) lead.Add("SENTENCE").Set("TEXT", sentence);
  }
  body.Set("ABOUT_URL", context.Link({.kind = PageKind::kAboutIndicator, .indicator = indicator}));
  if (context.address.cds.IsLea()) {
    body.Add("GAPS")
        .Set("URL", context.Link(context.Sibling(PageKind::kGaps)))
        .Set("TEXT", context.Word("gaps_link"));
  }
  body.Set("GRID_URL", context.Link(context.Sibling(PageKind::kPlacement)));
  body.Set("CAPTION", context.Word("indicator_caption", {{"indicator", term},
                                                         {"name", view.entity().display_name()},
                                                         {"year", absl::StrCat(context.year())}}));
  BarScale scale(view.table());
  for (const auto& group : view.groups()) scale.Cover(group.cell().status());
  for (const auto& member : view.members()) scale.Cover(member.cell().status());
  for (const auto& group : view.groups()) FillGroup(context, group, scale, body.Add("GROUP"));
  FillCuts(context, view, body);
  FillTrendSection(context, view, body);
  FillMembers(context, view, scale, body);
  page.picture_template = "trend_picture.tpl";
  FillTrend(context, view, page.picture);
  return page;
}

}  // namespace sos::web
