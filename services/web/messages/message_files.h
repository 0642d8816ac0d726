// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_MESSAGES_MESSAGE_FILES_H_
#define SOS_SERVICES_WEB_MESSAGES_MESSAGE_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::web {

// The texts of the pages, by language, of this directory.
absl::Span<const EmbeddedFile> MessageFiles();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_MESSAGES_MESSAGE_FILES_H_
