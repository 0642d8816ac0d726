// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_DEADLINE_H_
#define SOS_COMMON_RPC_DEADLINE_H_

#include <algorithm>

#include "absl/time/time.h"
#include "grpc/support/time.h"

namespace sos::rpc {

// The point in time after `timeout`, for gRPC: by the clock that nobody sets, unlike the
// std::chrono::system_clock that gRPC's examples use.
inline gpr_timespec After(absl::Duration timeout) {
  // Of which gRPC makes never; nobody waits for a year.
  constexpr absl::Duration kLongest = absl::Hours(365 * 24);
  if (timeout > kLongest) return gpr_inf_future(GPR_CLOCK_MONOTONIC);
  const absl::Duration rest = std::max(timeout, absl::ZeroDuration());
  return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                      gpr_time_from_nanos(absl::ToInt64Nanoseconds(rest), GPR_TIMESPAN));
}

// How long it is until `deadline`; infinite for one that never comes.
inline absl::Duration Until(gpr_timespec deadline) {
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) {
    return absl::InfiniteDuration();
  }
  const gpr_timespec rest = gpr_time_sub(deadline, gpr_now(deadline.clock_type));
  return absl::Seconds(rest.tv_sec) + absl::Nanoseconds(rest.tv_nsec);
}

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_DEADLINE_H_
