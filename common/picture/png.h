// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PICTURE_PNG_H_
#define SOS_COMMON_PICTURE_PNG_H_

#include <string>

#include "absl/status/statusor.h"

namespace sos {

// A picture in SVG as PNG, two pixels a unit. kInternal for what is no picture.
absl::StatusOr<std::string> PngOf(const std::string& svg);

}  // namespace sos

#endif  // SOS_COMMON_PICTURE_PNG_H_
