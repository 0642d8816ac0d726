// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/charts.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "services/web/pages/words.h"

namespace sos::web {
namespace {

constexpr int64_t kBarWidth = 1000;
// What is left free on both sides of points, in tenths.
constexpr int64_t kPointsMargin = 150;

// Measures of the line over the years, in units of the picture.
constexpr int64_t kYearWidth = 72;
constexpr int64_t kTrendHeight = 150;
constexpr int64_t kTrendTop = 26;
constexpr int64_t kTrendBottom = 128;
constexpr int64_t kPictureExtra = 100;

std::optional<int64_t> TenthsOf(const education::v1::Decimal& value) {
  const auto tenths = ParseTenths(value.value());
  return tenths ? std::optional(tenths->count) : std::nullopt;
}

}  // namespace

BarScale::BarScale(const indicator::v1::ScoreTable& table) {
  for (const auto& source : table.status_bands()) {
    Band band = {.level = source.level()};
    if (source.has_minimum()) band.minimum = TenthsOf(source.minimum());
    if (source.has_maximum()) band.maximum = TenthsOf(source.maximum());
    for (const auto& end : {band.minimum, band.maximum}) {
      if (!end) continue;
      low_ = std::min(low_, *end - (*end < 0 ? kPointsMargin : 0));
      high_ = std::max(high_, *end + *end / 3);
    }
    bands_.push_back(band);
  }
}

void BarScale::Cover(const education::v1::Decimal& value) {
  const auto tenths = TenthsOf(value);
  if (!tenths) return;
  low_ = std::min(low_, *tenths);
  high_ = std::max(high_, *tenths);
}

int64_t BarScale::Place(int64_t tenths) const {
  return (std::clamp(tenths, low_, high_) - low_) * kBarWidth / (high_ - low_);
}

void BarScale::Fill(const reporting::v1::Cell& cell, Fields& fields) const {
  const auto value = TenthsOf(cell.status());
  if (!value) return;
  Fields& bar = fields.Add("BAR");
  for (const Band& band : bands_) {
    const int64_t from = Place(band.minimum.value_or(low_));
    // The bands have gaps of a tenth between them, which nothing can fall into.
    const int64_t to = Place(band.maximum ? *band.maximum + 1 : high_);
    bar.Add("BAND")
        .Set("LEVEL", band.level)
        .Set("X", from)
        .Set("WIDTH", std::max<int64_t>(to - from, 0));
    if (band.minimum && from > 0) bar.Add("EDGE").Set("X", from - 1);
  }
  const int64_t zero = Place(0);
  const int64_t end = Place(*value);
  // A value of zero is still to be seen.
  constexpr int64_t kLeastWidth = 6;
  bar.Set("X", std::min(zero, end));
  bar.Set("WIDTH", std::max(std::max(zero, end) - std::min(zero, end), kLeastWidth));
  bar.Set("CLASS", ColorClass(cell.color()));
}

std::string TrendNote(const PageContext& context, const reporting::v1::TrendPoint& point) {
  switch (point.kind()) {
    case reporting::v1::TrendPoint::KIND_STATUS_ONLY:
      return context.Word("trend_status_only");
    case reporting::v1::TrendPoint::KIND_BROKEN:
      return context.Word("trend_broken");
    case reporting::v1::TrendPoint::KIND_NO_DATA:
      return context.Word("trend_no_data");
    default:
      return "";
  }
}

void FillTrend(const PageContext& context, const reporting::v1::IndicatorView& view,
               Fields& fields) {
  std::optional<int64_t> low;
  std::optional<int64_t> high;
  for (const auto& point : view.trend()) {
    const auto value = TenthsOf(point.status());
    if (!value) continue;
    low = std::min(low.value_or(*value), *value);
    high = std::max(high.value_or(*value), *value);
  }
  const auto y_of = [&](int64_t value) {
    if (*high == *low) return (kTrendTop + kTrendBottom) / 2;
    return kTrendTop + (*high - value) * (kTrendBottom - kTrendTop) / (*high - *low);
  };
  const std::string name = language::Term(context.messages, view.indicator());
  fields.Set("WIDTH", std::max<int64_t>(view.trend_size(), 1) * kYearWidth);
  fields.Set("HEIGHT", kTrendHeight).Set("HEIGHT_ALL", kTrendHeight + kPictureExtra);
  fields.Set("FOOT_Y", kTrendHeight + kPictureExtra - 8);
  fields.Set("ALT", context.Word("trend_alt",
                                 {{"indicator", name}, {"name", view.entity().display_name()}}));
  fields.Set("HEADING", absl::StrCat(view.entity().display_name(), ": ", name));
  fields.Set("FOOT", view.notice());
  std::optional<std::pair<int64_t, int64_t>> last;
  for (int i = 0; i < view.trend_size(); ++i) {
    const auto& point = view.trend(i);
    const int64_t x = i * kYearWidth + kYearWidth / 2;
    Fields& label = fields.Add("LABEL");
    label.Set("YEAR", point.dashboard_year()).Set("X", x).Set("Y", kTrendHeight + 14);
    const auto value = TenthsOf(point.status());
    if (point.kind() == reporting::v1::TrendPoint::KIND_BROKEN || !value) {
      const bool broken = point.kind() == reporting::v1::TrendPoint::KIND_BROKEN;
      if (broken) {
        fields.Add("GAP")
            .Set("X", i * kYearWidth + 4)
            .Set("W", kYearWidth - 8)
            .Set("H", kTrendHeight - 12);
        last.reset();
      }
      label.Add("BELOW")
          .Set("TEXT", TrendNote(context, point))
          .Set("X", x)
          .Set("Y", kTrendHeight + 30);
      continue;
    }
    const int64_t y = y_of(*value);
    if (last) {
      fields.Add("LINE").Set("X1", last->first).Set("Y1", last->second).Set("X2", x).Set("Y2", y);
    }
    last = {x, y};
    fields.Add("DOT")
        .Set("CLASS", ColorClass(point.color()))
        .Set("X", x)
        .Set("Y", y)
        .Set("TY", y - 14)
        .Set("TEXT", StatusText(context.messages, *FromProto(view.indicator()), point.status()));
    if (point.color() > education::v1::COLOR_NONE) {
      label.Add("BELOW")
          .Set("TEXT", language::Term(context.messages, point.color()))
          .Set("X", x)
          .Set("Y", kTrendHeight + 30);
    }
  }
}

}  // namespace sos::web
