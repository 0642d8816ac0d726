// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/connections.h"

#include <sys/socket.h>

#include "services/web/http/exchange.h"

namespace sos::web {
namespace {

// How often the phases are looked at.
constexpr absl::Duration kLook = absl::Milliseconds(100);

}  // namespace

Connection::Connection(int socket, absl::Duration limit) : fd(socket), limit(limit) {}
Connection::~Connection() = default;

Connections::Connections() : thread_([this] { Watch(); }) {}

Connections::~Connections() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    stop_.Wake();
  }
  thread_.join();
}

Connection* Connections::Add(int fd, absl::Duration limit) {
  auto* const connection = new Connection(fd, limit);
  gauge_.Add(1);
  absl::MutexLock lock(&mutex_);
  all_.insert(connection);
  return connection;
}

void Connections::Remove(Connection* connection) {
  {
    absl::MutexLock lock(&mutex_);
    all_.erase(connection);
  }
  gauge_.Add(-1);
  delete connection;
}

void Connections::Begin(Connection* connection, absl::Duration limit) {
  absl::MutexLock lock(&mutex_);
  connection->phase = Stopwatch();
  connection->limit = limit;
}

void Connections::Watch() {
  absl::MutexLock lock(&mutex_);
  while (!stopping_) {
    for (Connection* const connection : all_) {
      if (connection->phase.Elapsed() < connection->limit) continue;
      // The server reads the end of the connection, and lets it go. Its descriptor is closed after
      // Remove() only.
      shutdown(connection->fd, SHUT_RDWR);
      connection->limit = absl::InfiniteDuration();
    }
    stop_.AwaitFor(mutex_, kLook, [this]() ABSL_NO_THREAD_SAFETY_ANALYSIS { return stopping_; });
  }
}

}  // namespace sos::web
