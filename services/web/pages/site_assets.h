// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_SITE_ASSETS_H_
#define SOS_SERVICES_WEB_PAGES_SITE_ASSETS_H_

#include "absl/strings/string_view.h"
#include "services/web/routes/assets.h"

namespace sos::web {

// The style sheets, scripts and pictures of the pages.
Assets& SiteAssets();

// The style sheet itself, for prints. Empty where there is none of the name.
absl::string_view AssetContents(absl::string_view name);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_SITE_ASSETS_H_
