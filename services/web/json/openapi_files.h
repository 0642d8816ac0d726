// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_OPENAPI_FILES_H_
#define SOS_SERVICES_WEB_JSON_OPENAPI_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::web {

// One file, `openapi.json`: the answer to `/openapi.json`, as `application/json`. It is made from
// the contract when the program is built, and changes with it only.
absl::Span<const EmbeddedFile> OpenApiFiles();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_OPENAPI_FILES_H_
