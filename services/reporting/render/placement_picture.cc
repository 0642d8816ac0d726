// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
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
constexpr int kGridFoot = 44;
constexpr int kBoxWidth = 160;
constexpr int kBoxHeight = 84;
constexpr int kNameWidth = kBoxWidth - 16;
constexpr int kNameSize = 11;
constexpr int kNameLine = kNameSize + 3;
// The first name of a box, below its color.
constexpr int kNameTop = 32;
// A long name is broken once.
constexpr int kLinesOfName = 2;
// A row grows with its fullest box, up to so many lines of names: beyond them the names are
// counted.
constexpr int kNameLines = 18;

int LinesOfName(const std::string& name) {
  return Picture::LinesOf(kNameWidth, kLinesOfName, name, kNameSize);
}

// How many names of a box are written, and the lines that they take with the count of the others.
struct NamesInBox {
  int shown = 0;
  int lines = 0;
};

NamesInBox NamesOf(const v1::PlacementCell& cell) {
  NamesInBox names;
  for (const std::string& name : cell.members()) {
    // The last line is kept for the count of those that have no room.
    const bool last = names.shown + 1 == cell.members_size();
    const int lines = LinesOfName(name);
    if (names.lines + lines > kNameLines - (last ? 0 : 1)) break;
    names.lines += lines;
    ++names.shown;
  }
  if (names.shown < cell.members_size()) ++names.lines;
  return names;
}

// Where the rows begin, by status level; at 0, where the last one ends.
std::array<int, kGridLevels + 1> RowTops(const v1::Placement& placement) {
  std::array<int, kGridLevels + 1> heights = {};
  heights.fill(kBoxHeight);
  for (const v1::PlacementCell& cell : placement.cells()) {
    int& height = heights.at(static_cast<size_t>(cell.status_level()));
    height = std::max(height, kNameTop + NamesOf(cell).lines * kNameLine + 4);
  }
  std::array<int, kGridLevels + 1> tops = {};
  int top = kGridTop;
  for (int level = kGridLevels; level >= 0; --level) {
    tops.at(static_cast<size_t>(level)) = top;
    top += heights.at(static_cast<size_t>(level));
  }
  return tops;
}

void DrawBox(const v1::PlacementCell& cell, int y, int height, const language::Messages& words,
             Picture& picture) {
  const int x = kGridLeft + (cell.change_level() - 1) * kBoxWidth;
  const std::string fill = FillOf(cell.color());
  picture.AddRect(x, y, kBoxWidth - 4, height - 4, fill);
  std::string head =
      cell.color() > education::v1::COLOR_NONE ? language::Term(words, cell.color()) : "";
  if (!cell.members().empty()) absl::StrAppend(&head, " (", cell.members_size(), ")");
  picture.AddText(x + 8, y + 16, head, {.size = kNameSize, .bold = true, .on = fill});
  const NamesInBox names = NamesOf(cell);
  int line_y = y + kNameTop;
  for (int i = 0; i < names.shown; ++i) {
    line_y += kNameLine * picture.AddWrapped(x + 8, line_y, kNameWidth, kLinesOfName,
                                             cell.members(i), {.size = kNameSize, .on = fill});
  }
  if (names.shown < cell.members_size()) {
    picture.AddText(x + 8, line_y,
                    words.Text("picture.more", {{"n", int64_t{cell.members_size() - names.shown}}}),
                    {.size = kNameSize, .on = fill});
  }
}

}  // namespace

std::string SvgOf(const v1::Placement& placement, const language::Messages& words) {
  const std::string indicator = language::Term(words, placement.indicator());
  const std::array<int, kGridLevels + 1> tops = RowTops(placement);
  Picture picture(absl::StrCat(placement.entity().display_name(), ": ", indicator, ", ",
                               placement.dashboard_year()),
                  words.Text("picture.placement", {{"indicator", indicator}}),
                  std::max(Picture::kHeight, tops[0] + kGridFoot));
  for (int level = 1; level <= kGridLevels; ++level) {
    picture.AddText(kGridLeft + (level - 1) * kBoxWidth + kBoxWidth / 2, kGridTop - 10,
                    language::ChangeTerm(words, placement.indicator(), level),
                    {.size = kNameSize, .anchor = Picture::Anchor::kMiddle});
    const auto row = static_cast<size_t>(level);
    picture.AddWrapped(24, (tops.at(row) + tops.at(row - 1)) / 2, kGridLeft - 32, 2,
                       language::StatusTerm(words, placement.indicator(), level), {.size = 12});
  }
  for (const v1::PlacementCell& cell : placement.cells()) {
    const auto row = static_cast<size_t>(cell.status_level());
    DrawBox(cell, tops.at(row), tops.at(row - 1) - tops.at(row), words, picture);
  }
  picture.SetFoot(placement.notice());
  return picture.Svg();
}

}  // namespace sos::reporting
