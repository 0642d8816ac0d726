// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_TEST_UTIL_FREE_PORT_H_
#define SOS_COMMON_TEST_UTIL_FREE_PORT_H_

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gtest/gtest.h"

namespace sos::test_util {

// A port of this machine that nobody listens to now.
inline int FreePort() {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  EXPECT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), size), 0);
  getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace sos::test_util

#endif  // SOS_COMMON_TEST_UTIL_FREE_PORT_H_
