// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TIME_STEADY_WAIT_H_
#define SOS_COMMON_TIME_STEADY_WAIT_H_

#include <algorithm>
#include <condition_variable>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace sos {

// Waits under an absl::Mutex until something holds, or a time has elapsed. The mutex's own timeouts
// end at a time of day: one that is set back by an hour makes them an hour longer.
class SteadyWait {
 public:
  // Call it with the mutex held, whenever something that a condition looks at changes.
  void Wake() { changed_.notify_all(); }

  // Waits with `mutex` released until `holds()`, which is called with it held; at most `timeout`.
  // True if it holds.
  template <typename Condition>
  bool AwaitFor(absl::Mutex& mutex, absl::Duration timeout, Condition holds) {
    // More would not fit into a point in time. Nobody waits for a year.
    constexpr absl::Duration kLongest = absl::Hours(365 * 24);
    struct Lock {
      void lock() { mutex.Lock(); }
      void unlock() { mutex.Unlock(); }
      absl::Mutex& mutex;
    } lock{mutex};
    return changed_.wait_for(lock, absl::ToChronoNanoseconds(std::min(timeout, kLongest)), holds);
  }

 private:
  // Which measures by the steady clock.
  std::condition_variable_any changed_;
};

}  // namespace sos

#endif  // SOS_COMMON_TIME_STEADY_WAIT_H_
