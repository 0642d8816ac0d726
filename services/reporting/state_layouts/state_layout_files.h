// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_STATE_LAYOUTS_STATE_LAYOUT_FILES_H_
#define SOS_SERVICES_REPORTING_STATE_LAYOUTS_STATE_LAYOUT_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::reporting {

// The layouts of this directory, one a program and year.
absl::Span<const EmbeddedFile> StateLayoutFiles();

// The years without a Dashboard: one file.
absl::Span<const EmbeddedFile> DashboardCalendarFiles();

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_STATE_LAYOUTS_STATE_LAYOUT_FILES_H_
