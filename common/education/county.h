// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_COUNTY_H_
#define SOS_COMMON_EDUCATION_COUNTY_H_

#include "absl/strings/string_view.h"

namespace sos {

// The name of the county with a code from "01" to "58", as published files write it. Empty for
// other codes.
absl::string_view CountyName(absl::string_view code);

// The code of a county by its name, whatever the case, with or without `County` at its end. Empty
// for what is the name of none.
absl::string_view CountyCodeOf(absl::string_view name);

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_COUNTY_H_
