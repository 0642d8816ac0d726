// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/resource_names/resource_names.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/grid.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

void AddNumber(const PageContext& context, absl::string_view key, const std::string& text,
               Fields& numbers) {
  if (text.empty()) return;
  numbers.Add("NUMBER").Set("NAME", context.Word(key)).Set("TEXT", text);
}

void FillNumbers(const PageContext& context, const reporting::v1::GroupResult& group,
                 Fields& body) {
  const reporting::v1::Cell& cell = group.cell();
  const Indicator indicator = *context.address.indicator;
  const education::v1::Indicator value = ToProto(indicator);
  Fields& numbers = body.Add("NUMBERS");
  if (group.numerator() >= 0 && !IsInPoints(indicator)) {
    AddNumber(context, "numerator", CountText(context.messages, group.numerator()), numbers);
  }
  if (cell.student_count() >= 0) {
    AddNumber(context, "denominator", CountText(context.messages, cell.student_count()), numbers);
  }
  AddNumber(context, "status", StatusText(context.messages, indicator, cell.status()), numbers);
  AddNumber(context, "change", ChangeText(context.messages, cell.change()), numbers);
  AddNumber(context, "status_level",
            language::StatusTerm(context.messages, value, cell.status_level()), numbers);
  AddNumber(context, "change_level",
            language::ChangeTerm(context.messages, value, cell.change_level()), numbers);
  AddNumber(context, "color", language::Term(context.messages, cell.color()), numbers);
}

void FillPlace(const PageContext& context, const reporting::v1::IndicatorView& view,
               const reporting::v1::Cell& cell, Fields& body) {
  if (cell.status_level() == 0 || cell.change_level() == 0) return;
  Fields section;
  Fields& grid = section.Include("TABLE", "grid.tpl");
  grid.Set("CAPTION",
           context.Word("grid_caption",
                        {{"indicator", language::Term(context.messages, view.indicator())}}));
  const bool filled = FillGrid(
      context, *context.address.indicator, view.table(),
      [&](int status, int change, Fields& box) {
        if (status == cell.status_level() && change == cell.change_level()) {
          box.Add("HERE");
          box.Add("HERETEXT").Set("TEXT", context.Word("here"));
        } else {
          box.Add("EMPTY");
        }
      },
      grid);
  if (filled) body.Add("GRID") = std::move(section);
}

void FillSteps(const PageContext& context, const std::string& result, Fields& body) {
  const auto explanation = context.services.ExplainResult(result);
  if (!explanation.ok() || explanation->steps().empty()) return;
  Fields& steps = body.Add("STEPS");
  for (const auto& step : explanation->steps()) {
    Fields& item = steps.Add("STEP");
    item.Set("TEXT", step.description());
    if (!step.citation().source().empty()) item.Add("SOURCE").Set("TEXT", step.citation().source());
  }
}

}  // namespace

absl::StatusOr<Page> ResultPage(const PageContext& context) {
  const Indicator indicator = *context.address.indicator;
  SOS_ASSIGN_OR_RETURN(
      const reporting::v1::IndicatorView view,
      context.services.GetIndicatorView(context.address.cds, context.year(), indicator));
  const education::v1::StudentGroup wanted = ToProto(*context.address.group);
  const reporting::v1::GroupResult* found = nullptr;
  for (const auto& group : view.groups()) {
    if (group.student_group() == wanted) found = &group;
  }
  if (found == nullptr) return absl::NotFoundError("no such result");
  Page page;
  TakeFrame(view, page);
  page.title = context.Word("result_title",
                            {{"indicator", language::Term(context.messages, view.indicator())},
                             {"group", language::Term(context.messages, wanted)},
                             {"name", view.entity().display_name()}});
  page.subtitle = EntityLine(context, view.entity());
  page.body_template = "result.tpl";
  page.downloads = {FileKind::kJson, FileKind::kPdf};
  Fields& body = page.body;
  const reporting::v1::Cell& cell = found->cell();
  FillCell(context.messages, indicator, cell, body.Include("CELL", "cell.tpl"));
  if (!cell.sentence().empty()) body.Add("SENTENCE").Set("TEXT", cell.sentence());
  if (!found->next_color().empty()) body.Add("NEXT").Set("TEXT", found->next_color());
  if (!found->fragility().empty()) body.Add("FRAGILITY").Set("TEXT", found->fragility());
  if (!cell.note().empty()) body.Add("NOTE").Set("TEXT", cell.note());
  body.Set("INDICATOR_URL", context.Link(context.Sibling(PageKind::kIndicator)));
  const bool shown = cell.state() == reporting::v1::Cell::STATE_RATED ||
                     cell.state() == reporting::v1::Cell::STATE_UNRATED;
  if (!shown) return page;
  FillNumbers(context, *found, body);
  FillPlace(context, view, cell, body);
  FillSteps(context,
            ResultName(EntityName(context.address.cds), context.year(), indicator,
                       *context.address.group),
            body);
  if (context.address.cds.IsLea() || context.address.cds.IsSchool()) {
    const std::string pick =
        absl::StrCat(IndicatorId(indicator), "-", kStudentGroups.Code(*context.address.group));
    body.Add("WHATIF").Set("URL",
                           context.Link(context.Sibling(PageKind::kWhatIf), {{"pick", pick}}));
  }
  return page;
}

}  // namespace sos::web
