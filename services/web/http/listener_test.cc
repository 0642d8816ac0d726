// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;

std::string TextOfSix(const char* address) {
  sockaddr_in6 six = {};
  six.sin6_family = AF_INET6;
  inet_pton(AF_INET6, address, &six.sin6_addr);
  return AddressText(reinterpret_cast<const sockaddr*>(&six));
}

TEST(ListenerTest, TakesAFreePortForZero) {
  const auto first = Listener::On("localhost:0");
  const auto second = Listener::On("127.0.0.1:0");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_GT(first->port(), 0);
  EXPECT_NE(first->port(), second->port());
  EXPECT_FALSE(first->six());
}

TEST(ListenerTest, TwoServersDoNotShareAnAddress) {
  const auto first = Listener::On("localhost:0");
  ASSERT_TRUE(first.ok());
  const std::string address = absl::StrCat("localhost:", first->port());
  const auto second = Listener::On(address);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr(address));
}

TEST(ListenerTest, RefusesWhatIsNoAddress) {
  for (const char* const address :
       {"", "localhost", "localhost:", "localhost:http", "localhost:65536", "localhost:-1"}) {
    EXPECT_EQ(Listener::On(address).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
}

TEST(ListenerTest, WritesAddressesWithoutTheirPort) {
  sockaddr_in four = {};
  four.sin_family = AF_INET;
  four.sin_port = htons(4711);
  inet_pton(AF_INET, "192.0.2.1", &four.sin_addr);
  EXPECT_EQ(AddressText(reinterpret_cast<const sockaddr*>(&four)), "192.0.2.1");
  EXPECT_EQ(TextOfSix("2001:db8::1"), "2001:db8::1");
  EXPECT_EQ(TextOfSix("::ffff:192.0.2.1"), "192.0.2.1") << "the same peer over either socket";
  EXPECT_EQ(AddressText(nullptr), "unknown");
}

}  // namespace
}  // namespace sos::web
