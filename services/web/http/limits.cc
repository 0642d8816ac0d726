// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/limits.h"

namespace sos::web {
namespace {

constexpr absl::Duration kLongestWait = absl::Hours(1);
// What fits beside an answer into kConnectionBytes.
constexpr int64_t kMostUriBytes = int64_t{16} << 10;
constexpr int64_t kMostHeaderBytes = int64_t{32} << 10;

}  // namespace

HttpLimits HttpLimits::FromEnvironment(Environment& env) {
  HttpLimits limits;
  const auto number = [&env](absl::string_view name, int fallback, int maximum) {
    return static_cast<int>(env.Int(name, fallback, 1, maximum));
  };
  const auto bytes = [&env](absl::string_view name, size_t fallback, int64_t minimum,
                            int64_t maximum) {
    return static_cast<size_t>(env.Int(name, static_cast<int64_t>(fallback), minimum, maximum));
  };
  limits.connections = number("SOS_HTTP_CONNECTIONS", limits.connections, 100'000);
  limits.connections_per_address =
      number("SOS_HTTP_CONNECTIONS_PER_ADDRESS", limits.connections_per_address, 100'000);
  limits.idle_timeout =
      env.Duration("SOS_HTTP_IDLE_TIMEOUT", limits.idle_timeout, absl::Seconds(1), kLongestWait);
  limits.header_timeout = env.Duration("SOS_HTTP_HEADER_TIMEOUT", limits.header_timeout,
                                       absl::Milliseconds(100), kLongestWait);
  limits.body_timeout = env.Duration("SOS_HTTP_BODY_TIMEOUT", limits.body_timeout,
                                     absl::Milliseconds(100), kLongestWait);
  limits.send_timeout = env.Duration("SOS_HTTP_SEND_TIMEOUT", limits.send_timeout,
                                     absl::Milliseconds(100), kLongestWait);
  limits.uri_bytes = bytes("SOS_HTTP_URI_BYTES", limits.uri_bytes, 256, kMostUriBytes);
  limits.header_bytes = bytes("SOS_HTTP_HEADER_BYTES", limits.header_bytes, 1024, kMostHeaderBytes);
  limits.body_bytes = bytes("SOS_HTTP_BODY_BYTES", limits.body_bytes, 0, int64_t{64} << 20);
  limits.in_flight = number("SOS_HTTP_IN_FLIGHT", limits.in_flight, 100'000);
  limits.workers = number("SOS_WORKERS", limits.workers, 256);
  return limits;
}

}  // namespace sos::web
