// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_
#define SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace sos::reporting {

// The narrowest terminal that text is written for, in columns.
inline constexpr size_t kTerminalWidth = 80;

// A paragraph in lines of at most kTerminalWidth bytes, each with its end: the first indented by
// `indent`, the others by two more. A word that is longer than a line has a line of its own.
std::string Paragraph(absl::string_view text, size_t indent);

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_PARAGRAPH_H_
