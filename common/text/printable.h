// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEXT_PRINTABLE_H_
#define SOS_COMMON_TEXT_PRINTABLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sos {

// Text as a person may be shown it. Names, values and messages come from files and from callers:
// raw, they could give a terminal commands (control characters, escape sequences) or make a line
// read as another one (bidirectional overrides, characters without width).

// What may stay that is not printable by itself.
enum class Keep {
  kNothing,
  // Line feeds, also with a carriage return before them: for text of several lines, whose parts are
  // printable already.
  kLines,
  // The escape sequences that set colors, too: for reports as a terminal shows them.
  kLinesAndColors,
};

// `text` with every character that is none to read as a visible escape: `\x1b` for a control
// character or a byte that is no UTF-8, `\u202e` or `\U000e0041` for others. Letters of all scripts
// stay as they are. What is printable already stays the same.
std::string Printable(absl::string_view text, Keep keep = Keep::kNothing);

// The same for a document in JSON, or lines of them: escaped as JSON does it, so that it has the
// same values. Bytes that are no UTF-8 become U+FFFD.
std::string PrintableJson(absl::string_view json);

// True if Printable() leaves `text` as it is.
bool IsPrintable(absl::string_view text);

}  // namespace sos

#endif  // SOS_COMMON_TEXT_PRINTABLE_H_
