// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RENDER_TEMPLATES_TEMPLATE_FILES_H_
#define SOS_SERVICES_REPORTING_RENDER_TEMPLATES_TEMPLATE_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::reporting {

// The HTML templates of this directory.
absl::Span<const EmbeddedFile> TemplateFiles();

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RENDER_TEMPLATES_TEMPLATE_FILES_H_
