// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/sessions.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// `NAME=VALUE` of a Set-Cookie, as a browser sends it back.
std::string Sent(const std::string& set_cookie) {
  return set_cookie.substr(0, set_cookie.find(';'));
}

HttpRequest WithCookie(const std::string& cookie) {
  return {.method = "GET", .path = "/", .headers = {{"cookie", cookie}}};
}

class SessionsTest : public ::testing::Test {
 protected:
  SignedIn Somebody(absl::Duration lifetime = absl::Minutes(10)) const {
    return {.access_token = "header.claims.signature", .end = clock_.Now() + lifetime};
  }
  HttpRequest SignedInRequest() const { return WithCookie(Sent(*sessions_.Begin(Somebody()))); }

  FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  Sessions sessions_{CookieKeys({std::string(32, 'k')}), /*encrypted=*/true, clock_};
};

TEST_F(SessionsTest, GivesTheTokenOfASession) {
  const std::string set_cookie = *sessions_.Begin(Somebody());

  EXPECT_THAT(set_cookie, StartsWith("__Host-sos-session="));
  EXPECT_THAT(set_cookie, EndsWith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"));
  EXPECT_THAT(set_cookie, Not(HasSubstr("claims")));
  EXPECT_EQ(sessions_.TokenOf(WithCookie(Sent(set_cookie))), "header.claims.signature");
  EXPECT_EQ(sessions_.TokenOf(WithCookie(absl::StrCat("a=b; ", Sent(set_cookie), "; c=d"))),
            "header.claims.signature");
}

TEST_F(SessionsTest, IsPublicWithoutCookieOrWithAForgedOne) {
  EXPECT_EQ(sessions_.TokenOf({}), "");
  EXPECT_EQ(sessions_.TokenOf(WithCookie("__Host-sos-session=AQIDBA")), "");
  EXPECT_EQ(sessions_.TokenOf(WithCookie("__Host-sos-session=")), "");
  EXPECT_EQ(sessions_.TokenOf(WithCookie("__Host-sos-session")), "");
}

TEST_F(SessionsTest, FindsItsCookieBesideOneThatSomebodyElseSet) {
  const std::string cookie = Sent(*sessions_.Begin(Somebody()));

  EXPECT_EQ(sessions_.TokenOf(WithCookie("__Host-sos-session=forged; " + cookie)),
            "header.claims.signature");
}

TEST_F(SessionsTest, EndsWithTheTokenToTheSecond) {
  const HttpRequest request = SignedInRequest();

  clock_.Advance(absl::Minutes(10) - absl::Seconds(1));
  EXPECT_NE(sessions_.TokenOf(request), "");
  clock_.Advance(absl::Seconds(1));
  EXPECT_EQ(sessions_.TokenOf(request), "");
}

TEST_F(SessionsTest, EndsAfterAWorkingDayHoweverLongTheTokenIsValid) {
  const std::string set_cookie = *sessions_.Begin(Somebody(absl::Hours(24 * 30)));

  EXPECT_THAT(set_cookie, HasSubstr("Max-Age=43200;"));
  clock_.Advance(Sessions::kMaxAge);
  EXPECT_EQ(sessions_.TokenOf(WithCookie(Sent(set_cookie))), "");
}

TEST_F(SessionsTest, TakesTheHeaderBeforeTheCookie) {
  HttpRequest request = SignedInRequest();
  request.headers["authorization"] = "Bearer other";

  EXPECT_EQ(sessions_.TokenOf(request), "other");
  request.headers["authorization"] = "bEARER  other ";
  EXPECT_EQ(sessions_.TokenOf(request), "other");
  request.headers["authorization"] = "Basic dXNlcg==";
  EXPECT_EQ(sessions_.TokenOf(request), "header.claims.signature");
}

TEST_F(SessionsTest, RefusesATokenThatMakesTheCookieLongerThanBrowsersKeep) {
  SignedIn somebody = Somebody();
  somebody.access_token = std::string(2800, 'x');
  const auto fits = sessions_.Begin(somebody);
  somebody.access_token = std::string(3000, 'x');
  const auto too_long = sessions_.Begin(somebody);

  ASSERT_TRUE(fits.ok()) << fits.status();
  EXPECT_LE(fits->size(), Sessions::kMaxCookieBytes);
  EXPECT_EQ(too_long.status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(SessionsTest, HasNoSecureCookieOnALaptopWithoutHttps) {
  const Sessions laptop(CookieKeys::Random(), /*encrypted=*/false, clock_);
  const std::string set_cookie = *laptop.Begin(Somebody());

  EXPECT_THAT(set_cookie, StartsWith("sos-session="));
  EXPECT_THAT(set_cookie, EndsWith("; HttpOnly; SameSite=Lax"));
  EXPECT_EQ(laptop.TokenOf(WithCookie(Sent(set_cookie))), "header.claims.signature");
  EXPECT_EQ(laptop.End(), "sos-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
}

TEST_F(SessionsTest, KeepsAPendingSignInForTenMinutes) {
  const std::string set_cookie = *sessions_.BeginPending(
      {.secrets = {.state = "s", .nonce = "n", .code_verifier = "v"}, .return_path = "/state"});
  const HttpRequest request = WithCookie(Sent(set_cookie));

  const std::optional<PendingSignIn> pending = sessions_.FindPending(request);
  ASSERT_TRUE(pending.has_value());
  EXPECT_EQ(pending->secrets.code_verifier, "v");
  EXPECT_EQ(pending->return_path, "/state");
  clock_.Advance(absl::Minutes(10));
  EXPECT_FALSE(sessions_.FindPending(request).has_value());
}

TEST_F(SessionsTest, TakesNoPendingSignInForASession) {
  std::string cookie = Sent(*sessions_.BeginPending({}));
  cookie.replace(0, std::string("__Host-sos-sign-in").size(), "__Host-sos-session");

  EXPECT_FALSE(sessions_.Find(WithCookie(cookie)).has_value());
}

TEST_F(SessionsTest, LetsAFormWriteWithItsTokenOnly) {
  const HttpRequest mine = SignedInRequest();
  const HttpRequest another = SignedInRequest();
  const std::string token = sessions_.CsrfToken(mine, "sign-out");

  EXPECT_TRUE(sessions_.MayWrite(mine, "sign-out", token));
  EXPECT_FALSE(sessions_.MayWrite(mine, "sign-out", ""));
  EXPECT_FALSE(sessions_.MayWrite(mine, "notes", token));
  EXPECT_FALSE(sessions_.MayWrite(another, "sign-out", token));
  EXPECT_EQ(sessions_.CsrfToken({}, "sign-out"), "");
  EXPECT_FALSE(sessions_.MayWrite({}, "sign-out", ""));
}

TEST_F(SessionsTest, NeedsNoFormTokenBesideABearerToken) {
  HttpRequest script;
  script.headers["authorization"] = "Bearer token";

  EXPECT_TRUE(sessions_.MayWrite(script, "notes", ""));
}

}  // namespace
}  // namespace sos::web
