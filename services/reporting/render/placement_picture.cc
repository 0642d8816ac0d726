// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/language/terms.h"
#include "services/reporting/render/picture.h"
#include "services/reporting/render/pictures.h"

namespace sos::reporting {
namespace {

constexpr int kGridLevels = 5;
constexpr int kGridLeft = 136;
constexpr int kGridTop = 76;
constexpr int kBoxWidth = 160;
constexpr int kBoxHeight = 84;
constexpr int kNameSize = 11;
// Lines of names in a box, below its color.
constexpr int kNameLines = 4;

void DrawBox(const v1::PlacementCell& cell, const language::Messages& words, Picture& picture) {
  const int x = kGridLeft + (cell.change_level() - 1) * kBoxWidth;
  const int y = kGridTop + (kGridLevels - cell.status_level()) * kBoxHeight;
  const std::string fill = FillOf(cell.color());
  picture.AddRect(x, y, kBoxWidth - 4, kBoxHeight - 4, fill);
  picture.AddText(
      x + 8, y + 16,
      cell.color() > education::v1::COLOR_NONE ? language::Term(words, cell.color()) : "",
      {.size = kNameSize, .bold = true, .on = fill});
  const int shown = cell.members_size() > kNameLines ? kNameLines - 1 : cell.members_size();
  int line_y = y + 32;
  for (int i = 0; i < shown; ++i, line_y += kNameSize + 3) {
    picture.AddWrapped(x + 8, line_y, kBoxWidth - 20, 1, cell.members(i),
                       {.size = kNameSize, .on = fill});
  }
  if (shown < cell.members_size()) {
    picture.AddText(x + 8, line_y,
                    words.Text("picture.more", {{"n", int64_t{cell.members_size() - shown}}}),
                    {.size = kNameSize, .on = fill});
  }
}

}  // namespace

std::string SvgOf(const v1::Placement& placement, const language::Messages& words) {
  const std::string indicator = language::Term(words, placement.indicator());
  Picture picture(absl::StrCat(placement.entity().display_name(), ": ", indicator, ", ",
                               placement.dashboard_year()),
                  words.Text("picture.placement", {{"indicator", indicator}}));
  for (int level = 1; level <= kGridLevels; ++level) {
    picture.AddText(kGridLeft + (level - 1) * kBoxWidth + kBoxWidth / 2, kGridTop - 10,
                    language::ChangeTerm(words, placement.indicator(), level),
                    {.size = kNameSize, .anchor = Picture::Anchor::kMiddle});
    picture.AddWrapped(24, kGridTop + (kGridLevels - level) * kBoxHeight + kBoxHeight / 2,
                       kGridLeft - 32, 2, language::StatusTerm(words, placement.indicator(), level),
                       {.size = 12});
  }
  for (const v1::PlacementCell& cell : placement.cells()) DrawBox(cell, words, picture);
  picture.SetFoot(placement.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
