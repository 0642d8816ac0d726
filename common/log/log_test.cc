// SPDX-License-Identifier: Apache-2.0
#include "common/log/log.h"

#include <string>

#include "common/log/trace.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace sos::log {
namespace {

TEST(LogTest, WritesOneLineWithoutCommandsForATerminal) {
  const std::string hostile = "\x1b]0;owned\x07\u009b\u202e\x7f\nname";
  const Trace trace = ContinueTrace("");
  const ScopedTrace scope(trace, hostile);

  ::testing::internal::CaptureStderr();
  Warning("call", {{"caller", hostile}});
  const std::string line = ::testing::internal::GetCapturedStderr();

  ASSERT_EQ(line.find_first_of('\n'), line.size() - 1);
  for (const char c : line.substr(0, line.size() - 1)) {
    EXPECT_TRUE(c >= 0x20 && c <= 0x7e) << line;
  }
  EXPECT_EQ(nlohmann::json::parse(line)["caller"], hostile) << "what was said is still to be found";
  EXPECT_EQ(nlohmann::json::parse(line)["request_id"], hostile);
}

}  // namespace
}  // namespace sos::log
