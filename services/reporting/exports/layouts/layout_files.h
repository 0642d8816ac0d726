// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_EXPORTS_LAYOUTS_LAYOUT_FILES_H_
#define SOS_SERVICES_REPORTING_EXPORTS_LAYOUTS_LAYOUT_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::reporting {

// The layouts of the state's lists, as they were compiled into the program.
absl::Span<const EmbeddedFile> ExportLayoutFiles();

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_EXPORTS_LAYOUTS_LAYOUT_FILES_H_
