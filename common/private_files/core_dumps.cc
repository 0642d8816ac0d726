// SPDX-License-Identifier: Apache-2.0
#include "common/private_files/core_dumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

namespace sos {

void KeepMemoryPrivate() {
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__  // Which looks for leaks from outside.
  // A machine whose core files go through a program does not look at the limit.
  prctl(PR_SET_DUMPABLE, 0);
#endif
}

}  // namespace sos
