// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EDUCATION_MINIMUM_SHOWN_H_
#define SOS_COMMON_EDUCATION_MINIMUM_SHOWN_H_

#include <cstdint>

namespace sos {

// Counts and rates of groups with fewer students than this are not shown to the public.
inline constexpr int64_t kMinimumShown = 11;

}  // namespace sos

#endif  // SOS_COMMON_EDUCATION_MINIMUM_SHOWN_H_
