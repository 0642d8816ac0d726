// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/dashboard_year.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/tables.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

using reporting::v1::Cell;
using reporting::v1::YearChanges;

constexpr absl::string_view kFromArgument = "from";
// A page lists so many results of those below; the others are in its files.
constexpr size_t kMaxMoved = 200;

bool HasColor(const Cell& cell) { return cell.color() > education::v1::COLOR_NONE; }

// Both years have a row and colors of the indicator, and the color is another, came or went.
bool ChangedColor(const YearChanges& changes, const reporting::v1::ResultChange& result) {
  const bool compared =
      std::any_of(changes.color_flows().begin(), changes.color_flows().end(),
                  [&result](const auto& flow) { return flow.indicator() == result.indicator(); });
  return compared && result.before().state() != Cell::STATE_ABSENT &&
         result.after().state() != Cell::STATE_ABSENT &&
         (HasColor(result.before()) || HasColor(result.after())) &&
         result.before().color() != result.after().color();
}

std::string MoveWord(const PageContext& context, const reporting::v1::ResultChange& result) {
  if (!HasColor(result.before())) return context.Word("changes_move_colored");
  if (!HasColor(result.after())) return context.Word("changes_move_uncolored");
  return context.Word(result.after().color() > result.before().color() ? "changes_move_improved"
                                                                       : "changes_move_declined");
}

std::string YearHeading(const PageContext& context, int year) {
  return context.Word("dashboard_year", {{"year", absl::StrCat(year)}});
}

// The results of the entity itself, or of those below it, that changed color.
void FillMoved(const PageContext& context, const YearChanges& changes, bool itself, Fields& body) {
  PageTable table = {
      .id = itself ? "own-results" : "results-below",
      .heading = context.Word(itself ? "changes_own" : "changes_below"),
      .caption = context.Word("changes_caption"),
      .columns = {context.Word("indicator"), context.Word("group"),
                  YearHeading(context, changes.from_year()),
                  YearHeading(context, changes.to_year()), context.Word("changes_move")},
      .none = context.Word("changes_none")};
  if (!itself) table.columns.insert(table.columns.begin(), context.Word("changes_entity"));
  int64_t more = 0;
  bool any = false;
  for (const auto& result : changes.results()) {
    if ((result.entity().name() == changes.entity().name()) != itself) continue;
    any = true;
    const auto indicator = FromProto(result.indicator());
    if (!indicator || !ChangedColor(changes, result)) continue;
    if (table.rows.size() == kMaxMoved) {
      ++more;
      continue;
    }
    Address link = {.kind = PageKind::kIndicator,
                    .cds = CodeOf(result.entity()),
                    .year = context.address.year,
                    .indicator = indicator};
    std::vector<TableCell> row;
    if (!itself) {
      row.push_back(
          {.text = result.entity().display_name(), .url = EntityLink(context, result.entity())});
    }
    row.push_back(
        {.text = language::Term(context.messages, result.indicator()), .url = context.Link(link)});
    row.push_back({.text = language::Term(context.messages, result.student_group())});
    row.push_back({.result = &result.before(), .indicator = *indicator});
    row.push_back({.result = &result.after(), .indicator = *indicator});
    row.push_back({.text = MoveWord(context, result)});
    table.rows.push_back(std::move(row));
  }
  if (!any) return;
  if (more > 0) table.texts.push_back(context.Word("changes_more", {{"n", more}}));
  FillTable(context, table, body);
}

std::string GroupsText(const PageContext& context,
                       const google::protobuf::RepeatedField<int>& groups) {
  std::vector<std::string> names;
  for (const int group : groups) {
    names.push_back(
        language::Term(context.messages, static_cast<education::v1::StudentGroup>(group)));
  }
  return context.messages.List(names);
}

std::string ProgramWord(const PageContext& context, eligibility::v1::Program program) {
  switch (program) {
    case eligibility::v1::PROGRAM_CHARTER:
      return context.messages.Text("program.charter");
    case eligibility::v1::PROGRAM_ESSA:
      return context.messages.Text("program.essa");
    default:
      return context.messages.Text("program.lcff");
  }
}

TableCell StatusCell(const PageContext& context, const std::string& status) {
  if (status.empty()) return {.text = context.Word("changes_unknown")};
  return {.text = status, .english = true};
}

void FillSupports(const PageContext& context, const YearChanges& changes, Fields& body) {
  if (changes.supports().empty()) return;
  PageTable table = {.id = "eligibility",
                     .heading = context.Word("changes_support"),
                     .caption = context.Word("changes_support_caption"),
                     .columns = {context.Word("changes_entity"), context.Word("changes_program"),
                                 YearHeading(context, changes.from_year()),
                                 YearHeading(context, changes.to_year()),
                                 context.Word("changes_added"), context.Word("changes_removed")},
                     .none = context.Word("changes_none")};
  for (const auto& support : changes.supports()) {
    const bool same = support.from_status() == support.to_status() &&
                      support.added_groups().empty() && support.removed_groups().empty();
    if (same) continue;
    Address link = context.Sibling(PageKind::kSupport);
    link.cds = CodeOf(support.entity());
    table.rows.push_back({{.text = support.entity().display_name(), .url = context.Link(link)},
                          {.text = ProgramWord(context, support.program())},
                          StatusCell(context, support.from_status()),
                          StatusCell(context, support.to_status()),
                          {.text = GroupsText(context, support.added_groups())},
                          {.text = GroupsText(context, support.removed_groups())}});
  }
  FillTable(context, table, body);
}

void FillFlows(const PageContext& context, const YearChanges& changes, Fields& body) {
  PageTable table = {
      .id = "flows",
      .heading = context.Word("changes_flows"),
      .caption = context.Word("changes_flows_caption"),
      .columns = {context.Word("changes_program"), YearHeading(context, changes.from_year()),
                  YearHeading(context, changes.to_year()), context.Word("changes_count")}};
  for (const auto& flow : changes.status_flows()) {
    table.rows.push_back({{.text = ProgramWord(context, flow.program())},
                          StatusCell(context, flow.from_status()),
                          StatusCell(context, flow.to_status()),
                          {.text = CountText(context.messages, flow.entity_count())}});
  }
  if (!table.rows.empty()) FillTable(context, table, body);
}

void FillColorFlows(const PageContext& context, const YearChanges& changes, Fields& body) {
  PageTable table = {
      .id = "colors",
      .heading = context.Word("changes_colors"),
      .caption = context.Word("changes_colors_caption"),
      .columns = {context.Word("indicator"), YearHeading(context, changes.from_year()),
                  YearHeading(context, changes.to_year()), context.Word("changes_count_results")}};
  for (const auto& flow : changes.color_flows()) {
    table.rows.push_back({{.text = language::Term(context.messages, flow.indicator())},
                          {.text = language::Term(context.messages, flow.from_color())},
                          {.text = language::Term(context.messages, flow.to_color())},
                          {.text = CountText(context.messages, flow.result_count())}});
  }
  if (!table.rows.empty()) FillTable(context, table, body);
}

// The years that the page can compare with.
void FillEarlierYears(const PageContext& context, Fields& body) {
  Fields pick;
  pick.Set("LABEL", context.Word("changes_from"));
  bool any = false;
  for (const int year : context.overview.years) {
    if (year >= context.year()) continue;
    any = true;
    Fields& item = pick.Add("ITEM");
    item.Set("URL", context.Link(context.Sibling(PageKind::kChanges),
                                 {{std::string(kFromArgument), absl::StrCat(year)}}));
    item.Set("TEXT", context.Word("changes_from_year", {{"year", absl::StrCat(year)}}));
    if (year == EarlierYearOf(context)) item.Add("CURRENT");
  }
  if (any) body.Add("PICK") = std::move(pick);
}

}  // namespace

int EarlierYearOf(const PageContext& context) {
  const auto asked = ParseDashboardYear(context.request.Argument(kFromArgument));
  if (asked && *asked <= context.year()) return *asked;
  // The newest is the first.
  for (const int year : context.overview.years) {
    if (year < context.year()) return year;
  }
  return context.year();
}

absl::StatusOr<Page> ChangesPage(const PageContext& context) {
  const CdsCode& cds = context.address.cds;
  const int from = EarlierYearOf(context);
  SOS_ASSIGN_OR_RETURN(const YearChanges changes,
                       context.services.GetYearChanges(cds, from, context.year()));
  Page page;
  TakeFrame(changes, page);
  page.title = context.Word("changes_title", {{"name", EntityTitle(context, changes.entity())},
                                              {"from", absl::StrCat(from)},
                                              {"to", absl::StrCat(context.year())}});
  page.subtitle = EntityLine(context, changes.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kSvg,
                    FileKind::kPng,  FileKind::kPdf, FileKind::kHtml};
  page.picture_document = YearChangesName(cds, from, context.year());
  Fields& body = page.body;
  FillEarlierYears(context, body);
  FillLead(changes.sentences(), body);
  // No earlier year is loaded: there is nothing more to say.
  if (from == context.year()) return page;
  // A printed page reads nothing but itself.
  const bool flows = !changes.status_flows().empty() || !changes.color_flows().empty();
  if (flows && context.address.file == FileKind::kPage) {
    Address picture = context.address;
    picture.file = FileKind::kSvg;
    body.Add("PICTURE")
        .Set("URL", context.Link(picture, {{std::string(kFromArgument), absl::StrCat(from)}}))
        .Set("ALT", context.Word("changes_picture_alt"))
        .Set("TEXT", context.Word("changes_picture_text"));
  }
  FillMoved(context, changes, /*itself=*/true, body);
  FillSupports(context, changes, body);
  FillFlows(context, changes, body);
  FillColorFlows(context, changes, body);
  FillMoved(context, changes, /*itself=*/false, body);
  if (changes.withheld_count() > 0) {
    body.Add("FOOT").Set("TEXT",
                         context.Word("withheld", {{"n", int64_t{changes.withheld_count()}}}));
  }
  return page;
}

}  // namespace sos::web
