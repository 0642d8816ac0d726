// SPDX-License-Identifier: Apache-2.0

// Shows ThreadSanitizer what absl::Mutex does. Debian's Abseil is not instrumented, so that without
// this every access that a mutex orders would be reported as a race. The linker's --wrap sends our
// calls here (common/cmake/SosTargets.cmake); only builds with SOS_SANITIZER=thread contain it.

#include <sanitizer/tsan_interface.h>
#include <sched.h>

#include "absl/synchronization/mutex.h"

// The names are the mangled ones of Debian's Abseil with the linker's prefixes.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" {
void __real__ZN4absl7debian35Mutex4LockEv(absl::Mutex* mutex);
void __real__ZN4absl7debian35Mutex6UnlockEv(absl::Mutex* mutex);

void __wrap__ZN4absl7debian35Mutex4LockEv(absl::Mutex* mutex) {
  __tsan_mutex_pre_lock(mutex, 0);
  __real__ZN4absl7debian35Mutex4LockEv(mutex);
  __tsan_mutex_post_lock(mutex, 0, 0);
}

void __wrap__ZN4absl7debian35Mutex6UnlockEv(absl::Mutex* mutex) {
  __tsan_mutex_pre_unlock(mutex, 0);
  __real__ZN4absl7debian35Mutex6UnlockEv(mutex);
  __tsan_mutex_post_unlock(mutex, 0);
}

// Abseil evaluates a condition in whichever thread unlocks. Here the waiting thread does, in turns,
// so that the sanitizer sees it under the lock.
void __wrap__ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE(absl::Mutex* mutex,
                                                           const absl::Condition& condition) {
  while (!condition.Eval()) {
    mutex->Unlock();
    sched_yield();
    mutex->Lock();
  }
}
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
