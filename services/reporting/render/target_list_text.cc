// SPDX-License-Identifier: Apache-2.0

// The targets for a terminal of 80 columns: a line a result, the nearest first.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/decimal/decimal.h"
#include "common/education/proto.h"
#include "common/language/terms.h"
#include "common/revision/revision.h"
#include "services/reporting/render/forms.h"
#include "services/reporting/render/paragraph.h"
#include "services/reporting/render/target_order.h"
#include "services/reporting/render/words.h"
#include "services/reporting/sentences/result.h"
#include "services/reporting/sentences/support.h"

namespace sos::reporting {
namespace {

// Names are cut, but not to less.
constexpr size_t kLeastNameWidth = 6;

// `text` in exactly `width` letters: filled up with blanks, or cut in the middle, because names of
// schools often differ at the end only.
std::string FittedTo(const std::string& text, size_t width, bool right = false) {
  const size_t letters = ColumnsOf(text);
  if (letters <= width) {
    const std::string blanks(width - letters, ' ');
    return right ? blanks + text : text + blanks;
  }
  const size_t first = width / 2;
  const size_t last = letters - (width - 1 - first);
  std::string fitted;
  size_t seen = 0;
  for (const char c : text) {
    const bool begins = (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    if (begins && ++seen == first + 1) fitted += "\u2026";
    if (seen <= first || seen > last) fitted += c;
  }
  return fitted;
}

void AddWrappedLine(absl::string_view text, absl::string_view indent, std::string& out) {
  absl::StrAppend(&out, Paragraph(text, indent, absl::StrCat(indent, indent.empty() ? "" : "  ")));
}

// `R -5 -> O`: the color a year on, and what leads to the next one then.
std::string LaterText(const v1::Target& target) {
  if (target.next_year_color_if_unchanged() <= education::v1::COLOR_NONE) return "";
  std::string text(1, ColorLetter(target.next_year_color_if_unchanged()));
  if (!target.has_next_year_color()) return text;
  const indicator::v1::Crossing& next = target.next_year_color();
  const bool counted = next.student_count() != 0;
  const int64_t amount = counted ? next.student_count() : next.tenths();
  absl::StrAppend(&text, " ", amount > 0 ? "+" : "-",
                  counted ? absl::StrCat(std::abs(amount))
                          : absl::StrCat(ToString(Tenths{std::abs(amount)}), "p"),
                  " -> ", std::string(1, ColorLetter(next.color())));
  return text;
}

using TargetLine = std::vector<std::string>;

TargetLine LineOf(const language::Messages& words, const v1::Target& target) {
  return {
      target.entity().display_name(),
      std::string(Code(target.student_group())),
      std::string(Code(target.indicator())),
      target.cell().status().value(),
      RatingText(words, target.indicator(), target.cell().color(), target.cell().status_level()),
      DistanceText(words, target),
      LaterText(target)};
}

constexpr size_t kStatusColumn = 3;

void AddTargetLines(const std::vector<TargetLine>& lines, std::string& text) {
  std::vector<size_t> widths(lines.front().size());
  for (const TargetLine& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], ColumnsOf(line[i]));
  }
  size_t others = widths.size() - 1;
  for (size_t i = 1; i < widths.size(); ++i) others += widths[i];
  const size_t room = others < kTerminalWidth ? kTerminalWidth - others : 0;
  widths[0] = std::min(widths[0], std::max(room, kLeastNameWidth));
  for (const TargetLine& line : lines) {
    std::vector<std::string> cells;
    for (size_t i = 0; i < line.size(); ++i) {
      cells.push_back(FittedTo(line[i], widths[i], i == kStatusColumn));
    }
    std::string joined = absl::StrJoin(cells, " ");
    joined.erase(joined.find_last_not_of(' ') + 1);
    absl::StrAppend(&text, joined, "\n");
  }
}

void AddExitLines(const v1::TargetList& list, const language::Messages& words, std::string& text) {
  if (list.exits().empty()) return;
  absl::StrAppend(&text, "\n", words.Text("targets.exits_title"), "\n");
  for (const v1::EligibilityExit& exit : list.exits()) {
    AddWrappedLine(
        absl::StrCat(exit.entity().display_name(), " (", ProgramLabel(words, exit.program()), ")"),
        "  ", text);
    for (const std::string& sentence : exit.sentences()) AddWrappedLine(sentence, "    ", text);
  }
}

}  // namespace

std::string RenderText(const v1::TargetList& list, const language::Messages& words) {
  std::string text;
  const std::string year = std::to_string(list.dashboard_year());
  const std::string next_year = std::to_string(list.dashboard_year() + 1);
  AddWrappedLine(
      words.Text("targets.title", {{"entity", list.entity().display_name()}, {"year", year}}), "",
      text);
  if (!list.notice().empty()) AddWrappedLine(list.notice(), "", text);
  text += "\n";
  std::vector<TargetLine> lines = {
      {words.Text("targets.head.entity"), words.Text("targets.head.group"),
       words.Text("targets.head.indicator"), words.Text("targets.head.status"),
       words.Text("targets.head.color"), words.Text("targets.head.next"),
       words.Text("targets.head.later", {{"year", next_year}})}};
  bool later = false;
  for (const v1::Target* const target : NearestFirst(list)) {
    lines.push_back(LineOf(words, *target));
    later = later || !lines.back().back().empty();
  }
  if (lines.size() == 1) {
    AddWrappedLine(words.Text("targets.nothing"), "", text);
  } else {
    if (!later) {
      for (TargetLine& line : lines) line.pop_back();
    }
    AddTargetLines(lines, text);
  }
  if (later) {
    text += "\n";
    AddWrappedLine(words.Text("targets.legend", {{"year", next_year}}), "", text);
  }
  AddExitLines(list, words, text);
  text += "\n";
  if (list.withheld_count() > 0) {
    AddWrappedLine(
        words.Text("targets.withheld_count", {{"count", int64_t{list.withheld_count()}}}), "",
        text);
  }
  AddWrappedLine(absl::StrCat(words.Text("column.revision"), ": ", ToString(RevisionIn(list))), "",
                 text);
  return text;
}

}  // namespace sos::reporting
