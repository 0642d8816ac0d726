// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

using reporting::v1::RedList;
using reporting::v1::RedResult;

// A state has tens of thousands of rows: a page shows the first, the files have all.
constexpr int kMaxRedRows = 300;

using ShownRed = std::tuple<std::string, education::v1::StudentGroup, education::v1::Indicator>;

bool IsRedShown(const reporting::v1::Cell& cell) {
  return cell.state() == reporting::v1::Cell::STATE_RATED ||
         cell.state() == reporting::v1::Cell::STATE_UNRATED;
}

class RedTables {
 public:
  RedTables(const PageContext& context, const RedList& list) : context_(context), list_(list) {
    for (const RedResult& red : list.results()) {
      if (!IsRedShown(red.cell())) continue;
      known_.emplace(red.entity().name(), red.student_group(), red.indicator());
    }
  }

  void FillResults(Fields& body) const {
    PageTable table = TableOf("results", {"school", "lea", "group", "indicator", "result"});
    const int count = Limit(list_.results_size(), table);
    for (int i = 0; i < count; ++i) {
      const RedResult& red = list_.results(i);
      table.rows.push_back({EntityCell(red.entity()),
                            LeaCell(red.entity()),
                            {.text = Group(red.student_group())},
                            ResultCell(red.entity(), red.student_group(), red.indicator()),
                            CellOfRed(red.indicator(), red.cell(), "reds_listed_only")});
    }
    FillTable(context_, table, body);
  }

  void FillSchools(Fields& body) const {
    PageTable table = TableOf("schools", {"lea", "group", "indicator", "lea_itself", "schools"});
    const int count = Limit(list_.by_group_and_indicator_size(), table);
    for (int i = 0; i < count; ++i) {
      const auto& row = list_.by_group_and_indicator(i);
      std::vector<std::string> names;
      for (const auto& school : row.schools()) names.push_back(school.display_name());
      TableCell itself;
      if (row.lea_itself()) {
        itself = ResultCell(row.lea(), row.student_group(), row.indicator());
        itself.text = context_.Word("reds_yes");
      }
      table.rows.push_back({EntityCell(row.lea()),
                            {.text = Group(row.student_group())},
                            {.text = language::Term(context_.messages, row.indicator())},
                            std::move(itself),
                            {.text = absl::StrJoin(names, ", ")}});
    }
    FillTable(context_, table, body);
  }

  void FillIndicators(Fields& body) const {
    PageTable table = TableOf("indicators", {"school", "lea", "group", "indicators"});
    const int count = Limit(list_.by_school_and_group_size(), table);
    for (int i = 0; i < count; ++i) {
      const auto& row = list_.by_school_and_group(i);
      std::vector<std::string> terms;
      for (const int number : row.indicators()) {
        terms.push_back(
            language::Term(context_.messages, static_cast<education::v1::Indicator>(number)));
      }
      table.rows.push_back({EntityCell(row.entity()),
                            LeaCell(row.entity()),
                            {.text = Group(row.student_group())},
                            {.text = absl::StrJoin(terms, ", ")}});
    }
    FillTable(context_, table, body);
  }

  void FillGroups(Fields& body) const {
    PageTable table = TableOf("groups", {"school", "lea", "indicator", "groups"});
    const int count = Limit(list_.by_school_and_indicator_size(), table);
    for (int i = 0; i < count; ++i) {
      const auto& row = list_.by_school_and_indicator(i);
      std::vector<std::string> terms;
      for (const int number : row.student_groups()) {
        terms.push_back(Group(static_cast<education::v1::StudentGroup>(number)));
      }
      table.rows.push_back({EntityCell(row.entity()),
                            LeaCell(row.entity()),
                            {.text = language::Term(context_.messages, row.indicator())},
                            {.text = absl::StrJoin(terms, ", ")}});
    }
    FillTable(context_, table, body);
  }

  void FillActions(Fields& body) const {
    PageTable table = TableOf(
        "actions", {"lea", "duty", "required", "about", "group", "indicator", "year", "result"});
    const int count = Limit(list_.required_actions_size(), table);
    for (int i = 0; i < count; ++i) {
      const auto& action = list_.required_actions(i);
      std::vector<TableCell> row = {EntityCell(action.lea()),
                                    {.text = action.description()},
                                    {.text = OutcomeOf(action.outcome())},
                                    EntityCell(action.entity()),
                                    {.text = Group(action.student_group())}};
      if (action.has_cell()) {
        TableCell result = ResultCell(action.entity(), action.student_group(), action.indicator());
        // Pages are linked of the list's year; the duty may be about another.
        if (action.dashboard_year() != list_.dashboard_year()) result.url.clear();
        row.push_back(std::move(result));
        row.push_back({.text = absl::StrCat(action.dashboard_year())});
        row.push_back(CellOfRed(action.indicator(), action.cell(), "reds_unknown"));
      } else {
        row.resize(table.columns.size());
      }
      table.rows.push_back(std::move(row));
    }
    FillTable(context_, table, body);
  }

 private:
  PageTable TableOf(const std::string& id, const std::vector<std::string>& columns) const {
    PageTable table = {.id = id,
                       .heading = context_.Word(absl::StrCat("reds_", id, "_title")),
                       .caption = context_.Word(absl::StrCat("reds_", id, "_caption"),
                                                {{"name", list_.entity().display_name()},
                                                 {"year", std::to_string(list_.dashboard_year())}}),
                       .none = context_.Word("reds_nothing")};
    for (const std::string& column : columns) {
      table.columns.push_back(context_.Word(absl::StrCat("reds_column_", column)));
    }
    return table;
  }

  // How many of `count` rows are shown; says so where that is not all.
  int Limit(int count, PageTable& table) const {
    if (count <= kMaxRedRows) return count;
    table.texts.push_back(
        context_.Word("reds_limit", {{"shown", int64_t{kMaxRedRows}}, {"total", int64_t{count}}}));
    return kMaxRedRows;
  }

  std::string Group(education::v1::StudentGroup group) const {
    return language::Term(context_.messages, group);
  }

  std::string OutcomeOf(eligibility::v1::Outcome outcome) const {
    return context_.Word(outcome == eligibility::v1::OUTCOME_MET       ? "reds_required"
                         : outcome == eligibility::v1::OUTCOME_NOT_MET ? "reds_not_required"
                                                                       : "reds_open");
  }

  // Its own list: who is only on a list of the state has no other page.
  TableCell EntityCell(const education::v1::Entity& entity) const {
    return {.text = entity.display_name(), .url = RedsLink(CodeOf(entity))};
  }

  TableCell LeaCell(const education::v1::Entity& entity) const {
    if (entity.type() != education::v1::ENTITY_TYPE_SCHOOL) return EntityCell(entity);
    return {.text = entity.district_name(), .url = RedsLink(CodeOf(entity).Lea())};
  }

  std::string RedsLink(const CdsCode& cds) const {
    return context_.Link({.kind = PageKind::kReds, .cds = cds, .year = context_.address.year});
  }

  // The indicator, as a link to the result where the list shows it: only such a result is of the
  // year of the page, and has a page.
  TableCell ResultCell(const education::v1::Entity& entity, education::v1::StudentGroup group,
                       education::v1::Indicator indicator) const {
    TableCell cell = {.text = language::Term(context_.messages, indicator)};
    const auto of_indicator = FromProto(indicator);
    const auto of_group = FromProto(group);
    if (!of_indicator || !of_group || !known_.contains({entity.name(), group, indicator})) {
      return cell;
    }
    cell.url = context_.Link({.kind = PageKind::kResult,
                              .cds = CodeOf(entity),
                              .year = context_.address.year,
                              .indicator = of_indicator,
                              .group = of_group});
    return cell;
  }

  // A result; the words `absent` where there is none.
  TableCell CellOfRed(education::v1::Indicator indicator, const reporting::v1::Cell& cell,
                      absl::string_view absent) const {
    const auto known = FromProto(indicator);
    if (!known || !IsRedShown(cell)) return {.text = context_.Word(absent)};
    return {.result = &cell, .indicator = *known};
  }

  const PageContext& context_;
  const RedList& list_;
  std::set<ShownRed> known_;
};

}  // namespace

absl::StatusOr<Page> RedsPage(const PageContext& context) {
  SOS_ASSIGN_OR_RETURN(const RedList list,
                       context.services.GetRedList(context.address.cds, context.year()));
  Page page;
  TakeFrame(list, page);
  page.title = context.Word("reds_title", {{"name", list.entity().display_name()}});
  page.subtitle = EntityLine(context, list.entity());
  page.body_template = "tables.tpl";
  page.downloads = {FileKind::kXlsx, FileKind::kCsv, FileKind::kJson, FileKind::kPdf};
  FillLead(list.sentences(), page.body);
  const RedTables tables(context, list);
  tables.FillResults(page.body);
  tables.FillSchools(page.body);
  tables.FillIndicators(page.body);
  tables.FillGroups(page.body);
  tables.FillActions(page.body);
  return page;
}

}  // namespace sos::web
