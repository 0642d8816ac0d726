// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/oidc_client.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/sign_in/fake_provider.h"

namespace sos::web {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class OidcClientTest : public ::testing::Test {
 protected:
  // Signs in as a browser would.
  absl::StatusOr<SignedIn> SignIn(const std::string& code = "good-code") {
    const SignInSecrets secrets = SignInSecrets::Random();
    const auto url = client_.AuthorizationUrl(secrets);
    if (!url.ok()) return url.status();
    provider_.Visit(*url);
    if (change_) change_();
    return client_.Exchange(code, secrets);
  }
  std::string Why() { return std::string(SignIn().status().message()); }
  int Calls(absl::string_view url) const {
    int calls = 0;
    for (const ProviderRequest& request : provider_.requests) calls += request.url == url ? 1 : 0;
    return calls;
  }

  FakeClock clock_{absl::FromUnixSeconds(FakeProvider::kNow)};
  FakeProvider provider_;
  OidcClient client_{FakeProvider::Options(), provider_, clock_};
  // What happens to the provider between the visit and the exchange.
  std::function<void()> change_;
};

TEST_F(OidcClientTest, SignsSomebodyIn) {
  const auto signed_in = SignIn();

  ASSERT_TRUE(signed_in.ok()) << signed_in.status();
  EXPECT_EQ(signed_in->principal.role, auth::Role::kState);
  EXPECT_EQ(signed_in->end, absl::FromUnixSeconds(FakeProvider::kNow + 600));
  EXPECT_EQ(FormField(provider_.requests[1].form, "redirect_uri"),
            "https://sos.example/sign-in/callback");
}

TEST_F(OidcClientTest, AsksForACodeWithTheChallengeAndNotTheVerifier) {
  const SignInSecrets secrets{.state = "s", .nonce = "n", .code_verifier = "v"};
  const std::string url = *client_.AuthorizationUrl(secrets);

  EXPECT_EQ(url, absl::StrCat("https://id.example/auth?response_type=code&client_id=sos-web",
                              "&redirect_uri=https%3A%2F%2Fsos.example%2Fsign-in%2Fcallback",
                              "&scope=openid&state=s&nonce=n&code_challenge=", Sha256Text("v"),
                              "&code_challenge_method=S256"));
}

TEST_F(OidcClientTest, RefusesAnIdTokenThatIsNotForThisSignIn) {
  const std::vector<std::pair<std::string, std::function<void()>>> cases = {
      {"ID token: wrong nonce", [&] { provider_.id_claims["nonce"] = "another"; }},
      {"ID token: wrong nonce", [&] { provider_.id_claims.erase("nonce"); }},
      {"ID token: wrong issuer", [&] { provider_.id_claims["iss"] = "https://id.example/"; }},
      {"ID token: wrong audience", [&] { provider_.id_claims["aud"] = "another"; }},
      {"ID token: wrong audience",
       [&] {
         provider_.id_claims["aud"] = {"sos-web", "another"};
       }},
      {"ID token: wrong audience", [&] { provider_.id_claims["azp"] = "another"; }},
      {"ID token: expired", [&] { provider_.id_claims["exp"] = FakeProvider::kNow - 60; }},
      {"ID token: malformed", [&] { provider_.id_claims.erase("exp"); }},
      {"ID token: not yet valid", [&] { provider_.id_claims["iat"] = FakeProvider::kNow + 61; }},
      {"ID token: wrong access token", [&] { provider_.id_claims["at_hash"] = "AAAA"; }},
      {"ID token: wrong algorithm", [&] { provider_.id_header = R"({"alg":"none","kid":"a"})"; }},
      {"ID token: wrong algorithm", [&] { provider_.id_header = R"({"alg":"HS256","kid":"a"})"; }},
      {"ID token: unknown key", [&] { provider_.id_header = R"({"alg":"RS256","kid":"b"})"; }},
      {"ID token: unknown key", [&] { provider_.id_header = R"({"alg":"none"})"; }},
      {"ID token: bad signature",
       [&] {
         provider_.id_token = TokenSigner(true).Token(provider_.header, provider_.id_claims.dump());
       }},
      {"ID token: malformed", [&] { provider_.id_token = "no token"; }}};
  const nlohmann::json claims = provider_.id_claims;
  for (const auto& [why, change] : cases) {
    provider_.id_claims = claims;
    provider_.id_header.clear();
    provider_.id_token.clear();
    change_ = change;
    const auto refused = SignIn();
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnauthenticated) << why;
    EXPECT_EQ(refused.status().message(), why);
  }
}

TEST_F(OidcClientTest, AcceptsSeveralAudiencesIfTheTokenWasMadeForThisSite) {
  provider_.id_claims["aud"] = {"another", "sos-web"};
  provider_.id_claims["azp"] = "sos-web";

  EXPECT_EQ(Why(), "");
}

TEST_F(OidcClientTest, AcceptsTheDigestOfTheAccessToken) {
  provider_.access_token =
      FakeProvider::signer().Token(provider_.header, provider_.access_claims.dump());
  std::string digest;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(Sha256Text(provider_.access_token), &digest));
  provider_.id_claims["at_hash"] = absl::WebSafeBase64Escape(digest.substr(0, 16));

  EXPECT_EQ(Why(), "");
}

TEST_F(OidcClientTest, RefusesAnAccessTokenThatTheServicesWouldRefuse) {
  const std::vector<std::pair<std::string, std::function<void()>>> cases = {
      {"access token: wrong issuer", [&] { provider_.access_claims["iss"] = "another"; }},
      {"access token: wrong audience", [&] { provider_.access_claims["aud"] = "another"; }},
      {"access token: expired", [&] { provider_.access_claims["exp"] = 1; }},
      {"access token: malformed", [&] { provider_.access_token = "opaque"; }}};
  const nlohmann::json claims = provider_.access_claims;
  for (const auto& [why, change] : cases) {
    provider_.access_claims = claims;
    change();
    const auto refused = SignIn();
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnauthenticated) << why;
    EXPECT_EQ(refused.status().message(), why);
  }
}

TEST_F(OidcClientTest, TellsAnAccountWithoutRoleFromAForgedToken) {
  provider_.access_claims.erase("sos_role");
  EXPECT_EQ(SignIn().status(), absl::PermissionDeniedError("access token: no role"));
  provider_.access_claims["sos_role"] = "principal";
  EXPECT_EQ(SignIn().status(), absl::PermissionDeniedError("access token: no role"));
  provider_.access_claims["sos_role"] = "lea";
  EXPECT_EQ(SignIn().status(), absl::PermissionDeniedError("access token: no scope"));
}

TEST_F(OidcClientTest, RefusesACodeOrVerifierThatTheProviderRefuses) {
  const auto wrong_code = SignIn("stolen");
  change_ = [&] { provider_.challenge = "of another browser"; };
  const auto wrong_verifier = SignIn();

  EXPECT_EQ(wrong_code.status(), absl::UnauthenticatedError("HTTP status 400, invalid_grant"));
  EXPECT_EQ(wrong_verifier.status(), wrong_code.status());
}

TEST_F(OidcClientTest, SaysThatTheProviderIsUnavailableWithoutItsWords) {
  provider_.token_status = 500;
  EXPECT_EQ(SignIn().status(), absl::UnavailableError("HTTP status 500"));
  provider_.token_status = 302;
  EXPECT_EQ(SignIn().status(), absl::UnavailableError("HTTP status 302"));
}

TEST_F(OidcClientTest, AsksAnUnreachableProviderOnceInAWhile) {
  provider_.reachable = false;
  EXPECT_EQ(SignIn().status().code(), absl::StatusCode::kUnavailable);
  provider_.reachable = true;
  EXPECT_EQ(SignIn().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(provider_.requests.size(), 1U);
  clock_.Advance(OidcClient::kPause);
  EXPECT_EQ(Why(), "");
}

TEST_F(OidcClientTest, RefusesAConfigurationOfAnotherIssuerOrWithoutHttps) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"issuer", "https://id.example/other"},
      {"authorization_endpoint", "http://id.example/auth"},
      {"token_endpoint", "http://localhost/token"},
      {"token_endpoint", ""},
      {"jwks_uri", "file:///etc/passwd"}};
  for (const auto& [member, value] : cases) {
    FakeProvider provider;
    provider.configuration[member] = value;
    OidcClient client(FakeProvider::Options(), provider, clock_);
    const auto url = client.AuthorizationUrl(SignInSecrets::Random());
    EXPECT_EQ(url.status().code(), absl::StatusCode::kUnavailable) << member;
    EXPECT_THAT(std::string(url.status().message()), StartsWith("discovery: "));
  }
}

TEST_F(OidcClientTest, ReadsConfigurationAndKeysAgainWhenTheyAreOld) {
  const std::string discovery = "https://id.example/.well-known/openid-configuration";
  const std::string keys = "https://id.example/jwks";
  EXPECT_EQ(Why(), "");
  EXPECT_EQ(Why(), "");
  EXPECT_EQ(Calls(discovery), 1);
  EXPECT_EQ(Calls(keys), 1);

  provider_.id_claims["exp"] = provider_.access_claims["exp"] = FakeProvider::kNow + 86'400;
  clock_.Advance(OidcClient::kKeyAge);
  EXPECT_EQ(Why(), "");
  EXPECT_EQ(Calls(discovery), 1);
  EXPECT_EQ(Calls(keys), 2);

  clock_.Advance(OidcClient::kConfigurationAge);
  EXPECT_EQ(Why(), "");
  EXPECT_EQ(Calls(discovery), 2);
}

TEST_F(OidcClientTest, FindsANewKeyAtOnceButDoesNotAskForEachForgedOne) {
  EXPECT_EQ(Why(), "");
  provider_.published_kid = "b";
  provider_.header = R"({"alg":"RS256","kid":"b"})";
  EXPECT_EQ(Why(), "ID token: unknown key");  // The keys were read just now.
  clock_.Advance(OidcClient::kKeyInterval);
  EXPECT_EQ(Why(), "");
  EXPECT_EQ(Calls("https://id.example/jwks"), 2);
}

TEST_F(OidcClientTest, SendsASecretAsTheProviderAcceptsIt) {
  SignInOptions options = FakeProvider::Options();
  options.client_secret = "p@ss:word";
  for (const bool in_body : {false, true}) {
    FakeProvider provider;
    if (in_body) {
      provider.configuration["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
    }
    OidcClient client(options, provider, clock_);
    const SignInSecrets secrets = SignInSecrets::Random();
    provider.Visit(*client.AuthorizationUrl(secrets));
    ASSERT_TRUE(client.Exchange("good-code", secrets).ok());
    const ProviderRequest& request = provider.requests[1];
    EXPECT_EQ(request.authorization,
              in_body ? "" : "Basic " + absl::Base64Escape("sos-web:p%40ss%3Aword"));
    EXPECT_EQ(FormField(request.form, "client_secret"), in_body ? "p@ss:word" : "");
  }
}

TEST_F(OidcClientTest, ChecksTheIssuerOfAResponseWhereTheProviderSendsIt) {
  EXPECT_TRUE(client_.CheckResponseIssuer("").ok());
  EXPECT_TRUE(client_.CheckResponseIssuer("https://id.example").ok());
  EXPECT_FALSE(client_.CheckResponseIssuer("https://evil.example").ok());

  provider_.configuration["authorization_response_iss_parameter_supported"] = true;
  OidcClient strict(FakeProvider::Options(), provider_, clock_);
  EXPECT_FALSE(strict.CheckResponseIssuer("").ok());
}

TEST_F(OidcClientTest, KnowsWhereToSignOutOfTheProvider) {
  EXPECT_THAT(
      *client_.EndSessionUrl(),
      EndsWith("/end?client_id=sos-web&post_logout_redirect_uri=https%3A%2F%2Fsos.example%2F"));
  provider_.configuration.erase("end_session_endpoint");
  OidcClient without(FakeProvider::Options(), provider_, clock_);
  EXPECT_EQ(*without.EndSessionUrl(), "");
}

}  // namespace
}  // namespace sos::web
