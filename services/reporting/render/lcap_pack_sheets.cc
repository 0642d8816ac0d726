// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/lcap_pack_parts.h"
#include "services/reporting/render/sheets.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using language::Messages;

SheetCell PlanText(std::string text) { return {.text = std::move(text)}; }
SheetCell PlanNumber(std::string text) {
  const bool is_number = !text.empty();
  return {.text = std::move(text), .is_number = is_number};
}

Sheet PlanSheet(const Messages& words, absl::string_view name,
                const std::vector<std::string>& keys) {
  Sheet sheet = {.name = words.Text(absl::StrCat("lcap.sheet.", name))};
  for (const std::string& key : keys) {
    sheet.columns.push_back({.key = key, .heading = words.Text(absl::StrCat("lcap.column.", key))});
  }
  return sheet;
}

Sheet AboutPlan(const Messages& words, const v1::LcapPack& pack) {
  Sheet sheet = {.name = words.Text("sheet.about")};
  for (const char* const key : {"what", "text"}) {
    sheet.columns.push_back({.key = key, .heading = words.Text(absl::StrCat("column.", key))});
  }
  const auto add = [&](absl::string_view key, const std::string& text) {
    if (text.empty()) return;
    sheet.rows.push_back({PlanText(words.Text(absl::StrCat("column.", key))), PlanText(text)});
  };
  add("name", pack.entity().display_name());
  add("cds", std::string(Cds(pack.entity())));
  add("county", pack.entity().county_name());
  add("year", std::to_string(pack.dashboard_year()));
  add("notice", pack.notice());
  for (const v1::SourceFile& file : pack.files()) {
    add("file", absl::StrCat(file.dashboard_year(), ", ", file.display_name(),
                             file.partial() ? absl::StrCat(" ", words.Text("file.partial")) : ""));
  }
  add("revision", ToString(RevisionIn(pack)));
  return sheet;
}

Sheet MetricSheet(const Messages& words, const v1::LcapPack& pack) {
  Sheet sheet =
      PlanSheet(words, "metrics",
                {"priority", "metric_code", "metric", "group_code", "group", "value", "unit",
                 "year", "prior_value", "color", "availability", "source", "sentence"});
  for (const v1::LcapMetric& metric : pack.metrics()) {
    const bool number = metric.has_cell();
    const auto value = [number](const std::string& text) {
      return number ? PlanNumber(text) : PlanText(text);
    };
    sheet.rows.push_back(
        {PlanNumber(std::to_string(metric.priority())), PlanText(metric.code()),
         PlanText(metric.label()), PlanText(std::string(Code(metric.student_group()))),
         PlanText(PlanGroupText(words, metric.student_group())), value(metric.value()),
         PlanText(metric.unit()),
         PlanNumber(metric.dashboard_year() == 0 ? "" : std::to_string(metric.dashboard_year())),
         value(metric.prior_value()), PlanText(PlanColorText(words, metric.cell())),
         PlanText(AvailabilityText(words, metric)), PlanText(metric.source()),
         PlanText(metric.cell().sentence())});
  }
  return sheet;
}

Sheet ActionSheet(const Messages& words, const v1::LcapPack& pack) {
  Sheet sheet = PlanSheet(words, "actions",
                          {"duty", "description", "outcome", "cds", "name", "group_code", "group",
                           "indicator_code", "indicator", "status", "color", "sentence"});
  for (const v1::RequiredAction& action : pack.required_actions()) {
    sheet.rows.push_back(
        {PlanText(action.duty()), PlanText(action.description()),
         PlanText(ActionOutcomeText(words, action)), PlanText(std::string(Cds(action.entity()))),
         PlanText(action.entity().display_name()),
         PlanText(std::string(Code(action.student_group()))),
         PlanText(PlanGroupText(words, action.student_group())),
         PlanText(std::string(Code(action.indicator()))),
         PlanText(language::Term(words, action.indicator())),
         PlanNumber(action.cell().status().value()), PlanText(PlanColorText(words, action.cell())),
         PlanText(action.cell().sentence())});
  }
  return sheet;
}

Sheet RedSheet(const Messages& words, const v1::LcapPack& pack) {
  Sheet sheet = PlanSheet(words, "reds",
                          {"level", "cds", "name", "group_code", "group", "indicator_code",
                           "indicator", "status", "color", "sentence"});
  for (const v1::RedResult& red : pack.reds()) {
    sheet.rows.push_back(
        {PlanText(RedLevelText(words, red.level())), PlanText(std::string(Cds(red.entity()))),
         PlanText(red.entity().display_name()), PlanText(std::string(Code(red.student_group()))),
         PlanText(PlanGroupText(words, red.student_group())),
         PlanText(std::string(Code(red.indicator()))),
         PlanText(language::Term(words, red.indicator())), PlanNumber(red.cell().status().value()),
         PlanText(PlanColorText(words, red.cell())), PlanText(red.cell().sentence())});
  }
  return sheet;
}

Sheet PromptSheet(const Messages& words, const v1::LcapPack& pack) {
  Sheet sheet = PlanSheet(words, "prompts", {"prompt", "fact"});
  for (const v1::LcapPrompt& prompt : pack.prompts()) {
    for (const std::string& fact : prompt.facts()) {
      sheet.rows.push_back({PlanText(prompt.label()), PlanText(fact)});
    }
    if (prompt.left_to_the_lea().empty()) continue;
    sheet.rows.push_back({PlanText(prompt.label()),
                          PlanText(words.Text("lcap.left", {{"text", prompt.left_to_the_lea()}}))});
  }
  return sheet;
}

}  // namespace

std::string PriorityText(const Messages& words, int priority) {
  return words.Text("lcap.priority", {{"number", std::to_string(priority)},
                                      {"name", words.Text(absl::StrCat("priority.", priority))}});
}

std::string AvailabilityText(const Messages& words, const v1::LcapMetric& metric) {
  switch (metric.availability()) {
    case v1::LcapMetric::AVAILABILITY_LOADED:
      return words.Text(metric.value().empty() ? "lcap.availability.none"
                                               : "lcap.availability.loaded");
    case v1::LcapMetric::AVAILABILITY_NOT_LOADED:
      return words.Text("lcap.availability.not_loaded", {{"source", metric.source()}});
    case v1::LcapMetric::AVAILABILITY_WITHHELD:
      return words.Text("lcap.availability.withheld");
    default:
      return words.Text("lcap.availability.elsewhere");
  }
}

std::string ActionOutcomeText(const Messages& words, const v1::RequiredAction& action) {
  return words.Text(action.outcome() == eligibility::v1::OUTCOME_MET ? "lcap.outcome.met"
                                                                     : "lcap.outcome.undecided");
}

std::string PlanGroupText(const Messages& words, education::v1::StudentGroup group) {
  return group == education::v1::STUDENT_GROUP_UNSPECIFIED ? "" : language::Term(words, group);
}

std::string PlanValueText(const Messages& words, const v1::LcapMetric& metric,
                          const std::string& value) {
  return metric.has_cell() && !value.empty() ? words.Number({value}) : value;
}

std::string PlanColorText(const Messages& words, const v1::Cell& cell) {
  return cell.color() > education::v1::COLOR_NONE ? language::Term(words, cell.color()) : "";
}

std::vector<Sheet> SheetsOf(const v1::LcapPack& pack, const Messages& words) {
  return {AboutPlan(words, pack), MetricSheet(words, pack), ActionSheet(words, pack),
          RedSheet(words, pack), PromptSheet(words, pack)};
}

}  // namespace sos::reporting
