// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INDICATOR_RULEBOOKS_RULEBOOK_FILES_H_
#define SOS_SERVICES_INDICATOR_RULEBOOKS_RULEBOOK_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::indicator {

// The rulebooks of this directory, one a Dashboard year.
absl::Span<const EmbeddedFile> RulebookFiles();

}  // namespace sos::indicator

#endif  // SOS_SERVICES_INDICATOR_RULEBOOKS_RULEBOOK_FILES_H_
