// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PRIVATE_FILES_CORE_DUMPS_H_
#define SOS_COMMON_PRIVATE_FILES_CORE_DUMPS_H_

namespace sos {

// Keeps this process's memory, in which rows of students may be, out of core files and away from
// other programs of the same user, whatever the machine is set to. Call it first in main().
void KeepMemoryPrivate();

}  // namespace sos

#endif  // SOS_COMMON_PRIVATE_FILES_CORE_DUMPS_H_
