// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/status/macros.h"
#include "services/web/pages/cards.h"
#include "services/web/pages/crumbs.h"
#include "services/web/pages/pages.h"
#include "services/web/pages/tables.h"
#include "services/web/pages/what_if_changes.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

using reporting::v1::Target;

// The files have all of them.
constexpr size_t kMostTargets = 200;
constexpr int64_t kFewStudents = 3;
constexpr int kLowestLevels = 2;
// Tenths of a point of one student that count as much as one student, as in the files.
constexpr int64_t kTenthsOfStudent = 400;

bool IsLowTarget(const Target& target) {
  const auto& cell = target.cell();
  if (cell.color() > education::v1::COLOR_NONE) return cell.color() <= education::v1::COLOR_ORANGE;
  return cell.status_level() > 0 && cell.status_level() <= kLowestLevels;
}

int64_t DistanceOf(const Target& target) {
  if (!target.has_next_color()) return std::numeric_limits<int64_t>::max();
  const auto& next = target.next_color();
  if (next.student_count() != 0) return std::abs(next.student_count()) * kTenthsOfStudent;
  return std::abs(next.tenths()) * std::max<int64_t>(1, target.cell().student_count());
}

// Red and Orange, the nearest to the next color first.
std::vector<const Target*> LowTargets(const reporting::v1::TargetList& list) {
  std::vector<const Target*> targets;
  for (const Target& target : list.targets()) {
    if (IsLowTarget(target)) targets.push_back(&target);
  }
  const auto order = [](const Target& target) {
    return std::make_tuple(DistanceOf(target), target.entity().display_name(),
                           target.entity().name(), target.indicator(), target.student_group());
  };
  std::stable_sort(targets.begin(), targets.end(),
                   [&order](const auto* a, const auto* b) { return order(*a) < order(*b); });
  return targets;
}

// The result and what would follow from other numbers of it. Empty addresses for what has none.
struct TargetLinks {
  std::string result;
  std::string what_if;
};
TargetLinks LinksOf(const PageContext& context, const Target& target) {
  const auto indicator = FromProto(target.indicator());
  const auto group = FromProto(target.student_group());
  if (!indicator || !group) return {};
  Address address = context.Sibling(PageKind::kResult);
  address.cds = CodeOf(target.entity());
  address.indicator = indicator;
  address.group = group;
  TargetLinks links = {.result = context.Link(address)};
  address.kind = PageKind::kWhatIf;
  address.indicator.reset();
  address.group.reset();
  links.what_if =
      context.Link(address, WhatIfArguments({{.indicator = *indicator, .group = *group}}));
  return links;
}

PageTable TargetTable(const PageContext& context, const std::vector<const Target*>& targets) {
  PageTable table = {.id = "targets",
                     .heading = context.Word("targets_title"),
                     .caption = context.Word("targets_caption"),
                     .texts = {context.Word("targets_text")},
                     .columns = {context.Word("targets_result"), context.Word("targets_place"),
                                 context.Word("targets_now"), context.Word("targets_next"),
                                 context.Word("targets_later")},
                     .none = context.Word("targets_none")};
  if (targets.size() > kMostTargets) {
    table.texts.push_back(context.Word(
        "targets_more",
        {{"shown", int64_t{kMostTargets}}, {"n", int64_t{static_cast<int64_t>(targets.size())}}}));
  }
  for (size_t i = 0; i < std::min(targets.size(), kMostTargets); ++i) {
    const Target& target = *targets[i];
    const auto indicator = FromProto(target.indicator());
    if (!indicator) continue;
    const TargetLinks links = LinksOf(context, target);
    const std::string name = context.Word(
        "targets_name", {{"indicator", language::Term(context.messages, target.indicator())},
                         {"group", language::Term(context.messages, target.student_group())}});
    table.rows.push_back({{.text = name, .url = links.result},
                          {.text = target.entity().display_name()},
                          {.result = &target.cell(), .indicator = *indicator},
                          {.text = target.sentence(),
                           .url = target.has_next_color() ? links.what_if : std::string()},
                          {.text = target.next_year_sentence()}});
  }
  return table;
}

absl::string_view ProgramWord(eligibility::v1::Program program) {
  switch (program) {
    case eligibility::v1::PROGRAM_CHARTER:
      return "targets_charter";
    case eligibility::v1::PROGRAM_ESSA:
      return "targets_essa";
    default:
      return "targets_lcff";
  }
}

PageTable ExitTable(const PageContext& context, const reporting::v1::TargetList& list) {
  PageTable table = {.id = "exits",
                     .heading = context.Word("targets_exits_title"),
                     .caption = context.Word("targets_exits_caption"),
                     .texts = {context.Word("targets_exits_text")},
                     .columns = {context.Word("targets_place"), context.Word("targets_program"),
                                 context.Word("targets_exit")},
                     .none = context.Word("targets_exits_none")};
  for (const auto& exit : list.exits()) {
    Address support = context.Sibling(PageKind::kSupport);
    support.cds = CodeOf(exit.entity());
    for (const std::string& sentence : exit.sentences()) {
      table.rows.push_back({{.text = exit.entity().display_name(), .url = context.Link(support)},
                            {.text = context.Word(ProgramWord(exit.program()))},
                            {.text = sentence}});
    }
  }
  return table;
}

}  // namespace

absl::StatusOr<Page> TargetsPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const reporting::v1::TargetList list,
                       context.services.GetTargetList(context.address.cds, context.year()));
  Page page;
  TakeFrame(list, page);
  page.title = context.Word("targets_page_title", {{"name", list.entity().display_name()}});
  page.subtitle = EntityLine(context, list.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson,
                    FileKind::kSvg,  FileKind::kPng, FileKind::kPdf};
  page.picture_document = YearName("targetLists", context.address.cds, context.year());
  const std::vector<const Target*> targets = LowTargets(list);
  const auto near = std::count_if(targets.begin(), targets.end(), [](const Target* target) {
    const int64_t students = target->next_color().student_count();
    return students != 0 && std::abs(students) <= kFewStudents;
  });
  std::vector<std::string> lead = {
      context.Word("targets_lead", {{"n", int64_t{static_cast<int64_t>(targets.size())}}})};
  if (!targets.empty()) {
    lead.push_back(context.Word("targets_near", {{"n", int64_t{near}}, {"few", kFewStudents}}));
  }
  if (list.withheld_count() > 0) {
    lead.push_back(context.Word("withheld", {{"n", int64_t{list.withheld_count()}}}));
  }
  FillLead(lead, page.body);
  FillTable(context, TargetTable(context, targets), page.body);
  FillTable(context, ExitTable(context, list), page.body);
  return page;
}

}  // namespace sos::web
