// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_HTTP_LISTENER_H_
#define SOS_SERVICES_WEB_HTTP_LISTENER_H_

#include <sys/socket.h>

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sos::web {

// A socket that listens. Closed at the end of its life.
class Listener {
 public:
  // Listens on `address`, a host and a port such as `localhost:8088`, `0.0.0.0:80` or `[::]:0`.
  // Port 0 takes a free one. `localhost` is 127.0.0.1. Returns kInvalidArgument for what is no such
  // address, kUnavailable where nobody may listen.
  static absl::StatusOr<Listener> On(absl::string_view address);

  Listener(Listener&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), port_(other.port_), six_(other.six_) {}
  Listener& operator=(Listener&&) = delete;
  ~Listener();

  // Gives the descriptor away; it is the caller's to close.
  int Release() { return std::exchange(fd_, -1); }
  int port() const { return port_; }
  // True for a socket of IPv6, which also takes connections of IPv4.
  bool six() const { return six_; }

 private:
  Listener(int fd, int port, bool six) : fd_(fd), port_(port), six_(six) {}

  int fd_;
  int port_;
  bool six_;
};

// The address of a peer without its port, such as `192.0.2.1` or `2001:db8::1`; one of IPv4 as
// such, also over a socket of IPv6.
std::string AddressText(const sockaddr* address);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_HTTP_LISTENER_H_
