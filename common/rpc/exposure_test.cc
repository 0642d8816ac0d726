// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/exposure.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(ExposureTest, KnowsTheAddressesOfThisMachine) {
  for (const char* listen :
       {"127.0.0.1:8080", "127.0.0.1:0", "127.1.2.3:80", "localhost:8080", "[::1]:8080",
        "ipv4:127.0.0.1:8080", "ipv6:[::1]:80", "unix:/run/sos.sock", "unix:sos.sock", ""}) {
    EXPECT_TRUE(IsLoopback(listen)) << listen;
  }
  for (const char* listen :
       {"[::]:8080", "0.0.0.0:8080", ":8080", "8080", "*:8080", "10.0.0.1:8080", "128.0.0.1:80",
        "126.255.255.255:80", "[::2]:80", "[::1:80", "127.0.0.1.example.org:80", "localhost.evil:1",
        "127.evil:80", "[::ffff:10.0.0.1]:80", "vsock:1:2", "dns:///localhost:80"}) {
    EXPECT_FALSE(IsLoopback(listen)) << listen;
  }
}

TEST(ExposureTest, AnOpenServerInTheClearServesItsOwnMachineAlone) {
  EXPECT_TRUE(CheckExposure({.listen = "127.0.0.1:8080"}, false).ok());
  EXPECT_TRUE(CheckExposure({.listen = ""}, false).ok());

  EXPECT_THAT(CheckExposure({.listen = "[::]:8080"}, false).message(),
              AllOf(HasSubstr("[::]:8080"), HasSubstr("SOS_INSECURE=true")));
  EXPECT_TRUE(CheckExposure({.listen = "[::]:8080"}, true).ok()) << "its operator says so";
  EXPECT_TRUE(CheckExposure({.listen = "[::]:8080", .encrypted = true}, false).ok());
  EXPECT_TRUE(CheckExposure({.listen = "[::]:8080", .asks_for_tokens = true}, false).ok());
}

std::string Logged(const Exposure& exposure) {
  ::testing::internal::CaptureStderr();
  LogExposure(exposure);
  return ::testing::internal::GetCapturedStderr();
}

TEST(ExposureTest, TellsEverythingThatIsOpen) {
  EXPECT_THAT(Logged({.listen = "[::]:80", .reflection = true}),
              AllOf(HasSubstr("clear text"), HasSubstr("no tokens"), HasSubstr("reflection"),
                    HasSubstr("from others"), Not(HasSubstr("anonymous"))));
  EXPECT_THAT(Logged({.listen = "127.0.0.1:80", .asks_for_tokens = true, .anonymous = true}),
              AllOf(HasSubstr("clear text"), HasSubstr("anonymous"), HasSubstr("from this machine"),
                    Not(HasSubstr("no tokens"))));
  EXPECT_EQ(Logged({.listen = "[::]:80", .encrypted = true, .asks_for_tokens = true}), "");
  EXPECT_EQ(Logged({.listen = "", .reflection = true}), "") << "in this process alone";
}

}  // namespace
}  // namespace sos::rpc
