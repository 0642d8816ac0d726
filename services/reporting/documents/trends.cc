// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/trends.h"

#include <utility>

#include "services/reporting/documents/cells.h"
#include "services/reporting/documents/state_layouts.h"
#include "services/reporting/sentences/whole_group.h"

namespace sos::reporting {
namespace {

using indicator::v1::ResultBlock;

v1::TrendPoint PointOf(const ResultBlock& block, const v1::Cell& cell) {
  v1::TrendPoint point;
  point.set_kind(StatusOnly(block) ? v1::TrendPoint::KIND_STATUS_ONLY : v1::TrendPoint::KIND_COLOR);
  *point.mutable_status() = cell.status();
  point.set_color(cell.color());
  point.set_status_level(cell.status_level());
  return point;
}

}  // namespace

std::map<education::v1::Indicator, TrendYears> TrendYearsOf(
    const std::vector<ResultBlock>& blocks) {
  std::map<education::v1::Indicator, TrendYears> trends;
  // Years of which there are results: what they do not show, no other year tells for them.
  std::map<education::v1::Indicator, TrendYears> own;
  std::map<education::v1::Indicator, TrendYears> prior;
  for (const ResultBlock& block : blocks) {
    own[block.indicator()][block.dashboard_year()];
    for (int i = 0; i < block.entity_indexes_size(); ++i) {
      if (block.student_groups(i) != WholeGroup(block.indicator())) continue;
      if (const v1::Cell cell = FactsOf(block, i).cell; cell.has_status()) {
        trends[block.indicator()][block.dashboard_year()] = PointOf(block, cell);
      }
      if (const auto status = PriorStatusOf(block, i)) {
        v1::TrendPoint& point = prior[block.indicator()][block.dashboard_year() - 1];
        point.set_kind(v1::TrendPoint::KIND_COLOR);
        point.set_color(education::v1::COLOR_NONE);
        *point.mutable_status() = *status;
      }
    }
  }
  for (auto& [indicator, years] : prior) {
    for (auto& [year, point] : years) {
      if (!own[indicator].contains(year) && !IsUnpublishedYear(year)) {
        trends[indicator][year] = std::move(point);
      }
    }
  }
  return trends;
}

std::vector<v1::TrendPoint> TrendPoints(const TrendYears& years, int first, int last) {
  std::vector<v1::TrendPoint> points;
  for (int year = first; year <= last; ++year) {
    v1::TrendPoint& point = points.emplace_back();
    const bool broken = IsUnpublishedYear(year);
    if (const auto found = years.find(year); found != years.end() && !broken) {
      point = found->second;
    } else {
      point.set_kind(broken ? v1::TrendPoint::KIND_BROKEN : v1::TrendPoint::KIND_NO_DATA);
    }
    point.set_dashboard_year(year);
  }
  return points;
}

}  // namespace sos::reporting
