// SPDX-License-Identifier: Apache-2.0

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/reporting/render/red_list_text.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/sheets.h"
#include "services/reporting/render/words.h"
#include "services/reporting/sentences/reds.h"

namespace sos::reporting {
namespace {

using education::v1::Entity;
using language::Messages;

constexpr absl::string_view kListSeparator = "; ";

Sheet RedTable(const Messages& words, absl::string_view name,
               const std::vector<std::string>& keys) {
  Sheet sheet = {.name = words.Text(name)};
  for (const std::string& key : keys) {
    sheet.columns.push_back({.key = key, .heading = words.Text(absl::StrCat("red.column.", key))});
  }
  return sheet;
}

template <typename Numbers, typename ToValue>
std::string TermList(const Messages& words, const Numbers& numbers, ToValue to_value) {
  std::vector<std::string> terms;
  for (const int number : numbers) terms.push_back(language::Term(words, to_value(number)));
  return absl::StrJoin(terms, kListSeparator);
}

// The name of a school; that it is the LEA itself for a row of an LEA.
std::string SchoolText(const Messages& words, const Entity& entity) {
  const bool lea = entity.type() == education::v1::ENTITY_TYPE_DISTRICT ||
                   entity.type() == education::v1::ENTITY_TYPE_COUNTY_OFFICE;
  return lea ? words.Text("red.lea_wide") : entity.display_name();
}

bool IsRedCellShown(const v1::Cell& cell) {
  return cell.state() == v1::Cell::STATE_RATED || cell.state() == v1::Cell::STATE_UNRATED;
}

// Color, status, status level and change of a result, blank where there is none.
void AddCell(const Messages& words, const v1::Cell& cell, std::vector<SheetCell>& row) {
  const bool shown = IsRedCellShown(cell);
  row.push_back(Text(shown ? language::Term(words, cell.color()) : ""));
  row.push_back(Number(cell.status().value()));
  row.push_back(Level(cell.status_level()));
}

// Whether a source has the result; blank where it is not known.
std::string SourceText(const Messages& words, bool has, bool known) {
  return has ? words.Text("red.yes") : known ? words.Text("red.no") : "";
}

Sheet ResultsTable(const v1::RedList& list, const Messages& words) {
  Sheet sheet = RedTable(words, "red.sheet_results",
                         {"level", "lea_cds", "lea", "cds", "school", "group_code", "group",
                          "indicator_code", "indicator", "year", "color", "status", "status_level",
                          "change", "students", "in_results", "in_state_list", "sentence"});
  // A list that names nobody of a level may just as well not be loaded.
  std::set<v1::RedResult::Level> listed;
  for (const v1::RedResult& red : list.results()) {
    if (red.in_state_list()) listed.insert(red.level());
  }
  for (const v1::RedResult& red : list.results()) {
    const v1::Cell& cell = red.cell();
    std::vector<SheetCell> row = {Text(RedLevelText(words, red.level())),
                                  Text(RedLeaCds(red.entity())),
                                  Text(RedLeaName(red.entity())),
                                  Text(std::string(Cds(red.entity()))),
                                  Text(SchoolText(words, red.entity())),
                                  Text(std::string(Code(red.student_group()))),
                                  Text(language::Term(words, red.student_group())),
                                  Text(std::string(Code(red.indicator()))),
                                  Text(language::Term(words, red.indicator())),
                                  Number(std::to_string(list.dashboard_year()))};
    AddCell(words, cell, row);
    row.push_back(Number(cell.change().value()));
    row.push_back(Count(IsRedCellShown(cell) ? cell.student_count() : -1));
    row.push_back(Text(SourceText(words, red.in_results(), IsRedCellShown(cell))));
    row.push_back(Text(SourceText(words, red.in_state_list(), listed.contains(red.level()))));
    row.push_back(Text(cell.sentence()));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

Sheet SchoolsTable(const v1::RedList& list, const Messages& words) {
  Sheet sheet = RedTable(words, "red.sheet_by_group",
                         {"lea_cds", "lea", "group", "indicator", "lea_itself", "schools"});
  for (const v1::RedSchools& row : list.by_group_and_indicator()) {
    sheet.rows.push_back(
        {Text(std::string(Cds(row.lea()))), Text(row.lea().display_name()),
         Text(language::Term(words, row.student_group())),
         Text(language::Term(words, row.indicator())),
         Text(row.lea_itself() ? words.Text("red.yes") : ""),
         Text(absl::StrJoin(row.schools(), kListSeparator, [](std::string* out, const Entity& one) {
           *out += one.display_name();
         }))});
  }
  return sheet;
}

Sheet IndicatorsTable(const v1::RedList& list, const Messages& words) {
  Sheet sheet =
      RedTable(words, "red.sheet_by_school_group", {"lea", "cds", "school", "group", "indicators"});
  for (const v1::RedIndicators& row : list.by_school_and_group()) {
    sheet.rows.push_back(
        {Text(RedLeaName(row.entity())), Text(std::string(Cds(row.entity()))),
         Text(SchoolText(words, row.entity())), Text(language::Term(words, row.student_group())),
         Text(TermList(words, row.indicators(),
                       [](int number) { return static_cast<education::v1::Indicator>(number); }))});
  }
  return sheet;
}

Sheet GroupsTable(const v1::RedList& list, const Messages& words) {
  Sheet sheet =
      RedTable(words, "red.sheet_by_school", {"lea", "cds", "school", "indicator", "groups"});
  for (const v1::RedGroups& row : list.by_school_and_indicator()) {
    sheet.rows.push_back({Text(RedLeaName(row.entity())), Text(std::string(Cds(row.entity()))),
                          Text(SchoolText(words, row.entity())),
                          Text(language::Term(words, row.indicator())),
                          Text(TermList(words, row.student_groups(), [](int number) {
                            return static_cast<education::v1::StudentGroup>(number);
                          }))});
  }
  return sheet;
}

std::string YearText(int year) { return year == 0 ? "" : absl::StrCat(year); }

Sheet ActionsTable(const v1::RedList& list, const Messages& words) {
  Sheet sheet = RedTable(words, "red.sheet_actions",
                         {"lea_cds", "lea", "duty", "required", "cds", "about", "group",
                          "indicator", "year", "color", "status", "status_level", "description"});
  for (const v1::RequiredAction& action : list.required_actions()) {
    std::vector<SheetCell> row = {Text(std::string(Cds(action.lea()))),
                                  Text(action.lea().display_name()),
                                  Text(action.duty()),
                                  Text(RequiredText(words, action.outcome())),
                                  Text(std::string(Cds(action.entity()))),
                                  Text(action.entity().display_name()),
                                  Text(language::Term(words, action.student_group())),
                                  Text(language::Term(words, action.indicator())),
                                  Text(YearText(action.dashboard_year()))};
    AddCell(words, action.cell(), row);
    row.push_back(Text(action.description()));
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

}  // namespace

std::string RedLeaCds(const Entity& entity) {
  const std::string cds(Cds(entity));
  constexpr int kLeaDigits = 7;
  return entity.type() == education::v1::ENTITY_TYPE_SCHOOL
             ? absl::StrCat(cds.substr(0, kLeaDigits), "0000000")
             : cds;
}

std::string RedLeaName(const Entity& entity) {
  return entity.type() == education::v1::ENTITY_TYPE_SCHOOL ? entity.district_name()
                                                            : entity.display_name();
}

std::vector<Sheet> SheetsOf(const v1::RedList& document, const Messages& words) {
  About about(words, document.entity(), document.dashboard_year());
  about.AddAll("sentence", document.sentences());
  return {about.Finish(document),        ResultsTable(document, words),
          SchoolsTable(document, words), IndicatorsTable(document, words),
          GroupsTable(document, words),  ActionsTable(document, words)};
}

}  // namespace sos::reporting
