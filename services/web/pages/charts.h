// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_CHARTS_H_
#define SOS_SERVICES_WEB_PAGES_CHARTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/web/pages/page.h"

// Pictures: where a value lies among the cut scores, and how it went over the years. Everything
// that a picture shows stands beside it in words.
namespace sos::web {

// The horizontal scale of bars: values of one indicator against its cut scores, in tenths.
class BarScale {
 public:
  // `table` may be absent (the default instance): then there are no bands.
  explicit BarScale(const indicator::v1::ScoreTable& table);
  // Widens the scale so that it holds `value`.
  void Cover(const education::v1::Decimal& value);
  // Fills BAND, EDGE, X, WIDTH of a bar. Does nothing where the value is absent.
  void Fill(const reporting::v1::Cell& cell, Fields& fields) const;

 private:
  struct Band {
    int level = 0;
    std::optional<int64_t> minimum;
    std::optional<int64_t> maximum;
  };
  // From 0 to 1000 over the width of the picture.
  int64_t Place(int64_t tenths) const;

  std::vector<Band> bands_;
  int64_t low_ = 0;
  int64_t high_ = 1;
};

// The line over the years, for trend.tpl and trend_picture.tpl alike.
void FillTrend(const PageContext& context, const reporting::v1::IndicatorView& view,
               Fields& fields);

// What a year without an ordinary result is, in words. Empty for an ordinary year.
std::string TrendNote(const PageContext& context, const reporting::v1::TrendPoint& point);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_CHARTS_H_
