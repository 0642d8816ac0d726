// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_LIMITS_H_
#define SOS_SERVICES_WEB_HTTP_LIMITS_H_

#include <cstddef>

#include "absl/time/time.h"
#include "common/config/environment.h"

namespace sos::web {

// What one request, one address and all of them may take of the server. What is beyond is answered
// with the status that is named, or ends the connection.
struct HttpLimits {
  // SOS_HTTP_CONNECTIONS: connections in all. Further ones wait until one of them ends.
  int connections = 512;
  // SOS_HTTP_CONNECTIONS_PER_ADDRESS: connections of one address. Further ones are closed at once.
  int connections_per_address = 64;
  // SOS_HTTP_IDLE_TIMEOUT: how long a connection may be silent, between requests and within one.
  // Whole seconds.
  absl::Duration idle_timeout = absl::Seconds(30);
  // SOS_HTTP_HEADER_TIMEOUT: how long the line and the headers of a request may take in all.
  absl::Duration header_timeout = absl::Seconds(10);
  // SOS_HTTP_BODY_TIMEOUT: how long the body of a request may take in all.
  absl::Duration body_timeout = absl::Seconds(30);
  // SOS_HTTP_SEND_TIMEOUT: how long a client may take for each kSendBytes of an answer.
  absl::Duration send_timeout = absl::Seconds(60);
  // SOS_HTTP_URI_BYTES: the target of a request, path and query as they were sent (414).
  size_t uri_bytes = size_t{8} << 10;
  // SOS_HTTP_HEADER_BYTES: names and values of all headers (431).
  size_t header_bytes = size_t{16} << 10;
  // SOS_HTTP_BODY_BYTES: the body of a request (413).
  size_t body_bytes = size_t{1} << 20;
  // SOS_HTTP_IN_FLIGHT: requests that are being answered or wait for it, streams until their end
  // (503).
  int in_flight = 128;
  // SOS_WORKERS: threads that answer requests. Each may wait for an RPC.
  int workers = 16;

  static HttpLimits FromEnvironment(Environment& env);
};

// The unit of HttpLimits::send_timeout, in bytes: 1 MiB a minute is the slowest client by default.
inline constexpr size_t kSendBytes = size_t{1} << 20;
// Headers of one request (431).
inline constexpr int kMaxHeaders = 100;
// Arguments of one query (400).
inline constexpr int kMaxArguments = 256;
// What the server has for the line, the headers and their answer of one request, in bytes. A
// request that does not fit is answered before any handler sees it (414, 431).
inline constexpr size_t kConnectionBytes = size_t{96} << 10;
// A body that is this much too large, in bytes, is read to its end before the answer, so that its
// sender reads the answer. A larger one is cut off.
inline constexpr size_t kDiscardedBytes = size_t{4} << 20;
// Threads that read and write all connections.
inline constexpr int kNetworkThreads = 2;
// When a client that was refused for now may come again, in seconds (Retry-After).
inline constexpr int kRetryAfterSeconds = 1;

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_LIMITS_H_
