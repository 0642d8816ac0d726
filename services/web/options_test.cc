// SPDX-License-Identifier: Apache-2.0
#include "services/web/options.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/factory.h"

namespace sos::web {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Variables = std::map<std::string, std::string>;

const Variables kRequired = {{"SOS_INGESTION_TARGET", "a:1"},
                             {"SOS_INDICATOR_TARGET", "b:2"},
                             {"SOS_ELIGIBILITY_TARGET", "c:3"},
                             {"SOS_REPORTING_TARGET", "d:4"}};

Environment With(const Variables& variables) {
  return Environment([variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

Options Read(Variables variables) {
  variables.insert(kRequired.begin(), kRequired.end());
  Environment env = With(variables);
  Options options = Options::FromEnvironment(env);
  EXPECT_TRUE(env.Check().ok()) << env.Check();
  return options;
}

TEST(OptionsTest, NeedsNothingButTheFourServices) {
  const Options options = Read({});
  EXPECT_EQ(options.http.listen, "localhost:8088");
  EXPECT_EQ(options.targets.ingestion, "a:1");
  EXPECT_EQ(options.targets.indicator, "b:2");
  EXPECT_EQ(options.targets.eligibility, "c:3");
  EXPECT_EQ(options.targets.reporting, "d:4");
  EXPECT_EQ(options.metrics_listen, "");
  EXPECT_EQ(options.cache_bytes, kDefaultAnswerCacheBytes);
  EXPECT_EQ(Read({{"SOS_HTTP_CACHE_BYTES", "0"}}).cache_bytes, 0) << "no page is kept";
  EXPECT_THAT(options.cors_origins, IsEmpty()) << "no script of another site calls RPCs";
  EXPECT_FALSE(options.insecure);
}

TEST(OptionsTest, NamesAllServicesThatAreMissingAtOnce) {
  Environment env = With({{"SOS_HTTP_IN_FLIGHT", "none"}});
  Options::FromEnvironment(env);
  const absl::Status status = env.Check();
  const std::string problems(status.message());
  for (const auto& [name, value] : kRequired) EXPECT_THAT(problems, HasSubstr(name));
  EXPECT_THAT(problems, HasSubstr("SOS_HTTP_IN_FLIGHT"));
}

TEST(OptionsTest, ReadsWhatIsSet) {
  const Options options = Read({{"SOS_HTTP_LISTEN", "0.0.0.0:443"},
                                {"SOS_TLS_CERTIFICATE", "/cert.pem"},
                                {"SOS_TLS_KEY", "/key.pem"},
                                {"SOS_METRICS_LISTEN", "localhost:9090"},
                                {"SOS_CORS_ORIGINS", "https://a.example, https://b.example:8443,"},
                                {"SOS_DRAIN_DELAY", "5s"},
                                {"SOS_DRAIN_TIMEOUT", "20s"},
                                {"SOS_WORKERS", "3"}});
  EXPECT_EQ(options.http.listen, "0.0.0.0:443");
  EXPECT_EQ(options.http.certificate, "/cert.pem");
  EXPECT_EQ(options.http.key, "/key.pem");
  EXPECT_EQ(options.metrics_listen, "localhost:9090");
  EXPECT_THAT(options.cors_origins, ElementsAre("https://a.example", "https://b.example:8443"));
  EXPECT_EQ(options.drain_delay, absl::Seconds(5));
  EXPECT_EQ(options.http.drain_timeout, absl::Seconds(20));
  EXPECT_EQ(options.http.limits.workers, 3);
}

TEST(OptionsTest, ServesOthersInClearTextOnlyWhereThatIsMeant) {
  EXPECT_TRUE(CheckExposure(Read({})).ok());
  EXPECT_TRUE(CheckExposure(Read({{"SOS_HTTP_LISTEN", "[::1]:0"}})).ok());
  const Options open = Read({{"SOS_HTTP_LISTEN", "[::]:80"}});
  EXPECT_EQ(CheckExposure(open).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(CheckExposure(open).message(), HasSubstr("SOS_INSECURE=true"));
  EXPECT_TRUE(CheckExposure(Read({{"SOS_HTTP_LISTEN", "[::]:80"}, {"SOS_INSECURE", "true"}})).ok());
  EXPECT_TRUE(CheckExposure(Read({{"SOS_HTTP_LISTEN", "[::]:443"},
                                  {"SOS_TLS_CERTIFICATE", "/cert.pem"},
                                  {"SOS_TLS_KEY", "/key.pem"}}))
                  .ok());
}

}  // namespace
}  // namespace sos::web
