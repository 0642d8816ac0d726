// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
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

// Schools of a group that a page shows; its files have all.
constexpr int kMostSchools = 20;

std::string PointsText(const PageContext& context, const education::v1::Decimal& points) {
  return points.value().empty() ? "" : context.messages.Number({points.value()});
}

void FillGroups(const PageContext& context, const reporting::v1::GapList& list, Fields& body) {
  PageTable table{.id = "gaps",
                  .heading = context.Word("gaps_groups"),
                  .caption = context.Word("gaps_groups_caption"),
                  .none = context.Word("gaps_none")};
  for (const char* const column : {"gaps_group", "gaps_result", "gaps_gap", "gaps_rest",
                                   "gaps_within", "gaps_between", "gaps_elsewhere"}) {
    table.columns.push_back(context.Word(column));
  }
  for (const auto& gap : list.groups()) {
    const std::string group(Code(gap.student_group()));
    table.rows.push_back({{.text = language::Term(context.messages, gap.student_group()),
                           .url = absl::StrCat("#", absl::AsciiStrToLower(group))},
                          {.result = &gap.cell(), .indicator = *context.address.indicator},
                          {.text = PointsText(context, gap.gap())},
                          {.text = PointsText(context, gap.gap_to_rest())},
                          {.text = PointsText(context, gap.within())},
                          {.text = PointsText(context, gap.between())},
                          {.text = PointsText(context, gap.in_no_school_row())}});
  }
  FillTable(context, table, body);
}

void FillGroup(const PageContext& context, const reporting::v1::GroupGap& gap, Fields& body) {
  const std::string group = language::Term(context.messages, gap.student_group());
  PageTable table{.id = absl::AsciiStrToLower(Code(gap.student_group())),
                  .heading = group,
                  .caption = context.Word("gaps_schools_caption", {{"group", group}}),
                  .texts = {gap.sentences().begin(), gap.sentences().end()},
                  .none = context.Word("gaps_no_schools")};
  for (const auto& overlap : gap.overlaps()) {
    table.texts.push_back(context.Word(
        "gaps_overlap", {{"least", overlap.least_student_count()},
                         {"most", overlap.most_student_count()},
                         {"students", gap.cell().student_count()},
                         {"other", language::Term(context.messages, overlap.student_group())}}));
  }
  for (const char* const column :
       {"gaps_school", "gaps_result", "gaps_part", "gaps_within", "gaps_between"}) {
    table.columns.push_back(context.Word(column));
  }
  for (int i = 0; i < std::min(kMostSchools, gap.schools_size()); ++i) {
    const auto& school = gap.schools(i);
    table.rows.push_back(
        {{.text = school.entity().display_name(), .url = EntityLink(context, school.entity())},
         {.result = &school.cell(), .indicator = *context.address.indicator},
         {.text = PointsText(context, school.part())},
         {.text = PointsText(context, school.within())},
         {.text = PointsText(context, school.between())}});
  }
  if (gap.schools_size() > kMostSchools) {
    table.texts.push_back(
        context.Word("gaps_more", {{"n", int64_t{gap.schools_size() - kMostSchools}}}));
  }
  FillTable(context, table, body);
}

}  // namespace

absl::StatusOr<Page> GapsPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(
      const reporting::v1::GapList list,
      context.services.GetGapList(context.address.cds, context.year(), *context.address.indicator));
  Page page;
  TakeFrame(list, page);
  page.title =
      context.Word("gaps_title", {{"indicator", language::Term(context.messages, list.indicator())},
                                  {"name", list.entity().display_name()}});
  page.subtitle = EntityLine(context, list.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson};
  FillLead(list.sentences(), page.body);
  FillGroups(context, list, page.body);
  for (const auto& gap : list.groups()) FillGroup(context, gap, page.body);
  return page;
}

}  // namespace sos::web
