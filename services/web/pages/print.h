// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_PRINT_H_
#define SOS_SERVICES_WEB_PAGES_PRINT_H_

#include <string>

#include "absl/status/statusor.h"

namespace sos::web {

// A page as a tagged PDF (PDF/UA-1), by the program WeasyPrint in a process of its own with bounded
// time and memory. Errors: kUnimplemented where it is not installed, kResourceExhausted where too
// many pages are printed at once, kDeadlineExceeded, kInternal.
absl::StatusOr<std::string> PrintPdf(const std::string& html);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_PRINT_H_
