// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_TEMPLATES_TEMPLATE_FILES_H_
#define SOS_SERVICES_WEB_TEMPLATES_TEMPLATE_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::web {

// The HTML and SVG templates of this directory.
absl::Span<const EmbeddedFile> TemplateFiles();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_TEMPLATES_TEMPLATE_FILES_H_
