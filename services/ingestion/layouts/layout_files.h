// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_LAYOUTS_LAYOUT_FILES_H_
#define SOS_SERVICES_INGESTION_LAYOUTS_LAYOUT_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::ingestion {

// The layouts of this directory, one a record type and era.
absl::Span<const EmbeddedFile> LayoutFiles();

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_LAYOUTS_LAYOUT_FILES_H_
