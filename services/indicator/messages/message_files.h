// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_MESSAGES_MESSAGE_FILES_H_
#define SOS_SERVICES_INDICATOR_MESSAGES_MESSAGE_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::indicator {

// The messages of every language, as they were compiled into the program.
absl::Span<const EmbeddedFile> MessageFiles();

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_MESSAGES_MESSAGE_FILES_H_
