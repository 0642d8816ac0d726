// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/sentences/gaps.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "common/decimal/decimal.h"
#include "common/language/terms.h"

namespace sos::reporting {
namespace {

using education::v1::Color;
using language::DecimalText;
using language::Messages;

// Change levels have the middle one where nothing changes much.
constexpr int kMaintained = 3;
constexpr size_t kGroupsInOverview = 3;

int64_t Hundredths(const education::v1::Decimal& points) {
  return ParseScaled(points.value(), 2).value_or(0);
}

DecimalText Size(const education::v1::Decimal& points) {
  const std::string& text = points.value();
  return {text.substr(text.rfind('-', 0) == 0 ? 1 : 0)};
}

DecimalText Signed(const education::v1::Decimal& points) { return {points.value()}; }

bool IsWorse(education::v1::Indicator indicator, const education::v1::Decimal& gap) {
  return language::LowerIsBetter(indicator) ? Hundredths(gap) > 0 : Hundredths(gap) < 0;
}

std::string TotalSentence(const Messages& messages, education::v1::Indicator indicator,
                          const v1::Cell& all, const v1::GroupGap& gap) {
  const char* const key = Hundredths(gap.gap()) == 0      ? "gaps.none"
                          : IsWorse(indicator, gap.gap()) ? "gaps.worse"
                                                          : "gaps.better";
  return messages.Text(key, {{"group", language::Term(messages, gap.student_group())},
                             {"status", DecimalText{gap.cell().status().value()}},
                             {"all", DecimalText{all.status().value()}},
                             {"gap", Size(gap.gap())}});
}

// The colors of the row of the grid for a status level, at change levels 1 to 5.
const indicator::v1::GridRow* RowOf(const indicator::v1::ScoreTable& table, int status_level) {
  for (const auto& row : table.grid()) {
    if (row.status_level() == status_level) return &row;
  }
  return nullptr;
}

// Whether a low color is for where the group stands or for where it went. Empty where that cannot
// be told.
std::string ColorSentence(const Messages& messages, const v1::Cell& cell,
                          const indicator::v1::ScoreTable* table) {
  if (table == nullptr || !IsLowColor(cell) || cell.change_level() == 0) return "";
  const indicator::v1::GridRow* const row = RowOf(*table, cell.status_level());
  if (row == nullptr || row->colors_size() < kMaintained) return "";
  // A color that the grid does not give was set by another rule.
  if (cell.change_level() > row->colors_size() ||
      row->colors(cell.change_level() - 1) != cell.color()) {
    return "";
  }
  const int best = *std::max_element(row->colors().begin(), row->colors().end());
  const int maintained = row->colors(kMaintained - 1);
  const std::string color = language::Term(messages, cell.color());
  if (best <= cell.color()) return messages.Text("gaps.color.status", {{"color", color}});
  if (maintained > cell.color()) {
    return messages.Text(
        "gaps.color.change",
        {{"color", color}, {"other", language::Term(messages, static_cast<Color>(maintained))}});
  }
  return messages.Text(
      "gaps.color.both",
      {{"color", color}, {"best", language::Term(messages, static_cast<Color>(best))}});
}

std::string YearsSentence(const Messages& messages, const v1::GroupGap& gap) {
  if (gap.years_size() < 2) return "";
  const v1::YearGap& first = gap.years(0);
  const v1::YearGap& last = *gap.years().rbegin();
  const int64_t before = std::abs(Hundredths(first.gap()));
  const int64_t now = std::abs(Hundredths(last.gap()));
  const char* const key = now > before   ? "gaps.years.more"
                          : now < before ? "gaps.years.less"
                                         : "gaps.years.same";
  return messages.Text(key, {{"first_year", std::to_string(first.dashboard_year())},
                             {"first", Signed(first.gap())},
                             {"last_year", std::to_string(last.dashboard_year())},
                             {"last", Signed(last.gap())}});
}

}  // namespace

bool IsLowColor(const v1::Cell& cell) {
  return cell.color() == education::v1::COLOR_RED || cell.color() == education::v1::COLOR_ORANGE;
}

std::vector<std::string> GapSentences(const Messages& messages, education::v1::Indicator indicator,
                                      const v1::Cell& all, const v1::GroupGap& gap,
                                      const indicator::v1::ScoreTable* table) {
  std::vector<std::string> sentences = {TotalSentence(messages, indicator, all, gap)};
  const auto add = [&sentences](std::string sentence) {
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
  };
  if (gap.schools().empty()) {
    add(messages.Text("gaps.no_schools"));
  } else {
    add(messages.Text("gaps.parts", {{"count", int64_t{gap.schools_size()}},
                                     {"within", Signed(gap.within())},
                                     {"between", Signed(gap.between())},
                                     {"elsewhere", Signed(gap.in_no_school_row())}}));
    const v1::SchoolGap& largest = gap.schools(0);
    if (Hundredths(largest.part()) != 0) {
      add(messages.Text("gaps.school", {{"school", largest.entity().display_name()},
                                        {"part", Signed(largest.part())}}));
    }
  }
  if (gap.has_bound()) add(messages.Text("gaps.bound", {{"bound", Size(gap.bound())}}));
  add(ColorSentence(messages, gap.cell(), table));
  add(YearsSentence(messages, gap));
  return sentences;
}

std::string GapOverview(const Messages& messages, const v1::GapList& list) {
  const std::string indicator = language::Term(messages, list.indicator());
  std::vector<const v1::GroupGap*> worse;
  for (const v1::GroupGap& gap : list.groups()) {
    if (IsWorse(list.indicator(), gap.gap())) worse.push_back(&gap);
  }
  if (worse.empty()) {
    return messages.Text(list.groups().empty() ? "gaps.overview.unknown" : "gaps.overview.none",
                         {{"name", list.entity().display_name()}, {"indicator", indicator}});
  }
  std::stable_sort(worse.begin(), worse.end(), [](const v1::GroupGap* a, const v1::GroupGap* b) {
    return std::abs(Hundredths(a->gap())) > std::abs(Hundredths(b->gap()));
  });
  std::vector<std::string> items;
  for (size_t i = 0; i < std::min(kGroupsInOverview, worse.size()); ++i) {
    items.push_back(messages.Text("gaps.overview.item",
                                  {{"group", language::Term(messages, worse[i]->student_group())},
                                   {"gap", Size(worse[i]->gap())}}));
  }
  return messages.Text("gaps.overview", {{"name", list.entity().display_name()},
                                         {"indicator", indicator},
                                         {"count", static_cast<int64_t>(worse.size())},
                                         {"list", messages.List(items)}});
}

}  // namespace sos::reporting
