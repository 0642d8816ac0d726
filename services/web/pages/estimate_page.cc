// SPDX-License-Identifier: Apache-2.0

// The page of an LEA for itself: what can be said of a year before the state publishes it. Who may
// see it decides the service, call by call.

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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

using reporting::v1::Estimate;
using reporting::v1::IndicatorEstimate;
using reporting::v1::ResultEstimate;

// Cells that a table shows as colored results; they stay where they are while it is filled.
using Cells = std::deque<reporting::v1::Cell>;

std::string BasisText(const PageContext& context, IndicatorEstimate::Basis basis) {
  return context.Word(
      absl::StrCat("estimate_", absl::AsciiStrToLower(IndicatorEstimate::Basis_Name(basis))));
}

reporting::v1::Cell& AddCell(Cells& cells, education::v1::Color color,
                             const education::v1::Decimal& status) {
  reporting::v1::Cell& cell = cells.emplace_back();
  cell.set_state(color > education::v1::COLOR_NONE ? reporting::v1::Cell::STATE_RATED
                                                   : reporting::v1::Cell::STATE_UNRATED);
  cell.set_color(color);
  if (!status.value().empty()) *cell.mutable_status() = status;
  return cell;
}

TableCell Colored(Indicator indicator, const reporting::v1::Cell& cell) {
  return {.result = &cell, .indicator = indicator};
}

TableCell Made(Indicator indicator, const ResultEstimate& result, Cells& cells) {
  reporting::v1::Cell& cell = AddCell(cells, result.color(), result.status());
  cell.set_status_level(result.status_level());
  if (result.has_change()) *cell.mutable_change() = result.change();
  return Colored(indicator, cell);
}

TableCell Published(Indicator indicator, const reporting::v1::PublishedResult& result,
                    Cells& cells) {
  reporting::v1::Cell& cell = AddCell(cells, result.color(), result.status());
  cell.set_status_level(result.status_level());
  return Colored(indicator, cell);
}

// `−45.0 to 5.0 points`. Empty where the part of every student is known.
std::string RangeText(const PageContext& context, Indicator indicator,
                      const indicator::v1::StatusRange& range) {
  if (!range.has_lowest_status() || !range.has_highest_status()) return "";
  return context.Word(
      "estimate_range",
      {{"lowest", language::DecimalText{range.lowest_status().value()}},
       {"highest", StatusText(context.messages, indicator, range.highest_status())}});
}

void FillIndicators(const PageContext& context, const Estimate& estimate, Fields& body) {
  PageTable table{.id = "indicators",
                  .heading = context.Word("estimate_indicators"),
                  .caption = context.Word("estimate_indicators_caption",
                                          {{"year", std::to_string(context.year())}}),
                  .none = context.Word("estimate_nothing")};
  for (const char* const column : {"indicator", "estimate_basis", "column_student_count",
                                   "estimate_result", "estimate_possible", "estimate_last_year"}) {
    table.columns.push_back(context.Word(column));
  }
  Cells cells;
  for (const IndicatorEstimate& made : estimate.indicators()) {
    const auto indicator = FromProto(made.indicator());
    if (!indicator) continue;
    std::vector<TableCell> row = {{.text = language::Term(context.messages, made.indicator())},
                                  {.text = BasisText(context, made.basis())}};
    if (made.has_result()) {
      row.push_back({.text = CountText(context.messages, made.result().student_count())});
      row.push_back(Made(*indicator, made.result(), cells));
      row.push_back({.text = RangeText(context, *indicator, made.result().range())});
    } else {
      const auto& published = made.published();
      row.push_back({.text = made.has_published() && published.student_count() >= 0
                                 ? CountText(context.messages, published.student_count())
                                 : ""});
      row.push_back(made.has_published() ? Published(*indicator, published, cells) : TableCell());
      row.push_back({.text = made.missing()});
    }
    row.push_back(made.has_before() ? Published(*indicator, made.before(), cells) : TableCell());
    table.rows.push_back(std::move(row));
  }
  FillTable(context, table, body);
}

void FillGroups(const PageContext& context, const Estimate& estimate, Fields& body) {
  PageTable table{.id = "groups",
                  .heading = context.Word("estimate_groups"),
                  .caption = context.Word("estimate_groups_caption",
                                          {{"year", std::to_string(context.year())}}),
                  .none = context.Word("estimate_nothing")};
  for (const char* const column : {"indicator", "group", "column_student_count", "estimate_result",
                                   "estimate_possible", "estimate_color"}) {
    table.columns.push_back(context.Word(column));
  }
  Cells cells;
  for (const ResultEstimate& result : estimate.results()) {
    const auto indicator = FromProto(result.indicator());
    if (!indicator || result.entity().name() != estimate.entity().name()) continue;
    table.rows.push_back({{.text = language::Term(context.messages, result.indicator())},
                          {.text = language::Term(context.messages, result.student_group())},
                          {.text = CountText(context.messages, result.student_count())},
                          Made(*indicator, result, cells),
                          {.text = RangeText(context, *indicator, result.range())},
                          {.text = result.sentence()}});
  }
  FillTable(context, table, body);
}

void FillFiles(const PageContext& context, const Estimate& estimate, Fields& body) {
  PageTable table{
      .id = "files",
      .heading = context.Word("estimate_files"),
      .caption = context.Word("estimate_files_caption", {{"year", std::to_string(context.year())}}),
      .none = context.Word("estimate_no_files")};
  for (const char* const column : {"estimate_collection", "estimate_file", "estimate_loaded"}) {
    table.columns.push_back(context.Word(column));
  }
  for (const auto& file : estimate.files()) {
    table.rows.push_back(
        {{.text = file.collection_name()},
         {.text = file.display_name()},
         {.text = file.has_load_time() ? DayText(context.messages, file.load_time()) : ""}});
  }
  FillTable(context, table, body);
}

void FillReasons(const PageContext& context, const Estimate& estimate, Fields& body) {
  PageTable table{.id = "reasons",
                  .heading = context.Word("estimate_reasons"),
                  .caption = context.Word("estimate_reasons_caption"),
                  .none = context.Word("estimate_nothing")};
  table.columns = {context.Word("indicator"), context.Word("estimate_reason")};
  for (const IndicatorEstimate& made : estimate.indicators()) {
    for (const std::string& sentence : made.error_sources()) {
      table.rows.push_back(
          {{.text = language::Term(context.messages, made.indicator())}, {.text = sentence}});
    }
  }
  FillTable(context, table, body);
}

void FillErrors(const PageContext& context, const Estimate& estimate, Fields& body) {
  const std::string last_year = std::to_string(context.year() - 1);
  PageTable table{.id = "errors",
                  .heading = context.Word("estimate_errors", {{"year", last_year}}),
                  .caption = context.Word("estimate_errors_caption", {{"year", last_year}}),
                  .none = context.Word("estimate_no_errors", {{"year", last_year}})};
  for (const char* const column :
       {"indicator", "estimate_compared", "estimate_bias", "estimate_spread", "estimate_largest"}) {
    table.columns.push_back(context.Word(column));
  }
  const auto number = [&context](const education::v1::Decimal& value) {
    return TableCell{.text = context.messages.Number({value.value()})};
  };
  for (const auto& errors : estimate.errors_before()) {
    table.rows.push_back({{.text = language::Term(context.messages, errors.indicator())},
                          {.text = CountText(context.messages, errors.compared_count())},
                          number(errors.bias()),
                          number(errors.spread()),
                          number(errors.largest())});
  }
  FillTable(context, table, body);
}

}  // namespace

absl::StatusOr<Page> EstimatePage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const Estimate estimate,
                       context.services.GetEstimate(context.address.cds, context.year()));
  Page page;
  page.entity = estimate.entity();
  page.title = context.Word("estimate_title", {{"name", estimate.entity().display_name()}});
  page.subtitle = EntityLine(context, estimate.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kJson};
  std::vector<std::string> lead = {context.Word("estimate_for_whom")};
  for (const auto& support : estimate.support()) {
    lead.push_back(context.Word("estimate_support", {{"sentence", support.sentence()}}));
  }
  FillLead(lead, page.body);
  FillIndicators(context, estimate, page.body);
  FillGroups(context, estimate, page.body);
  FillFiles(context, estimate, page.body);
  FillReasons(context, estimate, page.body);
  FillErrors(context, estimate, page.body);
  return page;
}

}  // namespace sos::web
