// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_CALLER_LIMITS_H_
#define SOS_COMMON_AUTH_CALLER_LIMITS_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/time/clock.h"

namespace sos::auth {

// How many calls one caller may make: a rate with a burst, and at once. Thread-safe.
class CallerLimits {
 public:
  // What a call takes of a server while it lasts.
  enum class Kind {
    // A thread that works for it.
    kWork,
    // Memory only, such as a watch.
    kHeld,
  };

  struct Options {
    // Calls a second, averaged. 0: any number.
    int rate = 0;
    // Calls that may come at once after a pause.
    int burst = 100;
    // Calls at work at once. 0: any number.
    int concurrency = 0;
    // Calls held at once. 0: any number.
    int held = 0;
  };

  // One call at work; it ends when this goes.
  class Place {
   public:
    Place() = default;
    Place(CallerLimits* limits, std::string caller, Kind kind)
        : limits_(limits), caller_(std::move(caller)), kind_(kind) {}
    Place(Place&& other) noexcept
        : limits_(std::exchange(other.limits_, nullptr)),
          caller_(std::move(other.caller_)),
          kind_(other.kind_) {}
    Place& operator=(Place&& other) noexcept {
      std::swap(limits_, other.limits_);
      std::swap(caller_, other.caller_);
      std::swap(kind_, other.kind_);
      return *this;
    }
    ~Place() {
      if (limits_ != nullptr) limits_->Leave(caller_, kind_);
    }

   private:
    CallerLimits* limits_ = nullptr;
    std::string caller_;
    Kind kind_ = Kind::kWork;
  };

  // `clock` must outlive the limits.
  CallerLimits(Options options, const Clock& clock) : options_(options), clock_(clock) {}

  // Begins a call of `caller` in `place`. Returns zero, or after how long it may try again; the
  // call must not be served then.
  absl::Duration Enter(absl::string_view caller, Kind kind, Place& place);

 private:
  struct Caller {
    // Calls it may make now, as of `updated`.
    double allowance = 0;
    absl::Duration updated;
    int working = 0;
    int held = 0;

    int& running(Kind kind) { return kind == Kind::kWork ? working : held; }
  };

  void Leave(absl::string_view caller, Kind kind);
  void ForgetIdle() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Options options_;
  const Clock& clock_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, Caller> callers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_CALLER_LIMITS_H_
