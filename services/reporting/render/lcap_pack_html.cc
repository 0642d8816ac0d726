// SPDX-License-Identifier: Apache-2.0

// A pack for a plan as a page that word processors open: headings, paragraphs, lists and tables.

#include <ctemplate/template.h>

#include <string>

#include "absl/base/call_once.h"
#include "absl/strings/str_cat.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/lcap_pack_parts.h"
#include "services/reporting/render/templates/template_files.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using ctemplate::TemplateDictionary;
using language::Messages;

constexpr char kPlanTemplate[] = "lcap.tpl";

void SetColumns(const Messages& words, TemplateDictionary& page) {
  for (const char* const key :
       {"metric", "group", "value", "unit", "prior_value", "color", "source", "description",
        "outcome", "name", "indicator", "status", "level"}) {
    page.SetValue(absl::StrCat("T_", key), words.Text(absl::StrCat("lcap.column.", key)));
  }
  for (const char* const key : {"metrics", "actions", "reds", "prompts"}) {
    page.SetValue(absl::StrCat("H_", key), words.Text(absl::StrCat("lcap.sheet.", key)));
  }
  page.SetValue("NO_ACTIONS", words.Text("lcap.none.actions"));
  page.SetValue("NO_REDS", words.Text("lcap.none.reds"));
}

void AddMetricRows(const Messages& words, const v1::LcapPack& pack, TemplateDictionary& page) {
  TemplateDictionary* section = nullptr;
  int priority = 0;
  for (const v1::LcapMetric& metric : pack.metrics()) {
    if (section == nullptr || metric.priority() != priority) {
      priority = metric.priority();
      section = page.AddSectionDictionary("PRIORITY");
      section->SetValue("HEADING", PriorityText(words, priority));
    }
    TemplateDictionary* const row = section->AddSectionDictionary("METRIC");
    row->SetValue("LABEL", metric.label());
    row->SetValue("GROUP", PlanGroupText(words, metric.student_group()));
    row->SetValue("VALUE", metric.value().empty() ? AvailabilityText(words, metric)
                                                  : PlanValueText(words, metric, metric.value()));
    row->SetValue("UNIT", metric.value().empty() ? "" : metric.unit());
    row->SetValue("PRIOR", PlanValueText(words, metric, metric.prior_value()));
    row->SetValue("COLOR", PlanColorText(words, metric.cell()));
    row->SetValue("SOURCE", metric.source());
  }
}

// What actions and Reds share.
template <typename About>
void SetResult(const Messages& words, const About& about, TemplateDictionary& row) {
  row.SetValue("NAME", about.entity().display_name());
  row.SetValue("GROUP", PlanGroupText(words, about.student_group()));
  row.SetValue("INDICATOR", language::Term(words, about.indicator()));
  row.SetValue("STATUS",
               about.cell().has_status() ? words.Number({about.cell().status().value()}) : "");
  row.SetValue("COLOR", PlanColorText(words, about.cell()));
}

void AddResultTables(const Messages& words, const v1::LcapPack& pack, TemplateDictionary& page) {
  TemplateDictionary* const actions =
      page.AddSectionDictionary(pack.required_actions().empty() ? "ACTIONS_NONE" : "ACTIONS");
  for (const v1::RequiredAction& action : pack.required_actions()) {
    TemplateDictionary* const row = actions->AddSectionDictionary("ACTION");
    SetResult(words, action, *row);
    row->SetValue("DESCRIPTION", action.description());
    row->SetValue("OUTCOME", ActionOutcomeText(words, action));
  }
  TemplateDictionary* const reds =
      page.AddSectionDictionary(pack.reds().empty() ? "REDS_NONE" : "REDS");
  for (const v1::RedResult& red : pack.reds()) {
    TemplateDictionary* const row = reds->AddSectionDictionary("RED");
    SetResult(words, red, *row);
    row->SetValue("LEVEL", RedLevelText(words, red.level()));
  }
}

}  // namespace

std::string RenderHtml(const v1::LcapPack& pack, const Messages& words) {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& file : TemplateFiles()) {
      if (file.name != kPlanTemplate) continue;
      ctemplate::StringToTemplateCache(kPlanTemplate, file.contents.data(), file.contents.size(),
                                       ctemplate::STRIP_BLANK_LINES);
    }
  });
  TemplateDictionary page("plan");
  page.SetValue("LANGUAGE", words.language_code());
  page.SetValue("NAME", pack.entity().display_name());
  page.SetValue("TITLE",
                words.Text("lcap.title", {{"year", std::to_string(pack.dashboard_year())}}));
  page.SetValue("FOOT", words.Text("pack.foot", {{"revision", ToString(RevisionIn(pack))}}));
  if (!pack.notice().empty()) page.SetValueAndShowSection("TEXT", pack.notice(), "NOTICE");
  SetColumns(words, page);
  AddMetricRows(words, pack, page);
  AddResultTables(words, pack, page);
  for (const v1::LcapPrompt& prompt : pack.prompts()) {
    TemplateDictionary* const section = page.AddSectionDictionary("PROMPT");
    section->SetValue("HEADING", prompt.label());
    for (const std::string& fact : prompt.facts()) {
      section->AddSectionDictionary("FACT")->SetValue("TEXT", fact);
    }
    if (prompt.left_to_the_lea().empty()) continue;
    section->SetValueAndShowSection(
        "TEXT", words.Text("lcap.left", {{"text", prompt.left_to_the_lea()}}), "LEFT");
  }
  std::string html;
  ctemplate::ExpandTemplate(kPlanTemplate, ctemplate::STRIP_BLANK_LINES, &page, &html);
  return html;
}

}  // namespace sos::reporting
