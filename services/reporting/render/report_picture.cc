// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/language/terms.h"
#include "services/reporting/render/picture.h"
#include "services/reporting/render/pictures.h"

namespace sos::reporting {
namespace {

constexpr int kMapLeft = 230;
constexpr int kMapTop = 92;
constexpr int kMapRight = 24;
constexpr int kMapRow = 30;
constexpr int kMapFoot = 40;

std::string MapText(const v1::Cell& cell, const language::Messages& words) {
  switch (cell.state()) {
    case v1::Cell::STATE_MASKED:
      return words.Text("picture.masked");
    case v1::Cell::STATE_RATED:
    case v1::Cell::STATE_UNRATED:
      return cell.color() > education::v1::COLOR_NONE
                 ? absl::StrCat(language::Term(words, cell.color()), " ", cell.status().value())
                 : cell.status().value();
    default:
      return "";
  }
}

}  // namespace

std::string SvgOf(const v1::Report& report, const language::Messages& words) {
  const int height = std::max(Picture::kHeight, kMapTop + report.rows_size() * kMapRow + kMapFoot);
  Picture picture(absl::StrCat(report.entity().display_name(), ", ", report.dashboard_year()),
                  words.Text("picture.report"), height);
  const int columns = std::max(1, report.indicators_size());
  const int width = (Picture::kWidth - kMapLeft - kMapRight) / columns;
  for (int i = 0; i < report.indicators_size(); ++i) {
    picture.AddWrapped(kMapLeft + i * width, kMapTop - 30, width - 6, 2,
                       language::Term(words, report.indicators(i)), {.size = 11, .bold = true});
  }
  for (int r = 0; r < report.rows_size(); ++r) {
    const auto& row = report.rows(r);
    const int y = kMapTop + r * kMapRow;
    picture.AddWrapped(24, y + 19, kMapLeft - 32, 1, language::Term(words, row.student_group()),
                       {.size = 12});
    for (int i = 0; i < row.cells_size(); ++i) {
      const std::string fill = FillOf(row.cells(i).color());
      const std::string text = MapText(row.cells(i), words);
      if (text.empty()) continue;
      picture.AddRect(kMapLeft + i * width, y, width - 4, kMapRow - 4, fill);
      picture.AddWrapped(kMapLeft + i * width + 6, y + 18, width - 12, 1, text,
                         {.size = 11, .on = fill});
    }
  }
  picture.SetFoot(report.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
