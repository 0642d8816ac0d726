// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_
#define SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sos::reporting {

// The narrowest terminal that text is written for, in columns.
inline constexpr size_t kTerminalWidth = 80;

// The columns that UTF-8 text takes: its code points, not its bytes.
size_t ColumnsOf(absl::string_view text);

// A paragraph in lines of at most kTerminalWidth columns, each with its end: the first begins with
// `first`, the others with `rest`. A word that is longer than a line has a line of its own.
std::string Paragraph(absl::string_view text, absl::string_view first, absl::string_view rest);

// The first line is indented by `indent` columns, the others by two more.
std::string Paragraph(absl::string_view text, size_t indent);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_
