// SPDX-License-Identifier: Apache-2.0
#include "common/config/environment.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

Environment FromMap(std::map<std::string, std::string> values) {
  return Environment([values = std::move(values)](const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional<std::string>(found->second);
  });
}

TEST(EnvironmentTest, UsesTheFallbackWhereAVariableIsUnsetOrEmpty) {
  Environment env = FromMap({{"SOS_EMPTY", ""}});

  EXPECT_EQ(env.Int("SOS_UNSET", 7, 0, 10), 7);
  EXPECT_EQ(env.String("SOS_EMPTY", "fallback"), "fallback");
  EXPECT_TRUE(env.Check().ok());
}

TEST(EnvironmentTest, ReportsEveryProblemAtOnceWithNameValueAndExpectation) {
  Environment env = FromMap({{"SOS_A", "eleven"}, {"SOS_B", "5 parsecs"}, {"SOS_C", "11"}});

  env.Int("SOS_A", 1, 0, 10);
  env.Duration("SOS_B", absl::Seconds(1), absl::Seconds(1), absl::Minutes(1));
  env.Int("SOS_C", 1, 0, 10);

  const std::string message(env.Check().message());
  EXPECT_THAT(message, HasSubstr("SOS_A=eleven: expected a whole number from 0 to 10"));
  EXPECT_THAT(message, HasSubstr("SOS_B=5 parsecs: expected a duration"));
  EXPECT_THAT(message, HasSubstr("SOS_C=11"));
}

TEST(EnvironmentTest, ReportsARequiredSettingThatIsUnset) {
  Environment env = FromMap({});

  env.Required("SOS_INGESTION_TARGET");

  EXPECT_THAT(std::string(env.Check().message()), HasSubstr("SOS_INGESTION_TARGET: must be set"));
}

TEST(EnvironmentTest, ReportsWhatOnlyTheUserOfASettingCanSee) {
  Environment env = FromMap({});

  env.Required("SOS_INGESTION_TARGET");
  env.Reject("SOS_WEB_COOKIE_KEYS", "must be 32 bytes");

  EXPECT_EQ(
      env.Check().message(),
      "settings:\n  SOS_INGESTION_TARGET: must be set\n  SOS_WEB_COOKIE_KEYS: must be 32 bytes");
}

TEST(EnvironmentTest, NeverRepeatsASecret) {
  Environment env = FromMap({{"SOS_REDIS_PASSWORD", "hunter2"}});

  EXPECT_EQ(env.Secret("SOS_REDIS_PASSWORD"), "hunter2");
  EXPECT_THAT(env.effective(), Contains(Pair("SOS_REDIS_PASSWORD", "set")));
}

}  // namespace
}  // namespace sos
