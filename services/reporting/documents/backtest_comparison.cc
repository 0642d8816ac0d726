// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/backtest_comparison.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace sos::reporting {
namespace {

bool HasColor(const ComparedResult& result) { return result.color > education::v1::COLOR_NONE; }

void Compare(const ComparedResult& estimate, const ComparedResult& published, Errors& errors) {
  if (!estimate.status_tenths || !published.status_tenths) {
    if (published.status_tenths) ++errors.not_estimated;
    if (estimate.status_tenths) ++errors.not_published;
    return;
  }
  const int64_t difference = *estimate.status_tenths - *published.status_tenths;
  ++errors.compared;
  errors.sum_tenths += difference;
  errors.sum_of_squares += difference * difference;
  errors.largest_tenths = std::max<int64_t>(errors.largest_tenths, std::abs(difference));
  if (estimate.status_level > 0 && published.status_level > 0) {
    ++errors.levels;
    if (estimate.status_level == published.status_level) ++errors.levels_right;
  }
  if (HasColor(estimate) && HasColor(published)) {
    ++errors.colors;
    if (estimate.color == published.color) ++errors.colors_right;
  }
}

bool IsEmpty(const Errors& errors) {
  return errors.compared == 0 && errors.not_estimated == 0 && errors.not_published == 0;
}

}  // namespace

void Errors::Add(const Errors& other) {
  compared += other.compared;
  not_estimated += other.not_estimated;
  not_published += other.not_published;
  sum_tenths += other.sum_tenths;
  sum_of_squares += other.sum_of_squares;
  largest_tenths = std::max(largest_tenths, other.largest_tenths);
  levels += other.levels;
  levels_right += other.levels_right;
  colors += other.colors;
  colors_right += other.colors_right;
}

double Errors::Bias() const {
  return compared == 0 ? 0 : static_cast<double>(sum_tenths) / static_cast<double>(compared);
}

double Errors::Spread() const {
  if (compared == 0) return 0;
  const double mean_of_squares =
      static_cast<double>(sum_of_squares) / static_cast<double>(compared);
  return std::sqrt(std::max(0.0, mean_of_squares - Bias() * Bias()));
}

std::map<ErrorGroup, Errors> CompareResults(const ComparedResults& estimated,
                                            const ComparedResults& published) {
  std::map<ErrorGroup, Errors> groups;
  const auto errors_of = [&](const ComparedKey& key, education::v1::EntityType kind) -> Errors& {
    return groups[{.indicator = key.indicator, .kind = kind, .group = key.group}];
  };
  for (const auto& [key, result] : published) {
    const auto estimate = estimated.find(key);
    Compare(estimate == estimated.end() ? ComparedResult() : estimate->second, result,
            errors_of(key, result.kind));
  }
  for (const auto& [key, estimate] : estimated) {
    if (!published.contains(key)) {
      Compare(estimate, ComparedResult(), errors_of(key, estimate.kind));
    }
  }
  std::erase_if(groups, [](const auto& group) { return IsEmpty(group.second); });
  return groups;
}

DecisionErrors CompareDecisions(const Decisions& estimated, const Decisions& published) {
  DecisionErrors errors;
  for (const auto& [cds, eligible] : published) {
    const auto estimate = estimated.find(cds);
    if (estimate == estimated.end()) {
      ++errors.not_estimated;
      continue;
    }
    ++errors.compared;
    if (estimate->second == eligible) ++errors.right;
  }
  return errors;
}

}  // namespace sos::reporting
