// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/render/paragraph.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sos::reporting {

std::string Paragraph(absl::string_view text, size_t indent) {
  std::string lines;
  std::string line(indent, ' ');
  bool empty = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    if (!empty && line.size() + 1 + word.size() > kTerminalWidth) {
      absl::StrAppend(&lines, line, "\n");
      line.assign(indent + 2, ' ');
      empty = true;
    }
    absl::StrAppend(&line, empty ? "" : " ", word);
    empty = false;
  }
  return absl::StrCat(lines, line, "\n");
}

}  // namespace sos::reporting
