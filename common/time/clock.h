#ifndef SOS_COMMON_TIME_CLOCK_H_
#define SOS_COMMON_TIME_CLOCK_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sos {

// Tells the time. Everything that needs it takes a Clock, so that tests can set it.
class Clock {
 public:
  virtual ~Clock() = default;

  // The time now. Thread-safe.
  virtual absl::Time Now() const = 0;
};

// The clock of the machine.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

// A clock that moves only when a test moves it.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override { return now_; }
  void Advance(absl::Duration by) { now_ += by; }

 private:
  absl::Time now_;
};

}  // namespace sos

#endif  // SOS_COMMON_TIME_CLOCK_H_
