// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/sheets.h"
#include "services/reporting/render/target_order.h"
#include "services/reporting/sentences/result.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

using indicator::v1::Crossing;

// Students and points of a change, each blank where the indicator is measured in the other.
void AddMove(const Crossing* crossing, SheetRow& row) {
  const bool counted = crossing != nullptr && crossing->student_count() != 0;
  const bool in_points = crossing != nullptr && crossing->tenths() != 0;
  row.push_back(Number(counted ? absl::StrCat(crossing->student_count()) : ""));
  row.push_back(Number(in_points ? ToString(Tenths{crossing->tenths()}) : ""));
}

void AddBorderCells(const v1::LevelBorder* border, SheetRow& row) {
  row.push_back(Level(border != nullptr ? border->level() : 0));
  row.push_back(Number(border != nullptr ? border->threshold().value() : ""));
  row.push_back(Number(border != nullptr ? border->distance().value() : ""));
}

std::string TargetColor(const language::Messages& words, education::v1::Color color) {
  return color > education::v1::COLOR_NONE ? language::Term(words, color) : "";
}

SheetRow TargetRow(const language::Messages& words, int dashboard_year, const v1::Target& target) {
  const v1::Cell& cell = target.cell();
  SheetRow row = {Text(std::string(Cds(target.entity()))),
                  Text(target.entity().display_name()),
                  Number(std::to_string(dashboard_year)),
                  Text(std::string(Code(target.indicator()))),
                  Text(language::Term(words, target.indicator())),
                  Text(std::string(Code(target.student_group()))),
                  Text(language::Term(words, target.student_group())),
                  Text(TargetColor(words, cell.color())),
                  Number(cell.status().value()),
                  Number(cell.change().value()),
                  Level(cell.status_level()),
                  Level(cell.change_level()),
                  Count(cell.student_count()),
                  Text(NextRating(words, target))};
  AddMove(target.has_next_color() ? &target.next_color() : nullptr, row);
  row.push_back(Text(target.sentence()));
  row.push_back(Text(TargetColor(words, target.next_year_color_if_unchanged())));
  const bool later = target.has_next_year_color();
  row.push_back(Text(later ? TargetColor(words, target.next_year_color().color()) : ""));
  AddMove(later ? &target.next_year_color() : nullptr, row);
  row.push_back(Text(target.next_year_sentence()));
  AddBorderCells(target.has_status_border() ? &target.status_border() : nullptr, row);
  AddBorderCells(target.has_change_border() ? &target.change_border() : nullptr, row);
  row.push_back(Text(cell.note()));
  return row;
}

}  // namespace

std::vector<Sheet> SheetsOf(const v1::TargetList& list, const language::Messages& words) {
  About about(words, list.entity(), list.dashboard_year());
  about.Add("target_meaning", words.Text("targets.meaning"));
  if (list.withheld_count() > 0) {
    about.Add("target_withheld",
              words.Text("targets.withheld_count", {{"count", int64_t{list.withheld_count()}}}));
  }
  Sheet targets = {.name = words.Text("sheet.targets"),
                   .columns = Columns(words, {"cds",
                                              "name",
                                              "year",
                                              "indicator_code",
                                              "indicator",
                                              "group_code",
                                              "group",
                                              "color",
                                              "status",
                                              "change",
                                              "status_level",
                                              "change_level",
                                              "students",
                                              "next_color",
                                              "target_students",
                                              "target_points",
                                              "sentence",
                                              "target_later_unchanged",
                                              "target_later_next_color",
                                              "target_later_students",
                                              "target_later_points",
                                              "target_later_sentence",
                                              "target_status_border_level",
                                              "target_status_border",
                                              "target_status_distance",
                                              "target_change_border_level",
                                              "target_change_border",
                                              "target_change_distance",
                                              "note"})};
  for (const v1::Target* const target : NearestFirst(list)) {
    targets.rows.push_back(TargetRow(words, list.dashboard_year(), *target));
  }
  Sheet exits = {
      .name = words.Text("sheet.targets_exits"),
      .columns = Columns(words, {"cds", "name", "year", "program", "groups", "sentence"})};
  for (const v1::EligibilityExit& exit : list.exits()) {
    std::vector<std::string> groups;
    for (const int group : exit.student_groups()) {
      groups.push_back(language::Term(words, static_cast<education::v1::StudentGroup>(group)));
    }
    for (const std::string& sentence : exit.sentences()) {
      exits.rows.push_back(
          {Text(std::string(Cds(exit.entity()))), Text(exit.entity().display_name()),
           Number(std::to_string(list.dashboard_year())), Text(ProgramLabel(words, exit.program())),
           Text(absl::StrJoin(groups, "; ")), Text(sentence)});
    }
  }
  return {about.Finish(list), std::move(targets), std::move(exits)};
}

}  // namespace sos::reporting
