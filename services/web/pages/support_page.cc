// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

std::string MetGroups(const PageContext& context, const eligibility::v1::HistoryYear& year) {
  std::vector<std::string> groups;
  for (const auto& group : year.groups()) {
    if (group.outcome() == eligibility::v1::OUTCOME_MET) {
      groups.push_back(language::Term(context.messages, group.student_group()));
    }
  }
  return absl::StrJoin(groups, ", ");
}

void FillHistory(const PageContext& context, const reporting::v1::ProgramSupport& program,
                 Fields& section) {
  if (program.history().empty()) return;
  Fields& history = section.Add("HISTORY");
  history.Set("CAPTION", context.Word("history_caption", {{"program", program.label()}}));
  for (int i = program.history_size() - 1; i >= 0; --i) {
    const auto& year = program.history(i);
    Fields& row = history.Add("YEAR");
    row.Set("YEAR", year.dashboard_year());
    row.Set("OUTCOME", OutcomeText(context.messages, year.eligibility()));
    if (!year.status().empty()) row.Add("STATUS").Set("TEXT", year.status());
    const std::string groups = MetGroups(context, year);
    if (!groups.empty()) row.Add("GROUPS").Set("TEXT", groups);
  }
}

void FillProgram(const PageContext& context, const reporting::v1::ProgramSupport& program,
                 Fields& section) {
  section.Set("ID", absl::StrCat("program-", static_cast<int>(program.program())));
  section.Set("LABEL", program.label());
  section.Set("OUTCOME", OutcomeText(context.messages, program.determination().eligibility()));
  if (!program.determination().status().empty()) {
    section.Add("STATUS").Set("TEXT", program.determination().status());
  }
  if (!program.sentences().empty()) {
    Fields& list = section.Add("SENTENCES");
    for (const std::string& sentence : program.sentences())
      list.Add("SENTENCE").Set("TEXT", sentence);
  }
  if (!program.gaps().empty()) {
    Fields& gaps = section.Add("GAPS");
    for (const std::string& gap : program.gaps()) gaps.Add("GAP").Set("TEXT", gap);
  }
  if (!program.nearest_sentence().empty()) {
    section.Add("NEAREST")
        .Set("TEXT", program.nearest_sentence())
        .Set("URL", context.Link(context.Sibling(PageKind::kWhatIf)));
  }
  FillHistory(context, program, section);
}

}  // namespace

absl::StatusOr<Page> SupportPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::SupportView view,
                       context.services.GetSupportView(context.address.cds, context.year()));
  Page page;
  TakeFrame(view, page);
  page.title = context.Word("support_title", {{"name", view.entity().display_name()}});
  page.subtitle = EntityLine(context, view.entity());
  page.body_template = "support.tpl";
  page.downloads = {FileKind::kJson, FileKind::kPdf};
  Fields& body = page.body;
  if (!view.sentences().empty()) {
    Fields& lead = body.Add("LEAD");
    for (const std::string& sentence : view.sentences()) lead.Add("SENTENCE").Set("TEXT", sentence);
  }
  body.Set("ABOUT_URL", context.Link({.kind = PageKind::kAboutSupport}));
  if (view.programs().empty()) body.Add("NONE");
  for (const auto& program : view.programs()) FillProgram(context, program, body.Add("PROGRAM"));
  return page;
}

}  // namespace sos::web
