// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_ASSETS_ASSET_FILES_H_
#define SOS_SERVICES_WEB_ASSETS_ASSET_FILES_H_

#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos::web {

// The style sheets and scripts of this directory.
absl::Span<const EmbeddedFile> AssetFiles();

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_ASSETS_ASSET_FILES_H_
