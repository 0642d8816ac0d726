// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/text/csv_cell.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/words.h"

namespace sos::reporting {
namespace {

std::string Line(const std::vector<std::string>& cells) {
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, CsvCell(cell));
                                    }),
                      "\n");
}

std::string StateWord(const v1::Cell& cell) {
  switch (cell.state()) {
    case v1::Cell::STATE_MASKED:
      return "masked";
    case v1::Cell::STATE_RATED:
      return "rated";
    case v1::Cell::STATE_UNRATED:
      return "unrated";
    default:
      return "absent";
  }
}

// Whose numbers a cell shows.
std::string SourceWord(education::v1::DataSource source) {
  switch (source) {
    case education::v1::DATA_SOURCE_STATE:
      return "state";
    case education::v1::DATA_SOURCE_STUDENT_RECORDS:
      return "student records";
    default:
      return "";
  }
}

std::string LevelText(int level) { return level == 0 ? "" : absl::StrCat(level); }

std::string ColorText(education::v1::Color color) {
  return color > education::v1::COLOR_NONE ? std::string(ColorName(color)) : "";
}

}  // namespace

std::string RenderCsv(const v1::Report& report) {
  std::string text =
      Line({"cds", "name", "year", "indicator", "group", "state", "color", "status", "change",
            "status_level", "change_level", "students", "source", "notice", "sentence", "note"});
  for (const v1::GroupRow& row : report.rows()) {
    for (int i = 0; i < row.cells_size(); ++i) {
      const v1::Cell& cell = row.cells(i);
      if (cell.state() == v1::Cell::STATE_ABSENT) continue;
      text += Line({std::string(Cds(report.entity())), report.entity().display_name(),
                    absl::StrCat(report.dashboard_year()),
                    std::string(Code(static_cast<education::v1::Indicator>(report.indicators(i)))),
                    std::string(Code(row.student_group())), StateWord(cell),
                    ColorText(cell.color()), cell.status().value(), cell.change().value(),
                    LevelText(cell.status_level()), LevelText(cell.change_level()),
                    cell.student_count() < 0 ? "" : absl::StrCat(cell.student_count()),
                    SourceWord(cell.source()), report.notice(), cell.sentence(), cell.note()});
    }
  }
  return text;
}

std::string RenderCsv(const v1::Placement& placement) {
  std::string text =
      Line({"year", "indicator", "status_level", "change_level", "color", "member", "notice"});
  const std::string year = absl::StrCat(placement.dashboard_year());
  const std::string indicator(Code(placement.indicator()));
  for (const v1::PlacementCell& cell : placement.cells()) {
    for (const std::string& member : cell.members()) {
      text += Line({year, indicator, LevelText(cell.status_level()), LevelText(cell.change_level()),
                    ColorText(cell.color()), member, placement.notice()});
    }
  }
  for (const std::string& member : placement.unplaced()) {
    text += Line({year, indicator, "", "", "", member, placement.notice()});
  }
  return text;
}

std::string RenderCsv(const v1::CountyReport& report) {
  std::string text = Line({"cds", "lea", "county", "year", "eligibility", "status", "groups",
                           "letters", "supporter", "notice"});
  const auto add = [&](const eligibility::v1::Determination& determination) {
    std::vector<std::string> groups;
    std::vector<std::string> letters;
    for (const auto& group : determination.groups()) {
      if (group.outcome() != eligibility::v1::OUTCOME_MET) continue;
      groups.emplace_back(Code(group.student_group()));
      letters.push_back(group.letter());
    }
    text += Line({std::string(Cds(determination.entity())), determination.entity().display_name(),
                  report.county().display_name(), absl::StrCat(report.dashboard_year()),
                  std::string(OutcomeWord(determination.eligibility())), determination.status(),
                  absl::StrJoin(groups, " "), absl::StrJoin(letters, " "),
                  determination.supporter(), report.notice()});
  };
  for (const auto& determination : report.eligible()) add(determination);
  for (const auto& determination : report.undetermined()) add(determination);
  return text;
}

}  // namespace sos::reporting
