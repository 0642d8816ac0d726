// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/pack_index.h"

#include <ctemplate/template.h>

#include "absl/base/call_once.h"
#include "common/text/printable.h"
#include "services/reporting/render/templates/template_files.h"

namespace sos::reporting {
namespace {

constexpr char kIndexTemplate[] = "pack.tpl";

void AddLinks(const std::vector<IndexLink>& links, const char* section,
              ctemplate::TemplateDictionary& parent) {
  for (const IndexLink& link : links) {
    ctemplate::TemplateDictionary* const item = parent.AddSectionDictionary(section);
    item->SetValue("URL", link.path);
    item->SetValue("TEXT", Printable(link.label));
  }
}

}  // namespace

std::string RenderIndex(const PackIndex& index, const language::Messages& words) {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& file : TemplateFiles()) {
      if (file.name != kIndexTemplate) continue;
      ctemplate::StringToTemplateCache(kIndexTemplate, file.contents.data(), file.contents.size(),
                                       ctemplate::STRIP_BLANK_LINES);
    }
  });
  ctemplate::TemplateDictionary page("index");
  page.SetValue("LANGUAGE", words.language_code());
  page.SetValue("TITLE",
                words.Text("pack.title", {{"county", Printable(index.title)},
                                          {"year", std::to_string(index.dashboard_year)}}));
  page.SetValue("FOOT", words.Text("pack.foot", {{"revision", ToString(index.revision)}}));
  page.SetValue("SCHOOLS", words.Text("pack.schools"));
  if (!index.notice.empty()) page.SetValueAndShowSection("TEXT", index.notice, "NOTICE");
  for (const IndexSection& section : index.sections) {
    ctemplate::TemplateDictionary* const shown = page.AddSectionDictionary("SECTION");
    shown->SetValue("HEADING", Printable(section.heading));
    if (!section.status.empty()) {
      shown->SetValueAndShowSection("TEXT", Printable(section.status), "STATUS");
    }
    AddLinks(section.links, "FILE", *shown);
    if (section.schools.empty()) continue;
    AddLinks(section.schools, "SCHOOL", *shown->AddSectionDictionary("SCHOOL_LIST"));
  }
  std::string html;
  ctemplate::ExpandTemplate(kIndexTemplate, ctemplate::STRIP_BLANK_LINES, &page, &html);
  return html;
}

}  // namespace sos::reporting
