// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/sheets.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "common/text/csv_cell.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/render/sheet_parts.h"
#include "services/reporting/render/words.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using language::Messages;
using Row = SheetRow;

// The columns of a table of results, whatever they are results of.
std::vector<SheetColumn> ResultColumns(const Messages& words) {
  return Columns(
      words, {"part", "cds", "name", "year", "indicator_code", "indicator", "group_code", "group",
              "state", "color", "status", "change", "status_level", "change_level", "numerator",
              "students", "sentence", "next_color", "note"});
}

// What a row of results is about.
struct Subject {
  std::string part;
  const education::v1::Entity& entity;
  int dashboard_year;
  education::v1::Indicator indicator;
  education::v1::StudentGroup student_group;
};

Row ResultRow(const Messages& words, const Subject& subject, const v1::Cell& cell,
              int64_t numerator, const std::string& next_color) {
  const bool shown =
      cell.state() == v1::Cell::STATE_RATED || cell.state() == v1::Cell::STATE_UNRATED;
  return {Text(subject.part),
          Text(std::string(Cds(subject.entity))),
          Text(subject.entity.display_name()),
          Number(std::to_string(subject.dashboard_year)),
          Text(std::string(Code(subject.indicator))),
          Text(language::Term(words, subject.indicator)),
          Text(std::string(Code(subject.student_group))),
          Text(language::Term(words, subject.student_group)),
          Text(StateText(words, cell.state())),
          Text(shown ? language::Term(words, cell.color()) : ""),
          Number(cell.status().value()),
          Number(cell.change().value()),
          Level(cell.status_level()),
          Level(cell.change_level()),
          Count(numerator),
          Count(cell.student_count()),
          Text(cell.sentence()),
          Text(next_color),
          Text(cell.note())};
}

// A point of a trend as a cell without counts.
v1::Cell TrendCell(const v1::TrendPoint& point) {
  v1::Cell cell;
  cell.set_state(!point.has_status()                         ? v1::Cell::STATE_ABSENT
                 : point.color() > education::v1::COLOR_NONE ? v1::Cell::STATE_RATED
                                                             : v1::Cell::STATE_UNRATED);
  cell.set_color(point.color());
  if (point.has_status()) *cell.mutable_status() = point.status();
  cell.set_status_level(point.status_level());
  cell.set_student_count(-1);
  return cell;
}

Sheet TrendSheet(const Messages& words) {
  return {.name = words.Text("sheet.trend"), .columns = ResultColumns(words)};
}

void AddTrend(const Messages& words, const education::v1::Entity& entity,
              education::v1::Indicator indicator,
              const google::protobuf::RepeatedPtrField<v1::TrendPoint>& points, Sheet& sheet) {
  for (const v1::TrendPoint& point : points) {
    sheet.rows.push_back(ResultRow(words,
                                   {words.Text("part.trend"), entity, point.dashboard_year(),
                                    indicator, WholeGroup(indicator)},
                                   TrendCell(point), -1, ""));
  }
}

// The grid as it is drawn: a row a status level, the best first, and in each cell its color and
// who is in it.
Sheet GridSheet(const v1::Placement& placement, const Messages& words) {
  Sheet grid = {.name = words.Text("sheet.grid_cells"),
                .columns = Columns(words, {"status_level"})};
  for (const v1::PlacementCell& cell : placement.cells()) {
    if (cell.status_level() == placement.cells(0).status_level()) {
      grid.columns.push_back(
          {.key = absl::StrCat("change_level_", cell.change_level()),
           .heading = language::ChangeTerm(words, placement.indicator(), cell.change_level())});
    }
    if (cell.change_level() == 1) {
      grid.rows.push_back(
          {Text(language::StatusTerm(words, placement.indicator(), cell.status_level()))});
    }
    std::string text =
        cell.color() > education::v1::COLOR_NONE ? language::Term(words, cell.color()) : "";
    if (!cell.members().empty()) {
      absl::StrAppend(&text, text.empty() ? "" : ": ", absl::StrJoin(cell.members(), "; "));
    }
    grid.rows.back().push_back(Text(std::move(text)));
  }
  return grid;
}

Row DeterminationRow(const Messages& words, const eligibility::v1::Determination& determination) {
  std::vector<std::string> groups;
  std::vector<std::string> letters;
  for (const auto& group : determination.groups()) {
    if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
    groups.push_back(language::Term(words, group.student_group()));
    letters.push_back(group.letter());
  }
  return {Text(std::string(Cds(determination.entity()))),
          Text(determination.entity().display_name()),
          Number(std::to_string(determination.dashboard_year())),
          Text(std::string(OutcomeWord(determination.eligibility()))),
          Text(determination.status()),
          Text(absl::StrJoin(groups, "; ")),
          Text(absl::StrJoin(letters, " ")),
          Text(determination.supporter()),
          Text(MissingData(determination))};
}

Row SupportRow(const v1::SupportView& view, const v1::ProgramSupport& support,
               const std::string& part, int dashboard_year, const std::string& text) {
  return {Text(part),
          Text(std::string(Cds(view.entity()))),
          Text(view.entity().display_name()),
          Text(support.label()),
          Number(std::to_string(dashboard_year)),
          Text(text)};
}

}  // namespace

std::vector<Sheet> SheetsOf(const v1::Report& report, const Messages& words) {
  About about(words, report.entity(), report.dashboard_year());
  about.AddAll("sentence", report.sentences());
  Sheet results = {.name = words.Text("sheet.results"), .columns = ResultColumns(words)};
  for (const v1::GroupRow& row : report.rows()) {
    for (int i = 0; i < row.cells_size(); ++i) {
      if (row.cells(i).state() == v1::Cell::STATE_ABSENT) continue;
      const auto indicator = static_cast<education::v1::Indicator>(report.indicators(i));
      results.rows.push_back(ResultRow(words,
                                       {words.Text("part.group"), report.entity(),
                                        report.dashboard_year(), indicator, row.student_group()},
                                       row.cells(i), -1, ""));
    }
  }
  Sheet trend = TrendSheet(words);
  for (const v1::Trend& of_indicator : report.trends()) {
    AddTrend(words, report.entity(), of_indicator.indicator(), of_indicator.points(), trend);
  }
  return {about.Finish(report), std::move(results), std::move(trend)};
}

std::vector<Sheet> SheetsOf(const v1::Placement& placement, const Messages& words) {
  About about(words, placement.entity(), placement.dashboard_year());
  about.Add("indicator", language::Term(words, placement.indicator()));
  Sheet cells = {.name = words.Text("sheet.grid"),
                 .columns = Columns(words, {"status_level", "change_level", "color", "member"})};
  for (const v1::PlacementCell& cell : placement.cells()) {
    for (const std::string& member : cell.members()) {
      cells.rows.push_back({Level(cell.status_level()), Level(cell.change_level()),
                            Text(language::Term(words, cell.color())), Text(member)});
    }
  }
  for (const std::string& member : placement.unplaced()) {
    cells.rows.push_back({Text(""), Text(""), Text(""), Text(member)});
  }
  return {about.Finish(placement), std::move(cells), GridSheet(placement, words)};
}

std::vector<Sheet> SheetsOf(const v1::CountyReport& report, const Messages& words) {
  About about(words, report.county(), report.dashboard_year());
  Sheet leas = {.name = words.Text("sheet.leas"),
                .columns = Columns(words, {"cds", "name", "year", "eligibility", "status_text",
                                           "groups", "letters", "supporter", "missing"})};
  for (const auto& determination : report.eligible()) {
    leas.rows.push_back(DeterminationRow(words, determination));
  }
  for (const auto& determination : report.undetermined()) {
    leas.rows.push_back(DeterminationRow(words, determination));
  }
  return {about.Finish(report), std::move(leas)};
}

std::vector<Sheet> SheetsOf(const v1::IndicatorView& view, const Messages& words) {
  About about(words, view.entity(), view.dashboard_year());
  about.Add("indicator", language::Term(words, view.indicator()));
  about.AddAll("sentence", view.sentences());
  Sheet groups = {.name = words.Text("sheet.groups"), .columns = ResultColumns(words)};
  for (const v1::GroupResult& group : view.groups()) {
    groups.rows.push_back(ResultRow(words,
                                    {words.Text("part.group"), view.entity(), view.dashboard_year(),
                                     view.indicator(), group.student_group()},
                                    group.cell(), group.numerator(), group.next_color()));
  }
  Sheet members = {.name = words.Text("sheet.members"), .columns = ResultColumns(words)};
  const auto whole = WholeGroup(view.indicator());
  for (const v1::MemberResult& member : view.members()) {
    members.rows.push_back(ResultRow(words,
                                     {words.Text("part.member"), member.entity(),
                                      view.dashboard_year(), view.indicator(), whole},
                                     member.cell(), -1, ""));
  }
  Sheet trend = TrendSheet(words);
  AddTrend(words, view.entity(), view.indicator(), view.trend(), trend);
  return {about.Finish(view), std::move(groups), std::move(members), std::move(trend)};
}

std::vector<Sheet> SheetsOf(const v1::SupportView& view, const Messages& words) {
  About about(words, view.entity(), view.dashboard_year());
  about.AddAll("sentence", view.sentences());
  Sheet programs = {.name = words.Text("sheet.programs"),
                    .columns = Columns(words, {"part", "cds", "name", "program", "year", "text"})};
  for (const v1::ProgramSupport& support : view.programs()) {
    const auto add = [&](absl::string_view part, int year, const std::string& text) {
      if (text.empty()) return;
      programs.rows.push_back(
          SupportRow(view, support, words.Text(absl::StrCat("part.", part)), year, text));
    };
    for (const std::string& text : support.sentences()) add("reason", view.dashboard_year(), text);
    for (const std::string& text : support.gaps()) add("gap", view.dashboard_year(), text);
    add("nearest", view.dashboard_year(), support.nearest_sentence());
    for (const auto& year : support.history()) {
      add("history", year.dashboard_year(),
          year.status().empty() ? words.Text("history.open") : year.status());
    }
  }
  return {about.Finish(view), std::move(programs)};
}

std::string SheetsCsv(const std::vector<Sheet>& sheets) {
  std::string csv;
  const auto add_line = [&csv](const std::vector<std::string>& cells) {
    absl::StrAppend(&csv,
                    absl::StrJoin(cells, ",",
                                  [](std::string* out, const std::string& cell) {
                                    absl::StrAppend(out, CsvCell(cell));
                                  }),
                    "\n");
  };
  const auto keys_of = [](const Sheet& sheet) {
    std::vector<std::string> keys;
    for (const SheetColumn& column : sheet.columns) keys.push_back(column.key);
    return keys;
  };
  for (size_t s = 1; s < sheets.size(); ++s) {
    if (s == 1) add_line(keys_of(sheets[s]));
    // Tables of other columns are in the workbook only.
    if (keys_of(sheets[s]) != keys_of(sheets[1])) continue;
    for (const Row& row : sheets[s].rows) {
      std::vector<std::string> cells;
      for (const SheetCell& cell : row) cells.push_back(cell.text);
      add_line(cells);
    }
  }
  return csv;
}

std::string SheetsText(const std::vector<Sheet>& sheets) {
  std::string text;
  for (size_t s = 0; s < sheets.size(); ++s) {
    const Sheet& sheet = sheets[s];
    if (sheet.rows.empty()) continue;
    if (s > 0) absl::StrAppend(&text, "\n", sheet.name, "\n");
    for (const Row& row : sheet.rows) {
      if (s == 0) {
        absl::StrAppend(&text, Paragraph(absl::StrCat(row[0].text, ": ", row[1].text), 0));
        continue;
      }
      std::vector<std::string> parts;
      for (size_t i = 0; i < row.size(); ++i) {
        if (!row[i].text.empty()) {
          parts.push_back(absl::StrCat(sheet.columns[i].heading, ": ", row[i].text));
        }
      }
      absl::StrAppend(&text, Paragraph(absl::StrJoin(parts, "; "), 2));
    }
  }
  return text;
}

}  // namespace sos::reporting
