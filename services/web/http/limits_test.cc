// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/limits.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;

Environment WithSettings(const std::map<std::string, std::string>& variables) {
  return Environment([variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(LimitsTest, EachHasASetting) {
  Environment env = WithSettings({{"SOS_HTTP_CONNECTIONS", "1"},
                                  {"SOS_HTTP_CONNECTIONS_PER_ADDRESS", "2"},
                                  {"SOS_HTTP_IDLE_TIMEOUT", "3s"},
                                  {"SOS_HTTP_HEADER_TIMEOUT", "4s"},
                                  {"SOS_HTTP_BODY_TIMEOUT", "5s"},
                                  {"SOS_HTTP_SEND_TIMEOUT", "6s"},
                                  {"SOS_HTTP_URI_BYTES", "256"},
                                  {"SOS_HTTP_HEADER_BYTES", "1024"},
                                  {"SOS_HTTP_BODY_BYTES", "0"},
                                  {"SOS_HTTP_IN_FLIGHT", "10"},
                                  {"SOS_WORKERS", "11"}});
  const HttpLimits limits = HttpLimits::FromEnvironment(env);
  ASSERT_TRUE(env.Check().ok());
  EXPECT_EQ(limits.connections, 1);
  EXPECT_EQ(limits.connections_per_address, 2);
  EXPECT_EQ(limits.idle_timeout, absl::Seconds(3));
  EXPECT_EQ(limits.header_timeout, absl::Seconds(4));
  EXPECT_EQ(limits.body_timeout, absl::Seconds(5));
  EXPECT_EQ(limits.send_timeout, absl::Seconds(6));
  EXPECT_EQ(limits.uri_bytes, 256U);
  EXPECT_EQ(limits.header_bytes, 1024U);
  EXPECT_EQ(limits.body_bytes, 0U);
  EXPECT_EQ(limits.in_flight, 10);
  EXPECT_EQ(limits.workers, 11);
}

TEST(LimitsTest, NothingIsUnlimited) {
  for (const char* const name :
       {"SOS_HTTP_CONNECTIONS", "SOS_HTTP_CONNECTIONS_PER_ADDRESS", "SOS_HTTP_URI_BYTES",
        "SOS_HTTP_HEADER_BYTES", "SOS_HTTP_IN_FLIGHT", "SOS_WORKERS"}) {
    Environment env = WithSettings({{name, "0"}});
    HttpLimits::FromEnvironment(env);
    EXPECT_THAT(env.Check().message(), HasSubstr(name));
  }
  for (const char* const name : {"SOS_HTTP_IDLE_TIMEOUT", "SOS_HTTP_HEADER_TIMEOUT",
                                 "SOS_HTTP_BODY_TIMEOUT", "SOS_HTTP_SEND_TIMEOUT"}) {
    for (const char* const value : {"0s", "2h"}) {
      Environment env = WithSettings({{name, value}});
      HttpLimits::FromEnvironment(env);
      EXPECT_THAT(env.Check().message(), HasSubstr(name)) << value;
    }
  }
}

TEST(LimitsTest, TheLineAndTheHeadersOfARequestFitIntoWhatAConnectionHas) {
  Environment env =
      WithSettings({{"SOS_HTTP_URI_BYTES", "16384"}, {"SOS_HTTP_HEADER_BYTES", "32768"}});
  const HttpLimits limits = HttpLimits::FromEnvironment(env);
  ASSERT_TRUE(env.Check().ok());
  EXPECT_LE(limits.uri_bytes + limits.header_bytes, kConnectionBytes / 2);
}

}  // namespace
}  // namespace sos::web
