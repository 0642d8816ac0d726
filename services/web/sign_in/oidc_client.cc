// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/oidc_client.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/auth/json_text.h"
#include "common/auth/signed_token.h"
#include "common/digest/sha256.h"
#include "common/log/log.h"
#include "common/status/macros.h"
#include "nlohmann/json.hpp"
#include "services/web/sign_in/addresses.h"
#include "services/web/sign_in/cookie_keys.h"

namespace sos::web {
namespace {

using auth::TextMember;

constexpr int kHttpOk = 200;
// 256 bits each, as RFC 7636 4.1 recommends for the verifier.
constexpr size_t kSecretBytes = 32;
// Errors of the provider are logged up to this length.
constexpr size_t kMaxErrorBytes = 64;
// `at_hash` is half of a SHA-256.
constexpr size_t kHalfDigestBytes = 16;

nlohmann::json ParseObject(absl::string_view text) {
  nlohmann::json parsed =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() ? parsed : nlohmann::json::object();
}

std::string RedirectUri(const SignInOptions& options) {
  return absl::StrCat(options.external_url, "/sign-in/callback");
}

// The error code of an OAuth answer, such as `invalid_grant`; never the rest of the answer.
std::string ErrorCode(absl::string_view body) {
  std::string code = TextMember(ParseObject(body), "error").substr(0, kMaxErrorBytes);
  const bool plain = std::all_of(
      code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
  return plain ? code : "";
}

absl::Status Named(absl::string_view token, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat(token, ": ", status.message()));
}

}  // namespace

// The members of the discovery document that are needed (OpenID Connect Discovery 1.0, section 3).
struct OidcClient::Configuration {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
  std::string end_session_endpoint;
  bool sends_issuer = false;
  // The secret goes into the body, because the provider does not accept it as a header.
  bool secret_in_body = false;
};

SignInSecrets SignInSecrets::Random() {
  return {.state = RandomText(kSecretBytes),
          .nonce = RandomText(kSecretBytes),
          .code_verifier = RandomText(kSecretBytes)};
}

OidcClient::OidcClient(SignInOptions options, ProviderCalls& calls, const Clock& clock)
    : options_(std::move(options)), calls_(calls), clock_(clock) {}

OidcClient::~OidcClient() = default;

absl::StatusOr<std::string> OidcClient::Fetch(const ProviderRequest& request) {
  {
    absl::MutexLock lock(&mutex_);
    if (running_ >= kMaxCalls) {
      return absl::ResourceExhaustedError("too many calls to the identity provider are running");
    }
    ++running_;
  }
  const absl::Cleanup done = [this] {
    absl::MutexLock lock(&mutex_);
    --running_;
  };
  SOS_ASSIGN_OR_RETURN(ProviderAnswer answer, calls_.Send(request));
  if (answer.status == kHttpOk) return std::move(answer.body);
  const std::string error = ErrorCode(answer.body);
  const std::string what =
      absl::StrCat("HTTP status ", answer.status, error.empty() ? "" : absl::StrCat(", ", error));
  // The code was used before, is too old, or belongs to another sign-in.
  if (error == "invalid_grant") return absl::UnauthenticatedError(what);
  return absl::UnavailableError(what);
}

absl::StatusOr<std::shared_ptr<const OidcClient::Configuration>> OidcClient::ReadConfiguration() {
  const std::string url =
      absl::StrCat(absl::StripSuffix(options_.issuer, "/"), "/.well-known/openid-configuration");
  SOS_ASSIGN_OR_RETURN(const std::string body, Fetch({.url = url}));
  const nlohmann::json json = ParseObject(body);
  if (TextMember(json, "issuer") != options_.issuer) {
    return absl::UnavailableError(
        "discovery: the configuration names another issuer than SOS_OIDC_ISSUER");
  }
  Configuration read{.authorization_endpoint = TextMember(json, "authorization_endpoint"),
                     .token_endpoint = TextMember(json, "token_endpoint"),
                     .jwks_uri = TextMember(json, "jwks_uri"),
                     .end_session_endpoint = TextMember(json, "end_session_endpoint")};
  const auto usable = [this](const std::string& endpoint) {
    // A provider elsewhere has no business with this machine.
    return IsSecureUrl(endpoint) && (!IsLoopbackUrl(endpoint) || IsLoopbackUrl(options_.issuer));
  };
  if (!usable(read.authorization_endpoint) || !usable(read.token_endpoint) ||
      !usable(read.jwks_uri)) {
    return absl::UnavailableError(
        "discovery: authorization_endpoint, token_endpoint or jwks_uri is missing or not https://");
  }
  if (!usable(read.end_session_endpoint)) read.end_session_endpoint.clear();
  const auto sends = json.find("authorization_response_iss_parameter_supported");
  read.sends_issuer = sends != json.end() && *sends == true;
  const std::vector<std::string> methods =
      auth::TextsOfClaim(json, "token_endpoint_auth_methods_supported");
  const auto has = [&methods](absl::string_view method) {
    return std::find(methods.begin(), methods.end(), method) != methods.end();
  };
  read.secret_in_body = has("client_secret_post") && !has("client_secret_basic");
  return std::make_shared<const Configuration>(std::move(read));
}

absl::StatusOr<std::shared_ptr<const OidcClient::Configuration>> OidcClient::Discover() {
  std::shared_ptr<const Configuration> old;
  {
    absl::MutexLock lock(&mutex_);
    old = configuration_;
    const absl::Duration now = clock_.Elapsed();
    if (old != nullptr && now - configured_ < kConfigurationAge) return old;
    if (!failure_.ok() && now - failed_ < kPause) {
      if (old != nullptr) return old;
      return failure_;
    }
  }
  auto read = ReadConfiguration();
  absl::MutexLock lock(&mutex_);
  if (read.ok()) {
    configuration_ = *read;
    configured_ = clock_.Elapsed();
    failure_ = absl::OkStatus();
    return read;
  }
  if (!absl::IsResourceExhausted(read.status())) {
    failure_ = read.status();
    failed_ = clock_.Elapsed();
  }
  if (old == nullptr) return read;
  log::Warning(
      "The identity provider's configuration could not be read again. The old one is used.",
      {{"detail", std::string(read.status().message())}});
  return old;
}

absl::StatusOr<OidcClient::Keys> OidcClient::FindKeys(absl::Duration age) {
  {
    absl::MutexLock lock(&mutex_);
    if (keys_ != nullptr && clock_.Elapsed() - keys_read_ < age) return keys_;
  }
  SOS_ASSIGN_OR_RETURN(const auto configuration, Discover());
  SOS_ASSIGN_OR_RETURN(const std::string body, Fetch({.url = configuration->jwks_uri}));
  auto parsed = auth::ParseJsonWebKeys(body);
  if (!parsed.ok()) return absl::UnavailableError(parsed.status().message());
  absl::MutexLock lock(&mutex_);
  keys_ = std::make_shared<const auth::VerificationKeys>(*std::move(parsed));
  keys_read_ = clock_.Elapsed();
  return keys_;
}

absl::StatusOr<std::string> OidcClient::AuthorizationUrl(const SignInSecrets& secrets) {
  SOS_ASSIGN_OR_RETURN(const auto configuration, Discover());
  const std::string& endpoint = configuration->authorization_endpoint;
  return absl::StrCat(endpoint, absl::StrContains(endpoint, '?') ? "&" : "?",
                      EncodeForm({{"response_type", "code"},
                                  {"client_id", options_.client_id},
                                  {"redirect_uri", RedirectUri(options_)},
                                  {"scope", options_.scopes},
                                  {"state", secrets.state},
                                  {"nonce", secrets.nonce},
                                  {"code_challenge", Sha256Text(secrets.code_verifier)},
                                  {"code_challenge_method", "S256"}}));
}

absl::Status OidcClient::CheckResponseIssuer(absl::string_view issuer) {
  if (issuer == options_.issuer) return absl::OkStatus();
  if (!issuer.empty()) return absl::UnauthenticatedError("response: wrong issuer");
  SOS_ASSIGN_OR_RETURN(const auto configuration, Discover());
  if (configuration->sends_issuer) return absl::UnauthenticatedError("response: no issuer");
  return absl::OkStatus();
}

absl::StatusOr<std::string> OidcClient::RequestTokens(const std::string& code,
                                                      const SignInSecrets& secrets) {
  SOS_ASSIGN_OR_RETURN(const auto configuration, Discover());
  FormFields fields = {{"grant_type", "authorization_code"},
                       {"code", code},
                       {"redirect_uri", RedirectUri(options_)},
                       {"code_verifier", secrets.code_verifier}};
  ProviderRequest request{.url = configuration->token_endpoint};
  if (options_.client_secret.empty() || configuration->secret_in_body) {
    fields.emplace_back("client_id", options_.client_id);
  }
  if (!options_.client_secret.empty()) {
    if (configuration->secret_in_body) {
      fields.emplace_back("client_secret", options_.client_secret);
    } else {
      // RFC 6749 2.3.1: both are form-encoded before they are joined. EncodeForm writes `=VALUE`.
      const auto encoded = [](const std::string& text) {
        return EncodeForm({{"", text}}).substr(1);
      };
      request.authorization =
          absl::StrCat("Basic ", absl::Base64Escape(absl::StrCat(encoded(options_.client_id), ":",
                                                                 encoded(options_.client_secret))));
    }
  }
  request.form = EncodeForm(fields);
  return Fetch(request);
}

absl::Status OidcClient::CheckIdToken(const std::string& token, const std::string& access_token,
                                      const SignInSecrets& secrets,
                                      const auth::VerificationKeys& keys) {
  SOS_ASSIGN_OR_RETURN(const nlohmann::json claims, auth::ReadSignedClaims(token, keys));
  SOS_RETURN_IF_ERROR(auth::CheckIssuerAndAudience(claims, options_.issuer, options_.client_id));
  // OpenID Connect Core 3.1.3.7: a token for several audiences says for whom it was made.
  const bool several = auth::TextsOfClaim(claims, "aud").size() > 1;
  if ((several || claims.contains("azp")) && TextMember(claims, "azp") != options_.client_id) {
    return absl::UnauthenticatedError("wrong audience");
  }
  SOS_ASSIGN_OR_RETURN(const auth::Validity validity, auth::ValidityOf(claims));
  SOS_RETURN_IF_ERROR(validity.Check(clock_.Now(), kClockSkew));
  if (!IsSecret(TextMember(claims, "nonce"), secrets.nonce)) {
    return absl::UnauthenticatedError("wrong nonce");
  }
  if (claims.contains("at_hash")) {
    Sha256 digest;
    digest.Add(access_token);
    const std::string half = digest.Bytes().substr(0, kHalfDigestBytes);
    if (TextMember(claims, "at_hash") != absl::WebSafeBase64Escape(half)) {
      return absl::UnauthenticatedError("wrong access token");
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<SignedIn> OidcClient::ReadAccessToken(const std::string& token,
                                                     const auth::VerificationKeys& keys) {
  SOS_ASSIGN_OR_RETURN(const nlohmann::json claims, auth::ReadSignedClaims(token, keys));
  // Without a setting, any audience will do here; the services insist on theirs.
  const std::vector<std::string> audiences = auth::TextsOfClaim(claims, "aud");
  const std::string audience = !options_.audience.empty() ? options_.audience
                               : audiences.empty()        ? ""
                                                          : audiences.front();
  SOS_RETURN_IF_ERROR(auth::CheckIssuerAndAudience(claims, options_.issuer, audience));
  SOS_ASSIGN_OR_RETURN(const auth::Validity validity, auth::ValidityOf(claims));
  SOS_RETURN_IF_ERROR(validity.Check(clock_.Now(), kClockSkew));
  auto principal = auth::PrincipalOf(claims);
  if (!principal.ok()) return absl::PermissionDeniedError(principal.status().message());
  return SignedIn{.access_token = token, .end = validity.end, .principal = *std::move(principal)};
}

absl::StatusOr<SignedIn> OidcClient::Exchange(const std::string& code,
                                              const SignInSecrets& secrets) {
  SOS_ASSIGN_OR_RETURN(const std::string body, RequestTokens(code, secrets));
  const nlohmann::json tokens = ParseObject(body);
  const std::string id_token = TextMember(tokens, "id_token");
  const std::string access_token = TextMember(tokens, "access_token");
  SOS_ASSIGN_OR_RETURN(Keys keys, FindKeys(kKeyAge));
  absl::Status checked = CheckIdToken(id_token, access_token, secrets, *keys);
  if (checked.message() == "unknown key") {
    // The provider may have begun to sign with a new one.
    SOS_ASSIGN_OR_RETURN(keys, FindKeys(kKeyInterval));
    checked = CheckIdToken(id_token, access_token, secrets, *keys);
  }
  if (!checked.ok()) return Named("ID token", checked);
  auto signed_in = ReadAccessToken(access_token, *keys);
  if (!signed_in.ok()) return Named("access token", signed_in.status());
  return signed_in;
}

absl::StatusOr<std::string> OidcClient::EndSessionUrl() {
  SOS_ASSIGN_OR_RETURN(const auto configuration, Discover());
  const std::string& endpoint = configuration->end_session_endpoint;
  if (endpoint.empty()) return "";
  return absl::StrCat(
      endpoint, absl::StrContains(endpoint, '?') ? "&" : "?",
      EncodeForm({{"client_id", options_.client_id},
                  {"post_logout_redirect_uri", absl::StrCat(options_.external_url, "/")}}));
}

}  // namespace sos::web
