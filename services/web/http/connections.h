// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_CONNECTIONS_H_
#define SOS_SERVICES_WEB_HTTP_CONNECTIONS_H_

#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/metrics/metrics.h"
#include "common/time/clock.h"
#include "common/time/steady_wait.h"

namespace sos::web {

class Exchange;

// One connection, and the request that it is at.
struct Connection {
  Connection(int socket, absl::Duration limit);
  ~Connection();

  const int fd;
  // Null between requests. Owned by the thread that serves the connection.
  std::unique_ptr<Exchange> exchange;

  // When the present phase began, and how long it may last; guarded by the registry's mutex.
  Stopwatch phase;
  absl::Duration limit;
};

// All connections, and how long each may stay in its phase: libmicrohttpd's own timeout begins
// again with every byte, so that a client that sends one now and then would hold its connection for
// ever. Thread-safe.
class Connections {
 public:
  Connections();
  ~Connections();

  Connection* Add(int fd, absl::Duration limit);
  // The connection ends.
  void Remove(Connection* connection);
  // A new phase begins, which may last `limit`.
  void Begin(Connection* connection, absl::Duration limit);

 private:
  void Watch();

  const metrics::Gauge gauge_ = metrics::FindGauge("sos_http_connections", "Open connections.");
  absl::Mutex mutex_;
  absl::flat_hash_set<Connection*> all_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  SteadyWait stop_;
  std::thread thread_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_CONNECTIONS_H_
