// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

using reporting::v1::LcapMetric;

// Where there is nothing to say, a dash says so.
TableCell PlainCell(std::string text) {
  return {.text = text.empty() ? std::string("\u2013") : std::move(text)};
}

std::string GroupOf(const PageContext& context, education::v1::StudentGroup group) {
  return group == education::v1::STUDENT_GROUP_UNSPECIFIED
             ? ""
             : language::Term(context.messages, group);
}

// The value with its unit, or why there is none.
std::string MetricValue(const PageContext& context, const LcapMetric& metric) {
  if (!metric.value().empty()) {
    if (!metric.has_cell()) return metric.value();
    return absl::StrCat(context.messages.Number({metric.value()}), " ", metric.unit());
  }
  switch (metric.availability()) {
    case LcapMetric::AVAILABILITY_LOADED:
      return context.Word("absent");
    case LcapMetric::AVAILABILITY_NOT_LOADED:
      return context.Word("lcap_not_loaded");
    case LcapMetric::AVAILABILITY_WITHHELD:
      return context.Word("masked");
    default:
      return context.Word("lcap_elsewhere");
  }
}

std::string PriorMetricValue(const PageContext& context, const LcapMetric& metric) {
  const std::string& value = metric.prior_value();
  return metric.has_cell() && !value.empty() ? context.messages.Number({value}) : value;
}

// A table for each state priority.
void FillPriorities(const PageContext& context, const reporting::v1::LcapPack& pack, Fields& body) {
  for (int i = 0; i < pack.metrics_size();) {
    const int priority = pack.metrics(i).priority();
    PageTable table;
    table.id = absl::StrCat("priority-", priority);
    table.heading = context.Word(
        "lcap_priority", {{"number", std::to_string(priority)},
                          {"name", context.messages.Text(absl::StrCat("priority.", priority))}});
    table.caption = context.Word("lcap_caption", {{"year", std::to_string(context.year())}});
    table.columns = {context.Word("lcap_metric"), context.Word("group"), context.Word("lcap_value"),
                     context.Word("lcap_before"), context.Word("lcap_source")};
    for (; i < pack.metrics_size() && pack.metrics(i).priority() == priority; ++i) {
      const LcapMetric& metric = pack.metrics(i);
      table.rows.push_back(
          {PlainCell(metric.label()), PlainCell(GroupOf(context, metric.student_group())),
           PlainCell(MetricValue(context, metric)), PlainCell(PriorMetricValue(context, metric)),
           PlainCell(metric.source())});
    }
    FillTable(context, table, body);
  }
}

void FillActions(const PageContext& context, const reporting::v1::LcapPack& pack, Fields& body) {
  PageTable table;
  table.id = "actions";
  table.heading = context.Word("lcap_actions");
  table.caption = context.Word("lcap_actions_caption");
  table.none = context.Word("lcap_no_actions");
  table.columns = {context.Word("lcap_duty"), context.Word("lcap_entity"), context.Word("group"),
                   context.Word("indicator"), context.Word("lcap_result")};
  for (const auto& action : pack.required_actions()) {
    const bool met = action.outcome() == eligibility::v1::OUTCOME_MET;
    TableCell result = PlainCell(met ? "" : context.Word("lcap_undecided"));
    const auto indicator = FromProto(action.indicator());
    if (indicator && action.has_cell()) {
      result.result = &action.cell();
      result.indicator = *indicator;
    }
    table.rows.push_back(
        {PlainCell(action.description()),
         {.text = action.entity().display_name(), .url = EntityLink(context, action.entity())},
         PlainCell(GroupOf(context, action.student_group())),
         PlainCell(language::Term(context.messages, action.indicator())),
         result});
  }
  FillTable(context, table, body);
}

void FillPrompts(const PageContext& context, const reporting::v1::LcapPack& pack, Fields& body) {
  for (const auto& prompt : pack.prompts()) {
    PageTable section;
    section.id = absl::StrCat("prompt-", prompt.code());
    section.heading = prompt.label();
    section.texts.assign(prompt.facts().begin(), prompt.facts().end());
    if (!prompt.left_to_the_lea().empty()) {
      section.texts.push_back(context.Word("lcap_left", {{"text", prompt.left_to_the_lea()}}));
    }
    FillTable(context, section, body);
  }
}

}  // namespace

absl::StatusOr<Page> LcapPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::LcapPack pack,
                       context.services.GetLcapPack(context.address.cds, context.year()));
  Page page;
  TakeFrame(pack, page);
  page.title = context.Word("lcap_title", {{"name", pack.entity().display_name()}});
  page.subtitle = EntityLine(context, pack.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kPdf,
                    FileKind::kHtml};
  FillPriorities(context, pack, page.body);
  FillActions(context, pack, page.body);
  FillPrompts(context, pack, page.body);
  return page;
}

}  // namespace sos::web
