// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/paragraph.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sos::reporting {

size_t ColumnsOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
  }));
}

std::string Paragraph(absl::string_view text, absl::string_view first, absl::string_view rest) {
  std::string lines;
  std::string line(first);
  bool empty = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!empty && ColumnsOf(line) + 1 + ColumnsOf(word) > kTerminalWidth) {
      absl::StrAppend(&lines, line, "\n");
      line = std::string(rest);
      empty = true;
    }
    absl::StrAppend(&line, empty ? "" : " ", word);
    empty = false;
  }
  return absl::StrCat(lines, line, "\n");
}

std::string Paragraph(absl::string_view text, size_t indent) {
  return Paragraph(text, std::string(indent, ' '), std::string(indent + 2, ' '));
}

}  // namespace sos::reporting
