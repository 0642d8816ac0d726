// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TIME_CLOCK_H_
#define SOS_COMMON_TIME_CLOCK_H_

#include <chrono>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sos {

// Tells the time. Everything that needs it takes a Clock, so that tests can set it.
//
// The time of day is set now and then, also backwards: a machine that was resumed, a server of time
// that was wrong. So it is for what others read, and what is shorter than a run of this program is
// measured by what has elapsed. All methods are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // The time of day, for the times that tokens and records bear. Never for intervals.
  virtual absl::Time Now() const = 0;

  // The time since some moment before this program began, which only ever grows, evenly. For
  // intervals: limits, pauses, timeouts, what something took.
  virtual absl::Duration Elapsed() const = 0;
};

// The clocks of the machine.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
  absl::Duration Elapsed() const override {
    return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
  }
};

// A clock that moves only when a test moves it.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override { return now_; }
  absl::Duration Elapsed() const override { return elapsed_; }

  // Lets time pass.
  void Advance(absl::Duration by) {
    now_ += by;
    elapsed_ += by;
  }
  // Sets the time of day, as an operator or a server of time does; no time passes.
  void SetTimeOfDay(absl::Time now) { now_ = now; }

 private:
  absl::Time now_;
  absl::Duration elapsed_ = absl::Hours(1);
};

// What has elapsed since it was made.
class Stopwatch {
 public:
  absl::Duration Elapsed() const { return clock_.Elapsed() - start_; }

 private:
  SystemClock clock_;
  absl::Duration start_ = clock_.Elapsed();
};

}  // namespace sos

#endif  // SOS_COMMON_TIME_CLOCK_H_
