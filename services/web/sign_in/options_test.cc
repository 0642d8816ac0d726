// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/options.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/sign_in/cookie_keys.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

Environment SettingsFrom(std::map<std::string, std::string> values) {
  return Environment([values](const std::string& name) -> std::optional<std::string> {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional(found->second);
  });
}

const std::string kHexKey(64, 'a');

TEST(SignInOptionsTest, IsOffWithoutAnIssuerWhateverElseIsSet) {
  Environment env =
      SettingsFrom({{"SOS_OIDC_CLIENT_ID", "sos-web"}, {"SOS_WEB_COOKIE_KEYS", "bad"}});

  EXPECT_FALSE(SignInOptions::FromEnvironment(env).enabled());
  EXPECT_TRUE(env.Check().ok());
}

TEST(SignInOptionsTest, ReadsEverySettingAndHidesTheSecrets) {
  Environment env = SettingsFrom({{"SOS_OIDC_ISSUER", "https://id.example/realm"},
                                  {"SOS_OIDC_CLIENT_ID", "sos-web"},
                                  {"SOS_OIDC_CLIENT_SECRET", "hunter2"},
                                  {"SOS_OIDC_SCOPES", "openid sos"},
                                  {"SOS_OIDC_CA", "/ca.pem"},
                                  {"SOS_AUTH_AUDIENCE", "sos"},
                                  {"SOS_WEB_COOKIE_KEYS", kHexKey + ", " + std::string(64, 'b')},
                                  {"SOS_WEB_EXTERNAL_URL", "https://sos.example/"}});
  const SignInOptions options = SignInOptions::FromEnvironment(env);

  ASSERT_TRUE(env.Check().ok()) << env.Check();
  EXPECT_EQ(options.issuer, "https://id.example/realm");
  EXPECT_EQ(options.client_secret, "hunter2");
  EXPECT_EQ(options.scopes, "openid sos");
  EXPECT_EQ(options.ca_file, "/ca.pem");
  EXPECT_EQ(options.external_url, "https://sos.example");
  EXPECT_THAT(options.cookie_keys, ElementsAre(std::string(32, '\xaa'), std::string(32, '\xbb')));
  EXPECT_THAT(env.effective(), Contains(Pair("SOS_WEB_COOKIE_KEYS", "set")));
  EXPECT_THAT(env.effective(), Contains(Pair("SOS_OIDC_CLIENT_SECRET", "set")));
}

TEST(SignInOptionsTest, ReportsAllProblemsAtOnceWithoutTheSecret) {
  Environment env = SettingsFrom({{"SOS_OIDC_ISSUER", "http://id.example"},
                                  {"SOS_OIDC_SCOPES", "profile"},
                                  {"SOS_WEB_COOKIE_KEYS", kHexKey + ",hunter2"},
                                  {"SOS_WEB_EXTERNAL_URL", "https://sos.example/path"}});
  SignInOptions::FromEnvironment(env);

  const std::string message(env.Check().message());
  for (const std::string name :
       {"SOS_OIDC_ISSUER: must start with https://", "SOS_OIDC_CLIENT_ID: must be set",
        "SOS_OIDC_SCOPES: must contain openid", "SOS_WEB_COOKIE_KEYS: each key must be 32 bytes",
        "SOS_WEB_EXTERNAL_URL: must be an address without path"}) {
    EXPECT_THAT(message, HasSubstr(name));
  }
  EXPECT_THAT(message, Not(HasSubstr("hunter2")));
}

TEST(SignInOptionsTest, NeedsNoCookieKeysOnALaptopOnly) {
  std::map<std::string, std::string> settings = {{"SOS_OIDC_ISSUER", "http://localhost:3000"},
                                                 {"SOS_OIDC_CLIENT_ID", "sos-web"},
                                                 {"SOS_WEB_EXTERNAL_URL", "http://localhost:8088"}};
  Environment laptop = SettingsFrom(settings);
  SignInOptions::FromEnvironment(laptop);
  settings["SOS_WEB_EXTERNAL_URL"] = "https://sos.example";
  Environment site = SettingsFrom(settings);
  SignInOptions::FromEnvironment(site);

  EXPECT_TRUE(laptop.Check().ok()) << laptop.Check();
  EXPECT_THAT(std::string(site.Check().message()), HasSubstr("SOS_WEB_COOKIE_KEYS: must be set"));
}

}  // namespace
}  // namespace sos::web
