// SPDX-License-Identifier: Apache-2.0

// A report shows what everybody may see, whoever asks for it: it is made to be passed on.

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/disclosure/mask.h"
#include "common/education/indicator.h"
#include "common/education/proto.h"
#include "common/education/student_group.h"
#include "common/revision/revision.h"
#include "common/status/macros.h"
#include "services/reporting/documents/compose.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/errors.h"

namespace sos::reporting {
namespace {

using indicator::v1::IndicatorRules;
using indicator::v1::ResultBlock;

constexpr int32_t kNoTenths = std::numeric_limits<int32_t>::min();
constexpr int kTrendYears = 3;

void SetDecimal(int32_t tenths, education::v1::Decimal* (*mutable_field)(v1::Cell*),
                v1::Cell* cell) {
  if (tenths != kNoTenths) mutable_field(cell)->set_value(ToString(Tenths{tenths}));
}

bool StatusOnly(const ResultBlock& block) {
  return block.publication() == IndicatorRules::PUBLICATION_STATUS_ONLY;
}

v1::Cell ToCell(const ResultBlock& block, int i) {
  v1::Cell cell;
  const education::v1::Disclosure disclosure = DisclosureOf(block, i);
  if (disclosure != education::v1::DISCLOSURE_SHOWN &&
      disclosure != education::v1::DISCLOSURE_CHANGE_WITHHELD) {
    cell.set_state(v1::Cell::STATE_MASKED);
    cell.set_student_count(-1);
    return cell;
  }
  cell.set_color(block.colors(i));
  SetDecimal(
      block.status_tenths(i), [](v1::Cell* c) { return c->mutable_status(); }, &cell);
  if (disclosure == education::v1::DISCLOSURE_SHOWN) {
    SetDecimal(
        block.change_tenths(i), [](v1::Cell* c) { return c->mutable_change(); }, &cell);
  }
  cell.set_status_level(block.status_levels(i));
  cell.set_change_level(block.change_levels(i));
  cell.set_student_count(block.current_denominators(i));
  cell.set_source(block.from_student_records() ? education::v1::DATA_SOURCE_STUDENT_RECORDS
                                               : education::v1::DATA_SOURCE_STATE);
  const bool rated = StatusOnly(block) ? block.status_levels(i) > 0 && block.current_size_met(i)
                                       : block.colors(i) > education::v1::COLOR_NONE;
  cell.set_state(rated ? v1::Cell::STATE_RATED : v1::Cell::STATE_UNRATED);
  return cell;
}

// One indicator's results of the entity, by group.
std::map<StudentGroup, v1::Cell> CellsOf(const ResultBlock& block) {
  std::map<StudentGroup, v1::Cell> cells;
  for (int i = 0; i < block.entity_indexes_size(); ++i) {
    if (const auto group = FromProto(block.student_groups(i))) cells[*group] = ToCell(block, i);
  }
  return cells;
}

using CellGrid = std::map<education::v1::Indicator, std::map<StudentGroup, v1::Cell>>;

void AddHeatMap(const CellGrid& grid, v1::Report& report) {
  std::set<StudentGroup> groups;
  for (const auto& [indicator, cells] : grid) {
    report.add_indicators(indicator);
    for (const auto& [group, cell] : cells) groups.insert(group);
  }
  for (const StudentGroup group : groups) {
    v1::GroupRow& row = *report.add_rows();
    row.set_student_group(ToProto(group));
    for (const auto& [indicator, cells] : grid) {
      const auto found = cells.find(group);
      if (found != cells.end()) {
        *row.add_cells() = found->second;
      } else {
        v1::Cell& absent = *row.add_cells();
        absent.set_state(v1::Cell::STATE_ABSENT);
        absent.set_student_count(-1);
      }
    }
  }
}

// From 1 (worst) to 5: the color, or the status level where a year has no colors.
int Rating(const v1::Cell& cell) {
  if (cell.state() != v1::Cell::STATE_RATED) return 0;
  return cell.color() > education::v1::COLOR_NONE ? cell.color() - 1 : cell.status_level();
}

v1::Remark ToRemark(education::v1::Indicator indicator, const v1::Cell& cell) {
  v1::Remark remark;
  remark.set_indicator(indicator);
  remark.set_color(cell.color());
  if (cell.has_status()) *remark.mutable_status() = cell.status();
  if (cell.has_change()) *remark.mutable_change() = cell.change();
  remark.set_status_level(cell.status_level());
  return remark;
}

void AddRemarks(const CellGrid& grid, v1::Report& report) {
  constexpr int kGood = 4;
  constexpr int kBad = 2;
  std::vector<std::pair<int, v1::Remark>> remarks;
  for (const auto& [indicator, cells] : grid) {
    const auto all = cells.find(StudentGroup::kAll);
    // English learner progress has one group only, which stands for all it is about.
    const auto found = all != cells.end() ? all : cells.find(StudentGroup::kEnglishLearners);
    if (found == cells.end()) continue;
    const int rating = Rating(found->second);
    if (rating > 0) remarks.emplace_back(rating, ToRemark(indicator, found->second));
  }
  std::stable_sort(remarks.begin(), remarks.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [rating, remark] : remarks) {
    if (rating >= kGood) *report.add_strengths() = remark;
  }
  std::reverse(remarks.begin(), remarks.end());
  for (const auto& [rating, remark] : remarks) {
    if (rating <= kBad) *report.add_weaknesses() = remark;
  }
}

void AddStrugglingGroups(const CellGrid& grid, v1::Report& report) {
  std::map<StudentGroup, v1::StrugglingGroup> struggling;
  for (const auto& [indicator, cells] : grid) {
    for (const auto& [group, cell] : cells) {
      if (group == StudentGroup::kAll || Rating(cell) != 1) continue;
      v1::StrugglingGroup& entry = struggling[group];
      entry.set_student_group(ToProto(group));
      entry.add_indicators(indicator);
    }
  }
  std::vector<v1::StrugglingGroup> ordered;
  ordered.reserve(struggling.size());
  for (auto& [group, entry] : struggling) ordered.push_back(std::move(entry));
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.indicators_size() > b.indicators_size();
  });
  for (v1::StrugglingGroup& entry : ordered) *report.add_struggling_groups() = std::move(entry);
}

// All students' results of each indicator and year.
using TrendCells = std::map<education::v1::Indicator, std::map<int, v1::TrendPoint>>;

void AddTrendPoint(const ResultBlock& block, const std::map<StudentGroup, v1::Cell>& cells,
                   TrendCells& trends) {
  const auto all = cells.find(StudentGroup::kAll);
  const auto found = all != cells.end() ? all : cells.find(StudentGroup::kEnglishLearners);
  if (found == cells.end() || !found->second.has_status()) return;
  v1::TrendPoint point;
  point.set_kind(StatusOnly(block) ? v1::TrendPoint::KIND_STATUS_ONLY : v1::TrendPoint::KIND_COLOR);
  *point.mutable_status() = found->second.status();
  point.set_color(found->second.color());
  point.set_status_level(found->second.status_level());
  trends[block.indicator()][block.dashboard_year()] = std::move(point);
}

void AddTrends(TrendCells& trends, int year, v1::Report& report) {
  for (auto& [indicator, points] : trends) {
    v1::Trend& trend = *report.add_trends();
    trend.set_indicator(indicator);
    for (int y = year - kTrendYears + 1; y <= year; ++y) {
      v1::TrendPoint& point = *trend.add_points();
      const bool broken = IsUnpublishedYear(y);
      if (const auto found = points.find(y); found != points.end() && !broken) {
        point = found->second;
      } else {
        point.set_kind(broken ? v1::TrendPoint::KIND_BROKEN : v1::TrendPoint::KIND_NO_DATA);
      }
      point.set_dashboard_year(y);
    }
  }
}

absl::Status AddDetermination(ReportSource& source, const DocumentKey& key,
                              const Revision& revision, const rpc::CallContext& context,
                              v1::Report& report) {
  if (!key.cds.IsLea()) return absl::OkStatus();
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(eligibility::v1::PROGRAM_LCFF);
  filter.set_dashboard_year(key.dashboard_year);
  filter.add_entities(key.EntityName());
  SOS_ASSIGN_OR_RETURN(auto determinations, source.GetDeterminations(filter, revision, context));
  if (!determinations.empty()) *report.mutable_determination() = std::move(determinations.front());
  return absl::OkStatus();
}

// `1 LEA` or `2 of 24 LEAs`.
std::string LeasText(const indicator::v1::LeaCoverage& coverage) {
  const int known = coverage.known_lea_count();
  return known == 0
             ? absl::StrCat(coverage.lea_count(), coverage.lea_count() == 1 ? " LEA" : " LEAs")
             : absl::StrCat(coverage.lea_count(), " of ", known, " LEAs");
}

// Where all of the year is made from some LEAs, the document is called so, not the whole.
void NameAPart(const std::vector<ResultBlock>& blocks, v1::Report& report) {
  std::string name;
  for (const ResultBlock& block : blocks) {
    if (block.dashboard_year() != report.dashboard_year()) continue;
    if (!block.has_lea_coverage() || block.entities().empty()) return;
    name = block.entities(0).display_name();
  }
  if (!name.empty()) report.mutable_entity()->set_display_name(name);
}

// Tells every reader which results are estimates, and from which part of the state or a county.
void NoteEstimates(const std::vector<ResultBlock>& blocks, v1::Report& report) {
  std::set<absl::string_view> estimated;
  std::set<std::string> parts;
  for (const ResultBlock& block : blocks) {
    if (!block.from_student_records() || block.dashboard_year() != report.dashboard_year()) {
      continue;
    }
    estimated.insert(Label(block.indicator()));
    if (block.has_lea_coverage()) parts.insert(LeasText(block.lea_coverage()));
  }
  if (estimated.empty()) return;
  NameAPart(blocks, report);
  report.set_notice(absl::StrCat(report.notice(), report.notice().empty() ? "" : " ",
                                 "Estimates from student records, not published by the state: ",
                                 absl::StrJoin(estimated, ", "), ".",
                                 parts.empty() ? "" : " Made from the records of ",
                                 absl::StrJoin(parts, ", "), parts.empty() ? "" : "."));
}

}  // namespace

absl::StatusOr<v1::Report> ComposeReport(ReportSource& source, const DocumentKey& key,
                                         const Revision& revision,
                                         const rpc::CallContext& context) {
  v1::Report report;
  report.set_name(key.Name());
  report.set_dashboard_year(key.dashboard_year);
  SetRevision(revision, report);
  report.set_notice(key.Notice());
  SOS_ASSIGN_OR_RETURN(*report.mutable_entity(), source.GetEntity(key.cds, revision, context));
  indicator::v1::ResultFilter filter;
  filter.add_entities(report.entity().name());
  for (int y = key.dashboard_year - kTrendYears + 1; y <= key.dashboard_year; ++y) {
    filter.add_dashboard_years(y);
  }
  SOS_ASSIGN_OR_RETURN(const auto blocks, source.GetResults(filter, revision, context));
  CellGrid grid;
  TrendCells trends;
  for (const ResultBlock& block : blocks) {
    auto cells = CellsOf(block);
    AddTrendPoint(block, cells, trends);
    if (block.dashboard_year() == key.dashboard_year) grid[block.indicator()] = std::move(cells);
  }
  SOS_RETURN_IF_ERROR(AddDetermination(source, key, revision, context, report));
  if (grid.empty() && !report.has_determination()) return errors::ReportNotFound(report.name());
  AddHeatMap(grid, report);
  AddRemarks(grid, report);
  AddStrugglingGroups(grid, report);
  AddTrends(trends, key.dashboard_year, report);
  MaskForPublic(report);
  NoteEstimates(blocks, report);
  return report;
}

}  // namespace sos::reporting
