// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/site_assets.h"

#include "services/web/assets/asset_files.h"

namespace sos::web {

Assets& SiteAssets() {
  static auto* const assets = new Assets(AssetFiles());
  return *assets;
}

absl::string_view AssetContents(absl::string_view name) {
  for (const EmbeddedFile& file : AssetFiles()) {
    if (file.name == name) return file.contents;
  }
  return "";
}

}  // namespace sos::web
