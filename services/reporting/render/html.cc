// SPDX-License-Identifier: Apache-2.0
#include <ctemplate/template.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/revision/revision.h"
#include "google/protobuf/util/time_util.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/templates/template_files.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

using ctemplate::TemplateDictionary;
using eligibility::v1::Determination;

// Measures of the heat map, in SVG units.
constexpr int kLabelWidth = 230;
constexpr int kCellWidth = 112;
constexpr int kCellHeight = 30;
constexpr int kHeaderHeight = 32;
// Measures of a trend chart.
constexpr int kMostChartsPerRow = 3;
constexpr int kLeastChartWidth = 320;
constexpr int kChartHeight = 150;
constexpr int kPlotTop = 34;
constexpr int kPlotHeight = 70;
constexpr int kFirstYearX = 40;
constexpr int kYearStep = 110;

std::string ColorClass(education::v1::Color color) {
  return color > education::v1::COLOR_NONE ? absl::AsciiStrToLower(ColorName(color)) : "none";
}

// Fills the frame of a page and returns the dictionary of its body, the template `body`.
TemplateDictionary* FillPage(TemplateDictionary& page, const std::string& body,
                             const education::v1::Entity& entity, int year, const std::string& what,
                             const std::string& notice, const Revision& revision) {
  static absl::once_flag loaded;
  absl::call_once(loaded, [] {
    for (const EmbeddedFile& file : TemplateFiles()) {
      ctemplate::StringToTemplateCache(std::string(file.name), file.contents.data(),
                                       file.contents.size(), ctemplate::DO_NOT_STRIP);
    }
  });
  page.SetValue("TITLE", absl::StrCat(entity.display_name(), ", ", what, ", ", year));
  page.SetValue("HEADLINE", entity.display_name());
  std::string subtitle = absl::StrCat(what, ", ", year, " Dashboard. Code ", Cds(entity));
  if (!entity.county_name().empty() && entity.county_name() != entity.display_name()) {
    absl::StrAppend(&subtitle, ", ", entity.county_name(), " County");
  }
  page.SetValue("SUBTITLE", subtitle);
  page.SetValue("REVISION", ToString(revision));
  if (!notice.empty()) page.AddSectionDictionary("NOTICE")->SetValue("TEXT", notice);
  TemplateDictionary* dictionary = page.AddIncludeDictionary("BODY");
  dictionary->SetFilename(body);
  return dictionary;
}

std::string Expand(const TemplateDictionary& page) {
  std::string html;
  ctemplate::ExpandTemplate("page.tpl", ctemplate::DO_NOT_STRIP, &page, &html);
  return html;
}

void AddTexts(TemplateDictionary* parent, const char* section,
              const std::vector<std::string>& texts) {
  for (const std::string& text : texts)
    parent->AddSectionDictionary(section)->SetValue("TEXT", text);
}

void AddEligibility(const Determination& determination, TemplateDictionary* body) {
  TemplateDictionary* section = body->AddSectionDictionary("ELIGIBILITY");
  section->SetValue("STATUS", Headline(determination));
  if (!determination.supporter().empty()) {
    section->AddSectionDictionary("SUPPORTER")->SetValue("TEXT", determination.supporter());
  }
  if (const std::string missing = MissingData(determination); !missing.empty()) {
    section->AddSectionDictionary("MISSING")->SetValue("TEXT", missing);
  }
  TemplateDictionary* groups = nullptr;
  for (const auto& group : determination.groups()) {
    if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
    if (groups == nullptr) groups = section->AddSectionDictionary("GROUPS");
    TemplateDictionary* item = groups->AddSectionDictionary("GROUP");
    item->SetValue("TEXT", GroupSentence(group));
    for (const auto& finding : determination.findings()) {
      if (finding.student_group() == group.student_group() &&
          finding.outcome() == eligibility::v1::OUTCOME_MET) {
        item->AddSectionDictionary("REASON")->SetValue("TEXT", finding.description());
      }
    }
  }
  for (const auto& finding : determination.findings()) {
    TemplateDictionary* row = section->AddSectionDictionary("FINDING");
    row->SetValue("RULE", finding.rule());
    row->SetValue("GROUP", finding.student_group() == education::v1::STUDENT_GROUP_UNSPECIFIED
                               ? "LEA"
                               : std::string(Label(finding.student_group())));
    row->SetValue("OUTCOME", std::string(OutcomeWord(finding.outcome())));
    row->SetValue("DESCRIPTION", finding.description());
    row->SetValue("SOURCE", finding.citation().source());
  }
}

void AddHeatMap(const v1::Report& report, TemplateDictionary* body) {
  if (report.rows().empty()) return;
  TemplateDictionary* map = body->AddSectionDictionary("HEATMAP");
  map->SetIntValue("WIDTH", kLabelWidth + report.indicators_size() * kCellWidth);
  map->SetIntValue("HEIGHT", kHeaderHeight + report.rows_size() * kCellHeight + 4);
  for (int i = 0; i < report.indicators_size(); ++i) {
    const auto indicator = static_cast<education::v1::Indicator>(report.indicators(i));
    TemplateDictionary* column = map->AddSectionDictionary("COLUMN");
    column->SetIntValue("X", kLabelWidth + i * kCellWidth + kCellWidth / 2);
    column->SetValue("LABEL", std::string(Code(indicator)));
    map->AddSectionDictionary("HEAD")->SetValue("LABEL", std::string(Label(indicator)));
  }
  for (int r = 0; r < report.rows_size(); ++r) {
    const v1::GroupRow& row = report.rows(r);
    const int y = kHeaderHeight + r * kCellHeight;
    TemplateDictionary* label = map->AddSectionDictionary("ROW");
    label->SetIntValue("Y", y + 18);
    label->SetValue("LABEL", std::string(Label(row.student_group())));
    TemplateDictionary* table_row = map->AddSectionDictionary("TABLEROW");
    table_row->SetValue("LABEL", std::string(Label(row.student_group())));
    for (int i = 0; i < row.cells_size(); ++i) {
      const v1::Cell& cell = row.cells(i);
      table_row->AddSectionDictionary("TABLECELL")->SetValue("WORDS", CellWords(cell));
      if (cell.state() == v1::Cell::STATE_ABSENT) continue;
      const int x = kLabelWidth + i * kCellWidth;
      TemplateDictionary* box = map->AddSectionDictionary("CELL");
      box->SetIntValue("X", x + 2);
      box->SetIntValue("Y", y);
      box->SetIntValue("TX", x + kCellWidth / 2);
      box->SetIntValue("TY", y + 18);
      box->SetValue("COLOR", ColorClass(cell.color()));
      box->SetValue("TEXT", CellText(cell));
      box->SetValue("WORDS", CellWords(cell));
    }
  }
}

std::string RemarkText(const v1::Remark& remark) {
  return absl::StrCat(
      Label(remark.indicator()), ": ",
      remark.color() > education::v1::COLOR_NONE
          ? std::string(ColorName(remark.color()))
          : absl::StrCat("status level ", remark.status_level(), " of 5"),
      ", status ", remark.status().value(),
      remark.has_change() ? absl::StrCat(", change ", Signed(remark.change())) : "");
}

void AddRemarks(const v1::Report& report, TemplateDictionary* body) {
  std::vector<std::string> strengths;
  for (const v1::Remark& remark : report.strengths()) strengths.push_back(RemarkText(remark));
  std::vector<std::string> weaknesses;
  for (const v1::Remark& remark : report.weaknesses()) weaknesses.push_back(RemarkText(remark));
  std::vector<std::string> struggling;
  for (const v1::StrugglingGroup& group : report.struggling_groups()) {
    struggling.push_back(absl::StrCat(
        Label(group.student_group()), ": ",
        absl::StrJoin(group.indicators(), ", ", [](std::string* out, int indicator) {
          absl::StrAppend(out, Label(static_cast<education::v1::Indicator>(indicator)));
        })));
  }
  for (auto* list : {&strengths, &weaknesses, &struggling}) {
    if (list->empty()) {
      list->push_back(report.rows().empty() ? "Not known: no results of this year are loaded."
                                            : "None.");
    }
  }
  AddTexts(body, "STRENGTH", strengths);
  AddTexts(body, "WEAKNESS", weaknesses);
  AddTexts(body, "STRUGGLING", struggling);
}

// Draws one indicator's chart with its corner at (`left`, `top`).
void AddChart(const v1::Trend& trend, int left, int top, TemplateDictionary* trends) {
  TemplateDictionary* chart = trends->AddSectionDictionary("CHART");
  chart->SetIntValue("X", left);
  chart->SetIntValue("TITLE_Y", top + 16);
  chart->SetValue("LABEL", std::string(Label(trend.indicator())));
  // The vertical scale spans the values that there are; a flat line lies in the middle.
  int64_t low = 0;
  int64_t high = 0;
  bool any = false;
  for (const v1::TrendPoint& point : trend.points()) {
    if (!point.has_status()) continue;
    const int64_t value = ParseTenths(point.status().value())->count;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  const auto y_of = [&](const v1::TrendPoint& point) {
    const int64_t value = ParseTenths(point.status().value())->count;
    const int64_t from_top =
        high == low ? kPlotHeight / 2 : (high - value) * kPlotHeight / (high - low);
    return top + kPlotTop + static_cast<int>(from_top);
  };
  for (int i = 0; i < trend.points_size(); ++i) {
    const v1::TrendPoint& point = trend.points(i);
    const int x = left + kFirstYearX + i * kYearStep;
    TemplateDictionary* year = chart->AddSectionDictionary("YEAR");
    year->SetIntValue("X", x);
    year->SetIntValue("Y", top + kPlotTop + kPlotHeight + 30);
    const std::string note = point.kind() == v1::TrendPoint::KIND_BROKEN ? "" : TrendNote(point);
    year->SetValue(
        "TEXT", absl::StrCat(point.dashboard_year(), note.empty() ? "" : absl::StrCat(" ", note)));
    if (point.kind() == v1::TrendPoint::KIND_BROKEN) {
      TemplateDictionary* gap = chart->AddSectionDictionary("BREAK");
      gap->SetIntValue("X", x - 30);
      gap->SetIntValue("Y", top + kPlotTop);
      gap->SetIntValue("W", 60);
      gap->SetIntValue("TX", x);
      gap->SetIntValue("TY", top + kPlotTop + kPlotHeight / 2);
    }
    if (!point.has_status()) continue;
    if (i > 0 && trend.points(i - 1).has_status()) {
      TemplateDictionary* line = chart->AddSectionDictionary("LINE");
      line->SetIntValue("X1", x - kYearStep);
      line->SetIntValue("Y1", y_of(trend.points(i - 1)));
      line->SetIntValue("X2", x);
      line->SetIntValue("Y2", y_of(point));
    }
    TemplateDictionary* dot = chart->AddSectionDictionary("POINT");
    dot->SetIntValue("X", x);
    dot->SetIntValue("Y", y_of(point));
    dot->SetIntValue("TY", y_of(point) - 10);
    dot->SetValue("COLOR", ColorClass(point.color()));
    dot->SetValue("TEXT",
                  absl::StrCat(point.color() > education::v1::COLOR_NONE
                                   ? absl::StrCat(std::string(1, ColorLetter(point.color())), " ")
                                   : std::string(),
                               point.status().value()));
  }
}

void AddTrends(const v1::Report& report, TemplateDictionary* body) {
  if (report.trends().empty()) return;
  TemplateDictionary* trends = body->AddSectionDictionary("TRENDS");
  // As many charts in a row as three of three years are wide, but one at least.
  const int width = std::max(kLeastChartWidth,
                             2 * kFirstYearX + (report.trends(0).points_size() - 1) * kYearStep);
  const int per_row = std::max(1, kMostChartsPerRow * kLeastChartWidth / width);
  const int rows = (report.trends_size() + per_row - 1) / per_row;
  trends->SetIntValue("WIDTH", int64_t{per_row} * width);
  trends->SetIntValue("HEIGHT", int64_t{rows} * kChartHeight);
  for (const v1::TrendPoint& point : report.trends(0).points()) {
    trends->AddSectionDictionary("HEAD")->SetIntValue("LABEL", point.dashboard_year());
  }
  for (int i = 0; i < report.trends_size(); ++i) {
    AddChart(report.trends(i), (i % per_row) * width, (i / per_row) * kChartHeight, trends);
    TemplateDictionary* row = trends->AddSectionDictionary("TABLEROW");
    row->SetValue("LABEL", std::string(Label(report.trends(i).indicator())));
    for (const v1::TrendPoint& point : report.trends(i).points()) {
      const std::string note = TrendNote(point);
      const std::string status =
          point.has_status() ? absl::StrCat(ColorName(point.color()), ", ", point.status().value())
                             : "";
      row->AddSectionDictionary("TABLECELL")
          ->SetValue("WORDS", note.empty()
                                  ? status
                                  : absl::StrCat(status, status.empty() ? "" : ", ", note));
    }
  }
}

}  // namespace

std::string RenderHtml(const v1::Report& report) {
  TemplateDictionary page("page");
  TemplateDictionary* body =
      FillPage(page, "report.tpl", report.entity(), report.dashboard_year(),
               "Student groups and indicators", report.notice(), RevisionIn(report));
  AddTexts(body, "SENTENCE", {report.sentences().begin(), report.sentences().end()});
  if (report.has_determination()) AddEligibility(report.determination(), body);
  for (const v1::ProgramAnswer& program : report.programs()) {
    TemplateDictionary* section = body->AddSectionDictionary("PROGRAM");
    section->SetValue("LABEL", program.label());
    AddTexts(section, "SENTENCE", {program.sentences().begin(), program.sentences().end()});
  }
  AddHeatMap(report, body);
  AddRemarks(report, body);
  AddTrends(report, body);
  TemplateDictionary* files = nullptr;
  for (const v1::SourceFile& file : report.files()) {
    if (file.dashboard_year() != report.dashboard_year()) continue;
    if (files == nullptr) files = body->AddSectionDictionary("FILES");
    std::string text = file.display_name();
    if (file.has_load_time()) {
      absl::StrAppend(&text, ", loaded ",
                      google::protobuf::util::TimeUtil::ToString(file.load_time()).substr(0, 10));
    }
    if (file.partial()) absl::StrAppend(&text, ", a part of the state");
    files->AddSectionDictionary("FILE")->SetValue("TEXT", text);
  }
  return Expand(page);
}

std::string RenderHtml(const v1::Placement& placement) {
  constexpr int kGridLeft = 90;
  constexpr int kGridTop = 34;
  constexpr int kBoxWidth = 160;
  constexpr int kBoxHeight = 80;
  TemplateDictionary page("page");
  TemplateDictionary* body =
      FillPage(page, "placement.tpl", placement.entity(), placement.dashboard_year(),
               absl::StrCat("Five-by-five placement, ", Label(placement.indicator())),
               placement.notice(), RevisionIn(placement));
  for (int level = 1; level <= 5; ++level) {
    TemplateDictionary* column = body->AddSectionDictionary("COLUMN");
    column->SetIntValue("X", kGridLeft + (level - 1) * kBoxWidth + kBoxWidth / 2);
    column->SetIntValue("LEVEL", level);
    TemplateDictionary* row = body->AddSectionDictionary("ROW");
    row->SetIntValue("Y", kGridTop + (5 - level) * kBoxHeight + kBoxHeight / 2);
    row->SetIntValue("LEVEL", level);
  }
  for (const v1::PlacementCell& cell : placement.cells()) {
    const int x = kGridLeft + (cell.change_level() - 1) * kBoxWidth;
    const int y = kGridTop + (5 - cell.status_level()) * kBoxHeight;
    TemplateDictionary* box = body->AddSectionDictionary("CELL");
    box->SetIntValue("X", x);
    box->SetIntValue("Y", y);
    box->SetIntValue("TX", x + kBoxWidth / 2);
    box->SetIntValue("TY", y + kBoxHeight / 2 + 4);
    box->SetValue("COLOR", ColorClass(cell.color()));
    const std::string names = absl::StrJoin(cell.members(), "; ");
    box->SetValue("WORDS", names.empty() ? "empty" : names);
    box->SetValue("TEXT", cell.members().empty()
                              ? std::string()
                              : absl::StrCat(std::string(1, ColorLetter(cell.color())), " ",
                                             cell.members_size()));
    if (cell.members().empty()) continue;
    TemplateDictionary* members = body->AddSectionDictionary("MEMBERS");
    members->SetIntValue("STATUS", cell.status_level());
    members->SetIntValue("CHANGE", cell.change_level());
    members->SetValue("COLOR", std::string(ColorName(cell.color())));
    members->SetValue("NAMES", names);
  }
  if (!placement.unplaced().empty()) {
    body->AddSectionDictionary("UNPLACED")
        ->SetValue("NAMES", absl::StrJoin(placement.unplaced(), "; "));
  }
  return Expand(page);
}

std::string RenderHtml(const v1::CountyReport& report) {
  TemplateDictionary page("page");
  TemplateDictionary* body =
      FillPage(page, "county.tpl", report.county(), report.dashboard_year(),
               "LEAs eligible for assistance (LCFF)", report.notice(), RevisionIn(report));
  body->SetValue("SUMMARY", absl::StrCat(report.eligible_size(), " of ", report.lea_count(),
                                         " LEAs are eligible; ", report.undetermined_size(),
                                         " could not be decided."));
  for (const Determination& determination : report.eligible()) {
    TemplateDictionary* row = body->AddSectionDictionary("LEA");
    row->SetValue("NAME", determination.entity().display_name());
    row->SetValue("STATUS", Headline(determination));
    std::vector<std::string> groups;
    for (const auto& group : determination.groups()) {
      if (group.outcome() == eligibility::v1::OUTCOME_MET) groups.push_back(GroupSentence(group));
    }
    row->SetValue("GROUPS", groups.empty()
                                ? "none: eligible by local indicators or late certification"
                                : absl::StrJoin(groups, "; "));
    row->SetValue("SUPPORTER", determination.supporter());
  }
  if (!report.undetermined().empty()) {
    TemplateDictionary* section = body->AddSectionDictionary("UNDECIDED");
    for (const Determination& determination : report.undetermined()) {
      TemplateDictionary* item = section->AddSectionDictionary("UNDECIDED_LEA");
      item->SetValue("NAME", determination.entity().display_name());
      std::vector<std::string> reasons;
      for (const auto& method : determination.methods()) {
        if (!method.reason().empty())
          reasons.push_back(absl::StrCat("method ", method.method(), " ", method.reason()));
      }
      if (std::string missing = MissingData(determination); !missing.empty()) {
        reasons.push_back(std::move(missing));
      }
      item->SetValue("REASONS", absl::StrJoin(reasons, ", "));
    }
  }
  return Expand(page);
}

}  // namespace sos::reporting
