// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PROGRAM_VERSION_H_
#define SOS_COMMON_PROGRAM_VERSION_H_

#include "absl/strings/string_view.h"

namespace sos {

// What `--version` of every program says: the version of the suite and the git revision of its
// sources, such as `1.0.0 (git 60a7790f21b4)`; `(git 60a7790f21b4, modified)` if files were changed
// since, `(git unknown)` for sources without a repository.
absl::string_view Version();

}  // namespace sos

#endif  // SOS_COMMON_PROGRAM_VERSION_H_
