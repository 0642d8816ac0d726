// SPDX-License-Identifier: Apache-2.0
#include "common/program/run_server.h"

#include <cstdlib>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::ExitedWithCode;
using ::testing::HasSubstr;

constexpr int kMadeSomething = 77;

// A server whose composition must never be made.
int RunWith(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "program");
  return RunServer("sos-test", static_cast<int>(arguments.size()), arguments.data(),
                   [](Environment&) -> ServiceFactory {
                     return
                         [](const ServiceRuntime&) -> absl::StatusOr<std::unique_ptr<Composition>> {
                           std::exit(kMadeSomething);
                         };
                   });
}

// What a server with only these settings ends with. In a process of its own.
void EndWith(const std::vector<std::pair<const char*, const char*>>& settings) {
  clearenv();
  for (const auto& [name, value] : settings) setenv(name, value, 1);
  std::exit(RunWith({}));
}

TEST(RunServerTest, TellsHowItIsUsedAndServesNothing) {
  for (const char* word : {"--help", "-h"}) {
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(RunWith({word}), 0);
    const std::string usage = ::testing::internal::GetCapturedStdout();
    EXPECT_THAT(usage, HasSubstr("Usage: sos-test\n"));
    EXPECT_THAT(usage, HasSubstr("deploy/README.md"));
  }
}

TEST(RunServerTest, TellsItsVersionAndServesNothing) {
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(RunWith({"--version"}), 0);
  EXPECT_THAT(::testing::internal::GetCapturedStdout(),
              ::testing::MatchesRegex("sos-test [0-9]+\\.[0-9]+\\.[0-9]+ \\(git .+\\)\n"));
}

TEST(RunServerTest, TakesNoOtherArgument) {
  for (const std::vector<const char*>& arguments : std::vector<std::vector<const char*>>{
           {"--port"}, {"serve"}, {""}, {"--help", "me"}, {"--version", "me"}}) {
    ::testing::internal::CaptureStderr();
    EXPECT_EQ(RunWith(arguments), 2);
    EXPECT_THAT(::testing::internal::GetCapturedStderr(),
                HasSubstr(std::string("was given '") + arguments.front() + "'"));
  }
}

TEST(RunServerTest, ListensForItsOwnMachineUnlessItIsTold) {
  EXPECT_EQ(rpc::ServerOptions().listen, "127.0.0.1:8080");
  EXPECT_EXIT(EndWith({}), ExitedWithCode(kMadeSomething), "no tokens") << "which it says";
}

TEST(RunServerTest, RefusesToServeOthersOpenAndInTheClear) {
  EXPECT_EXIT(EndWith({{"SOS_LISTEN", "[::]:8080"}}), ExitedWithCode(2), "SOS_INSECURE");
  EXPECT_EXIT(EndWith({{"SOS_LISTEN", "[::]:8080"}, {"SOS_INSECURE", "false"}}), ExitedWithCode(2),
              "SOS_INSECURE");
  EXPECT_EXIT(EndWith({{"SOS_LISTEN", "[::]:8080"}, {"SOS_INSECURE", "true"}}),
              ExitedWithCode(kMadeSomething), "clear text.*no tokens");
}

}  // namespace
}  // namespace sos
