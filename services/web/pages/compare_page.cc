// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/compare.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

// Entities side by side, the page's own included: as many as a screen shows.
constexpr size_t kMaxCompared = 9;
constexpr int kShownCandidates = 8;

std::string WithArgument(const std::vector<CdsCode>& others) {
  return absl::StrJoin(
      others, ",", [](std::string* out, const CdsCode& cds) { absl::StrAppend(out, cds.text()); });
}

// Who was meant by the text of the form: each a link that adds it.
void FillCandidates(const PageContext& context, const std::string& text,
                    const std::vector<CdsCode>& others, Fields& body) {
  const auto matches = context.services.Search(text, kShownCandidates);
  if (!matches.ok() || matches->empty()) {
    body.Add("PROBLEM").Set("TEXT", context.Word("compare_none", {{"query", text}}));
    return;
  }
  Fields& found = body.Add("FOUND");
  for (const auto& match : *matches) {
    std::vector<CdsCode> with = others;
    with.push_back(CodeOf(match.entity()));
    found.Add("MATCH")
        .Set("URL",
             context.Link(context.Sibling(PageKind::kCompare), {{"with", WithArgument(with)}}))
        .Set("NAME", match.entity().display_name())
        .Set("LINE", EntityLine(context, match.entity()));
  }
}

const reporting::v1::Cell* CellOf(const reporting::v1::Report& report,
                                  education::v1::Indicator indicator) {
  if (report.rows().empty()) return nullptr;
  for (int i = 0; i < report.indicators_size() && i < report.rows(0).cells_size(); ++i) {
    if (report.indicators(i) == indicator) return &report.rows(0).cells(i);
  }
  return nullptr;
}

void FillComparison(const PageContext& context, const std::vector<reporting::v1::Report>& reports,
                    Fields& map) {
  map.Set("CAPTION", context.Word("compare_caption", {{"year", absl::StrCat(context.year())}}));
  map.Set("CORNER", context.Word("indicator"));
  for (size_t i = 0; i < reports.size(); ++i) {
    Fields& column = map.Add("COLUMN");
    column.Set("NUMBER", static_cast<int64_t>(i + 1));
    FillHeading(reports[i].entity().display_name(), column);
    column.Add("LINK").Set("URL", EntityLink(context, reports[i].entity()));
    if (i == 0) column.Add("FIRST");
  }
  for (const auto& entry : kIndicators) {
    const education::v1::Indicator indicator = ToProto(entry.value);
    const bool any = std::any_of(reports.begin(), reports.end(), [&](const auto& report) {
      return CellOf(report, indicator) != nullptr;
    });
    if (!any) continue;
    Fields& row = map.Add("ROW");
    row.Set("TEXT", language::Term(context.messages, indicator));
    row.Add("ROWLINK").Set(
        "URL", context.Link({.kind = PageKind::kAboutIndicator, .indicator = entry.value}));
    for (const auto& report : reports) {
      const reporting::v1::Cell* const cell = CellOf(report, indicator);
      const bool shown = cell != nullptr && cell->state() != reporting::v1::Cell::STATE_ABSENT;
      Fields& place = row.Add("COLUMNCELL").Add(shown ? "LINK" : "PLAIN");
      Address link = context.Sibling(PageKind::kIndicator);
      link.cds = CodeOf(report.entity());
      link.indicator = entry.value;
      place.Set("URL", context.Link(link));
      FillCell(context.messages, entry.value, cell == nullptr ? reporting::v1::Cell() : *cell,
               place.Include("CELL", "cell.tpl"));
    }
  }
}

}  // namespace

std::vector<CdsCode> ComparedEntities(const PageContext& context) {
  std::vector<CdsCode> others;
  for (const auto& [name, value] : context.request.query) {
    if (name != "with") continue;
    for (const absl::string_view text : absl::StrSplit(value, ',', absl::SkipEmpty())) {
      const auto cds = CdsCode::Parse(absl::StripAsciiWhitespace(text));
      if (!cds || *cds == context.address.cds || others.size() + 1 >= kMaxCompared) continue;
      if (std::find(others.begin(), others.end(), *cds) == others.end()) others.push_back(*cds);
    }
  }
  return others;
}

absl::StatusOr<Page> ComparePage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(reporting::v1::Report own,
                       context.services.GetReport(context.address.cds, context.year()));
  Page page;
  TakeFrame(own, page);
  page.title = context.Word("compare_title", {{"name", own.entity().display_name()}});
  page.subtitle = EntityLine(context, own.entity());
  page.body_template = "compare.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kPdf};
  Fields& body = page.body;
  body.Set("ACTION", PathOf(context.Sibling(PageKind::kCompare)));
  for (const auto& [name, value] : context.kept)
    body.Add("KEPT").Set("NAME", name).Set("VALUE", value);
  const std::vector<CdsCode> others = ComparedEntities(context);
  std::vector<reporting::v1::Report> reports = {std::move(own)};
  for (const CdsCode& other : others) {
    auto report = context.services.GetReport(other, context.year());
    if (!report.ok()) {
      body.Add("PROBLEM").Set(
          "TEXT", context.Word("compare_missing", {{"code", other.ToString()},
                                                   {"year", absl::StrCat(context.year())}}));
      continue;
    }
    body.Add("WITH").Set("CODE", other.text()).Set("NAME", report->entity().display_name());
    reports.push_back(*std::move(report));
  }
  const std::string add(absl::StripAsciiWhitespace(context.request.Argument("add")));
  if (!add.empty()) FillCandidates(context, add, others, body);
  FillComparison(context, reports, body.Include("MAP", "map.tpl"));
  Fields support;
  bool any = false;
  for (const auto& report : reports) {
    if (!report.has_determination()) continue;
    any = true;
    Address link = context.Sibling(PageKind::kSupport);
    link.cds = CodeOf(report.entity());
    support.Add("ENTITY")
        .Set("URL", context.Link(link))
        .Set("NAME", report.entity().display_name())
        .Set("TEXT", OutcomeText(context.messages, report.determination().eligibility()));
  }
  if (any) body.Add("SUPPORT") = std::move(support);
  return page;
}

}  // namespace sos::web
