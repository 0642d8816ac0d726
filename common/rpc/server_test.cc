// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/server.h"

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/rpc/raw_call_test.h"
#include "common/test_util/free_port.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

using ::testing::HasSubstr;

constexpr char kAsk[] = "/sos.test.v1.TestService/Ask";
constexpr char kHealth[] = "/grpc.health.v1.Health/Check";
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

// HealthCheckRequest: the name of a service.
std::string HealthOf(const std::string& name) {
  return absl::StrCat("\x0a", std::string(1, static_cast<char>(name.size())), name);
}

std::shared_ptr<grpc::Channel> ClearChannel(int port) {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
}

Environment FromVariables(const std::map<std::string, std::string>& variables) {
  return Environment([variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(ServerTest, IsLiveAtOnceAndReadyOnlyWhenItSaysSo) {
  const auto server = Server::Create({.listen = "127.0.0.1:0"}, {});
  ASSERT_TRUE(server.ok());
  ASSERT_GT((*server)->port(), 0);
  const auto channel = ClearChannel((*server)->port());
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf(kLiveness)).bytes, kServing);
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf(kReadiness)).bytes, kNotServing);
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf("")).bytes, kNotServing);
  (*server)->SetReady(true);
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf(kReadiness)).bytes, kServing);
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf("")).bytes, kServing);
  EXPECT_EQ(CallRaw(channel, kHealth, HealthOf("other")).status.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST(ServerTest, TwoServersDoNotShareAnAddress) {
  const auto first = Server::Create({.listen = "127.0.0.1:0"}, {});
  ASSERT_TRUE(first.ok());
  const std::string listen = absl::StrCat("127.0.0.1:", (*first)->port());
  const auto second = Server::Create({.listen = listen}, {});
  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(second.status().message(), HasSubstr(listen));
}

TEST(ServerTest, ListensNowhereWhereItIsReachedInProcessOnly) {
  OneMethod service(kAsk);
  const auto server = Server::Create({.listen = ""}, {&service});
  ASSERT_TRUE(server.ok());
  EXPECT_EQ((*server)->port(), 0);
  EXPECT_TRUE(CallRaw((*server)->InProcessChannel(), kAsk, "").status.ok());
}

TEST(ServerTest, ProbesHaveAPortWithNothingButHealth) {
  OneMethod service(kAsk);
  const int port = test_util::FreePort();
  const auto server = Server::Create(
      {.listen = "127.0.0.1:0", .health_listen = absl::StrCat("127.0.0.1:", port)}, {&service});
  ASSERT_TRUE(server.ok());
  (*server)->SetReady(true);
  EXPECT_EQ(CallRaw(ClearChannel(port), kHealth, HealthOf(kReadiness)).bytes, kServing);
  EXPECT_EQ(CallRaw(ClearChannel(port), kAsk, "").status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST(ServerTest, AfterItsEndNobodyIsAnswered) {
  OneMethod service(kAsk);
  const auto server = Server::Create({.listen = "127.0.0.1:0"}, {&service});
  ASSERT_TRUE(server.ok());
  const auto channel = ClearChannel((*server)->port());
  ASSERT_TRUE(CallRaw(channel, kAsk, "").status.ok());
  (*server)->Shutdown();
  (*server)->Shutdown();
  EXPECT_EQ(CallRaw(channel, kAsk, "").status.error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST(ServerTest, DoesNotStartWithoutTheFilesOfItsCertificate) {
  const auto server = Server::Create(
      {.listen = "127.0.0.1:0", .tls = {.certificate = "/nowhere.pem", .key = "/nowhere.key"}}, {});
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(server.status().message(), HasSubstr("/nowhere.pem"));
}

TEST(ServerTest, AnswersReflectionOnlyToItsOwnMachineUnlessToldTo) {
  Environment defaults = FromVariables({});
  EXPECT_EQ(ServerOptions::FromEnvironment(defaults).listen, "127.0.0.1:8080");
  EXPECT_TRUE(ServerOptions::FromEnvironment(defaults).reflection);
  Environment open = FromVariables({{"SOS_LISTEN", "[::]:8080"}});
  EXPECT_FALSE(ServerOptions::FromEnvironment(open).reflection);
  Environment told = FromVariables({{"SOS_LISTEN", "[::]:8080"}, {"SOS_REFLECTION", "true"}});
  EXPECT_TRUE(ServerOptions::FromEnvironment(told).reflection);
}

TEST(ServerTest, RefusesTimesBeyondTheirLimits) {
  Environment longest =
      FromVariables({{"SOS_DRAIN_TIMEOUT", "5m"}, {"SOS_STALL_TIMEOUT", "100ms"}});
  EXPECT_EQ(ServerOptions::FromEnvironment(longest).drain_timeout, absl::Minutes(5));
  EXPECT_TRUE(longest.Check().ok());
  Environment beyond =
      FromVariables({{"SOS_DRAIN_TIMEOUT", "301s"}, {"SOS_STALL_TIMEOUT", "99ms"}});
  ServerOptions::FromEnvironment(beyond);
  EXPECT_THAT(beyond.Check().message(), HasSubstr("SOS_DRAIN_TIMEOUT"));
  EXPECT_THAT(beyond.Check().message(), HasSubstr("SOS_STALL_TIMEOUT"));
}

}  // namespace
}  // namespace sos::rpc
