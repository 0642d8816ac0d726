// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/revision/revision.h"
#include "google/protobuf/util/time_util.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using eligibility::v1::Determination;

// The escape codes of the terminal colors nearest to the Dashboard's.
std::string Painted(const std::string& text, education::v1::Color color, bool ansi) {
  if (!ansi) return text;
  const char* code = nullptr;
  switch (color) {
    case education::v1::COLOR_RED:
      code = "41;97";
      break;
    case education::v1::COLOR_ORANGE:
      code = "48;5;208;30";
      break;
    case education::v1::COLOR_YELLOW:
      code = "43;30";
      break;
    case education::v1::COLOR_GREEN:
      code = "42;30";
      break;
    case education::v1::COLOR_BLUE:
      code = "44;97";
      break;
    default:
      return text;
  }
  return absl::StrCat("\033[", code, "m", text, "\033[0m");
}

// A table of cells that may carry a color each.
struct TextCell {
  std::string text;
  education::v1::Color color = education::v1::COLOR_NONE;
};

std::string Table(const std::vector<std::vector<TextCell>>& rows, bool ansi) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].text.size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  ";
    for (size_t i = 0; i < row.size(); ++i) {
      const bool last = i + 1 == row.size();
      const std::string padding(last ? 0 : widths[i] - row[i].text.size() + 2, ' ');
      absl::StrAppend(&line, Painted(row[i].text, row[i].color, ansi), padding);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, line, "\n");
  }
  return text;
}

std::string Heading(absl::string_view title) {
  return absl::StrCat("\n", title, "\n", std::string(title.size(), '-'), "\n");
}

std::string Title(const education::v1::Entity& entity, int year, absl::string_view what,
                  const std::string& notice) {
  std::string text = absl::StrCat(entity.display_name(), " (", Cds(entity), ")");
  if (!entity.county_name().empty() && entity.county_name() != entity.display_name()) {
    absl::StrAppend(&text, ", ", entity.county_name(), " County");
  }
  absl::StrAppend(&text, "\n", what, ", ", year, " Dashboard\n");
  if (!notice.empty()) absl::StrAppend(&text, "\n** ", notice, " **\n");
  return text;
}

std::string HeatMap(const v1::Report& report, bool ansi) {
  std::vector<std::vector<TextCell>> rows;
  std::vector<TextCell> header = {{"Student group"}};
  for (const int indicator : report.indicators()) {
    header.push_back({std::string(Code(static_cast<education::v1::Indicator>(indicator)))});
  }
  rows.push_back(header);
  for (const v1::GroupRow& row : report.rows()) {
    std::vector<TextCell> cells = {{std::string(Label(row.student_group()))}};
    for (const v1::Cell& cell : row.cells()) cells.push_back({CellText(cell), cell.color()});
    rows.push_back(std::move(cells));
  }
  return Table(rows, ansi);
}

// What stands where there is nothing to list: that there is none, or that nobody knows.
constexpr char kNone[] = "  none\n";
constexpr char kNothingLoaded[] = "  not known: no results of this year are loaded\n";

std::string Remarks(const google::protobuf::RepeatedPtrField<v1::Remark>& remarks,
                    const std::string& none, bool ansi) {
  if (remarks.empty()) return none;
  std::vector<std::vector<TextCell>> rows;
  for (const v1::Remark& remark : remarks) {
    rows.push_back(
        {{std::string(Label(remark.indicator()))},
         {remark.color() > education::v1::COLOR_NONE
              ? absl::StrCat(std::string(1, ColorLetter(remark.color())), " ",
                             ColorName(remark.color()))
              : absl::StrCat("status level ", remark.status_level(), " of 5"),
          remark.color()},
         {absl::StrCat(
             remark.status().value(),
             remark.has_change() ? absl::StrCat(" (", Signed(remark.change()), ")") : "")}});
  }
  return Table(rows, ansi);
}

std::string Eligibility(const Determination& determination) {
  std::string text = absl::StrCat("  ", Headline(determination), "\n");
  if (!determination.supporter().empty()) {
    absl::StrAppend(&text, "  Supported by: ", determination.supporter(), "\n");
  }
  for (const auto& method : determination.methods()) {
    absl::StrAppend(&text, "  Method ", method.method(), ": ", OutcomeWord(method.outcome()),
                    method.reason().empty() ? "" : absl::StrCat(" (", method.reason(), ")"), "\n");
  }
  if (const std::string missing = MissingData(determination); !missing.empty()) {
    absl::StrAppend(&text, "  ", missing, "\n");
  }
  for (const auto& group : determination.groups()) {
    if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
    absl::StrAppend(&text, "  ", GroupSentence(group), "\n");
    for (const auto& finding : determination.findings()) {
      if (finding.student_group() == group.student_group() &&
          finding.outcome() == eligibility::v1::OUTCOME_MET) {
        absl::StrAppend(&text, "    ", finding.description(), "\n");
      }
    }
  }
  if (determination.has_intensive()) {
    absl::StrAppend(&text,
                    "  EC 52072 (intensive): ", OutcomeWord(determination.intensive().outcome()),
                    ". ", determination.intensive().description(), "\n");
  }
  if (determination.has_geographic_lead()) {
    absl::StrAppend(&text, "  EC 52071(f) (geographic lead): ",
                    OutcomeWord(determination.geographic_lead().outcome()), "\n");
  }
  return text;
}

std::string Trends(const v1::Report& report, bool ansi) {
  std::vector<std::vector<TextCell>> rows;
  for (const v1::Trend& trend : report.trends()) {
    if (rows.empty()) {
      std::vector<TextCell> header = {{"Indicator"}};
      for (const v1::TrendPoint& point : trend.points())
        header.push_back({absl::StrCat(point.dashboard_year())});
      rows.push_back(std::move(header));
    }
    std::vector<TextCell> cells = {{std::string(Label(trend.indicator()))}};
    for (const v1::TrendPoint& point : trend.points()) {
      const std::string note = TrendNote(point);
      std::string text = point.has_status()
                             ? absl::StrCat(std::string(1, ColorLetter(point.color())), " ",
                                            point.status().value())
                             : std::string();
      if (!note.empty()) absl::StrAppend(&text, text.empty() ? "" : " ", "[", note, "]");
      cells.push_back({text, point.color()});
    }
    rows.push_back(std::move(cells));
  }
  return Table(rows, ansi);
}

// The grid at a glance: the letter of each cell's color and how many are in it.
std::string GridAtAGlance(const v1::Placement& placement, bool ansi) {
  std::vector<std::vector<TextCell>> rows = {{{""}, {"1"}, {"2"}, {"3"}, {"4"}, {"5"}}};
  for (const v1::PlacementCell& cell : placement.cells()) {
    if (cell.change_level() == 1) rows.push_back({{absl::StrCat(cell.status_level())}});
    rows.back().push_back({absl::StrCat(std::string(1, ColorLetter(cell.color())), " ",
                                        cell.members().empty() ? std::string("empty")
                                                               : absl::StrCat(cell.members_size())),
                           cell.color()});
  }
  return Table(rows, ansi);
}

// What a grid places.
absl::string_view PlacedWord(const v1::Placement& placement) {
  if (absl::StrContains(placement.name(), "/leaPlacements/")) return "LEAs";
  const auto type = placement.entity().type();
  return type == education::v1::ENTITY_TYPE_SCHOOL ||
                 type == education::v1::ENTITY_TYPE_CHARTER_SCHOOL
             ? "student groups"
             : "schools";
}

// The files behind the numbers of the report's own year.
std::string Sources(const v1::Report& report) {
  std::string text;
  for (const v1::SourceFile& file : report.files()) {
    if (file.dashboard_year() != report.dashboard_year()) continue;
    absl::StrAppend(&text, text.empty() ? Heading("Files") : "", "  ", file.display_name());
    if (file.has_load_time()) {
      absl::StrAppend(&text, ", loaded ",
                      google::protobuf::util::TimeUtil::ToString(file.load_time()).substr(0, 10));
    }
    absl::StrAppend(&text, file.partial() ? ", a part of the state\n" : "\n");
  }
  return text;
}

}  // namespace

std::string RenderText(const v1::Report& report, bool ansi) {
  std::string text = Title(report.entity(), report.dashboard_year(),
                           "Student groups and indicators", report.notice());
  if (!report.sentences().empty()) text += "\n";
  for (const std::string& sentence : report.sentences()) {
    absl::StrAppend(&text, "  ", sentence, "\n");
  }
  if (report.has_determination()) {
    absl::StrAppend(&text, Heading("Eligibility (LCFF)"), Eligibility(report.determination()));
  }
  for (const v1::ProgramAnswer& program : report.programs()) {
    absl::StrAppend(&text, Heading(program.label()));
    for (const std::string& sentence : program.sentences()) {
      absl::StrAppend(&text, "  ", sentence, "\n");
    }
  }
  absl::StrAppend(
      &text, Heading("Heat map"), HeatMap(report, ansi),
      "  R Red, O Orange, Y Yellow, G Green, B Blue; L1 to L5 status level where a year has no\n"
      "  colors; - no color; * masked (under 11 students, or protecting such a group).\n");
  const std::string none = report.rows().empty() ? kNothingLoaded : kNone;
  absl::StrAppend(&text, Heading("Strengths"), Remarks(report.strengths(), none, ansi));
  absl::StrAppend(&text, Heading("Weaknesses"), Remarks(report.weaknesses(), none, ansi));
  absl::StrAppend(&text, Heading("Struggling groups"));
  if (report.struggling_groups().empty()) text += none;
  for (const v1::StrugglingGroup& group : report.struggling_groups()) {
    absl::StrAppend(&text, "  ", Label(group.student_group()), ": ",
                    absl::StrJoin(group.indicators(), ", ",
                                  [](std::string* out, int indicator) {
                                    absl::StrAppend(
                                        out,
                                        Label(static_cast<education::v1::Indicator>(indicator)));
                                  }),
                    "\n");
  }
  absl::StrAppend(&text, Heading("Trend, all students"), Trends(report, ansi));
  absl::StrAppend(&text, Sources(report), "\nData: revision ", ToString(RevisionIn(report)), "\n");
  return text;
}

std::string RenderText(const v1::Placement& placement, bool ansi) {
  std::string text = Title(placement.entity(), placement.dashboard_year(),
                           absl::StrCat("Five-by-five placement, ", Label(placement.indicator())),
                           placement.notice());
  absl::StrAppend(
      &text, "\n", GridAtAGlance(placement, ansi),
      "  Rows: status level, 5 the best. Columns: change level. In each cell the color\n"
      "  (R Red, O Orange, Y Yellow, G Green, B Blue) and how many ",
      PlacedWord(placement), " are in it.\n");
  for (const v1::PlacementCell& cell : placement.cells()) {
    if (cell.members().empty()) continue;
    absl::StrAppend(
        &text, "\n",
        Painted(
            absl::StrCat(std::string(1, ColorLetter(cell.color())), " ", ColorName(cell.color())),
            cell.color(), ansi),
        ": status level ", cell.status_level(), ", change level ", cell.change_level(), "\n");
    for (const std::string& member : cell.members()) absl::StrAppend(&text, "  ", member, "\n");
  }
  if (!placement.unplaced().empty()) {
    absl::StrAppend(&text, "\nNo cell (too few students, or no change)\n");
    for (const std::string& member : placement.unplaced())
      absl::StrAppend(&text, "  ", member, "\n");
  }
  if (placement.withheld_count() > 0) {
    absl::StrAppend(&text, "\nNot shown (under 11 students, or protecting such a group): ",
                    placement.withheld_count(), "\n");
  }
  return text;
}

std::string RenderText(const v1::CountyReport& report, bool ansi) {
  (void)ansi;  // Nothing in this list has a color.
  std::string text = Title(report.county(), report.dashboard_year(),
                           "LEAs eligible for assistance (LCFF)", report.notice());
  absl::StrAppend(&text, "\n", report.eligible_size(), " of ", report.lea_count(),
                  " LEAs are eligible");
  if (report.undetermined_size() > 0) {
    absl::StrAppend(&text, "; ", report.undetermined_size(), " could not be decided");
  }
  text += ".\n";
  for (const Determination& determination : report.eligible()) {
    absl::StrAppend(&text, "\n", determination.entity().display_name(), " (",
                    Cds(determination.entity()), ")\n  ", Headline(determination), "\n");
    for (const auto& group : determination.groups()) {
      if (group.outcome() == eligibility::v1::OUTCOME_MET) {
        absl::StrAppend(&text, "  ", GroupSentence(group), "\n");
      }
    }
  }
  if (report.undetermined_size() > 0) text += Heading("Undecided");
  for (const Determination& determination : report.undetermined()) {
    std::vector<std::string> reasons;
    for (const auto& method : determination.methods()) {
      if (!method.reason().empty())
        reasons.push_back(absl::StrCat("method ", method.method(), " ", method.reason()));
    }
    absl::StrAppend(&text, "  ", determination.entity().display_name(), ": ",
                    absl::StrJoin(reasons, ", "), "\n");
    if (const std::string missing = MissingData(determination); !missing.empty()) {
      absl::StrAppend(&text, "    ", missing, "\n");
    }
  }
  return text;
}

}  // namespace sos::reporting
