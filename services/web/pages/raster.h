// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_PAGES_RASTER_H_
#define SOS_SERVICES_WEB_PAGES_RASTER_H_

#include <string>

#include "absl/status/statusor.h"

namespace sos::web {

// A picture in SVG as PNG, two pixels a unit. kInternal for what is no picture.
absl::StatusOr<std::string> PngOf(const std::string& svg);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_PAGES_RASTER_H_
