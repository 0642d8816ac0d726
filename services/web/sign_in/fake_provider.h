// SPDX-License-Identifier: Apache-2.0
// An identity provider for tests, in this process.
#ifndef SOS_SERVICES_WEB_SIGN_IN_FAKE_PROVIDER_H_
#define SOS_SERVICES_WEB_SIGN_IN_FAKE_PROVIDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/test_util/token_signer.h"
#include "nlohmann/json.hpp"
#include "services/web/sign_in/addresses.h"
#include "services/web/sign_in/cookie_keys.h"
#include "services/web/sign_in/options.h"
#include "services/web/sign_in/provider_calls.h"

namespace sos::web {

// Accepts one code, `good-code`, with the code verifier of the challenge that it was told. Tests
// change its public members before they sign in.
class FakeProvider final : public ProviderCalls {
 public:
  static constexpr int64_t kNow = 1'800'000'000;
  static constexpr absl::string_view kIssuer = "https://id.example";

  FakeProvider() : configuration(DefaultConfiguration()) {}

  static SignInOptions Options() {
    return {.issuer = std::string(kIssuer),
            .client_id = "sos-web",
            .audience = "sos",
            .external_url = "https://sos.example"};
  }

  // As a browser does: remembers the challenge and the nonce of an authorization URL.
  void Visit(const std::string& url) {
    const std::string query = url.substr(url.find('?') + 1);
    challenge = FormField(query, "code_challenge");
    id_claims["nonce"] = FormField(query, "nonce");
    state = FormField(query, "state");
  }

  absl::StatusOr<ProviderAnswer> Send(const ProviderRequest& request) override {
    requests.push_back(request);
    if (!reachable) return absl::UnavailableError("no route to host");
    if (absl::EndsWith(request.url, "/.well-known/openid-configuration")) {
      return ProviderAnswer{.status = 200, .body = configuration.dump()};
    }
    if (request.url == "https://id.example/jwks") {
      return ProviderAnswer{
          .status = 200, .body = absl::StrCat(R"({"keys":[)", signer().Jwk(published_kid), "]}")};
    }
    if (request.url != "https://id.example/token" || token_status != 200) {
      return ProviderAnswer{.status = token_status, .body = "a secret page"};
    }
    if (FormField(request.form, "code") != "good-code" ||
        Sha256Text(FormField(request.form, "code_verifier")) != challenge) {
      return ProviderAnswer{.status = 400, .body = R"({"error":"invalid_grant"})"};
    }
    const std::string access =
        access_token.empty() ? signer().Token(header, access_claims.dump()) : access_token;
    const std::string id =
        id_token.empty() ? signer().Token(id_header.empty() ? header : id_header, id_claims.dump())
                         : id_token;
    return ProviderAnswer{
        .status = 200, .body = nlohmann::json{{"access_token", access}, {"id_token", id}}.dump()};
  }

  static const TokenSigner& signer() {
    static const auto* const kSigner = new TokenSigner(true);
    return *kSigner;
  }

  nlohmann::json configuration;
  bool reachable = true;
  int token_status = 200;
  std::string published_kid = "a";
  std::string header = R"({"alg":"RS256","kid":"a"})";
  // Instead of `header`, for the ID token.
  std::string id_header;
  nlohmann::json id_claims = {{"iss", "https://id.example"},
                              {"aud", "sos-web"},
                              {"sub", "user-1"},
                              {"exp", kNow + 600},
                              {"iat", kNow}};
  nlohmann::json access_claims = {{"iss", "https://id.example"},
                                  {"aud", "sos"},
                                  {"sub", "user-1"},
                                  {"exp", kNow + 600},
                                  {"sos_role", "state"}};
  // Whole tokens, instead of the claims above.
  std::string access_token;
  std::string id_token;
  // What the last authorization URL asked for.
  std::string challenge;
  std::string state;
  std::vector<ProviderRequest> requests;

 private:
  static nlohmann::json DefaultConfiguration() {
    return {{"issuer", "https://id.example"},
            {"authorization_endpoint", "https://id.example/auth"},
            {"token_endpoint", "https://id.example/token"},
            {"jwks_uri", "https://id.example/jwks"},
            {"end_session_endpoint", "https://id.example/end"}};
  }
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_FAKE_PROVIDER_H_
