// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/options.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/web/sign_in/addresses.h"
#include "services/web/sign_in/cookie_keys.h"

namespace sos::web {
namespace {

constexpr absl::string_view kSecureUrl =
    "must start with https://; http:// is accepted for localhost, 127.0.0.1 and [::1] only";

void ReadCookieKeys(Environment& env, SignInOptions& options) {
  const std::string text = env.Secret("SOS_WEB_COOKIE_KEYS");
  for (const absl::string_view key : absl::StrSplit(text, ',', absl::SkipWhitespace())) {
    const std::optional<std::string> bytes = CookieKeys::Parse(absl::StripAsciiWhitespace(key));
    if (bytes) {
      options.cookie_keys.push_back(*bytes);
    } else {
      env.Reject(
          "SOS_WEB_COOKIE_KEYS",
          "each key must be 32 bytes as 64 hexadecimal digits or as base64, as `openssl rand "
          "-hex 32` prints one; separate several by commas");
    }
  }
  if (text.empty() && !IsLoopbackUrl(options.external_url)) {
    env.Reject("SOS_WEB_COOKIE_KEYS",
               "must be set with SOS_OIDC_ISSUER; `openssl rand -hex 32` prints a key");
  }
}

}  // namespace

SignInOptions SignInOptions::FromEnvironment(Environment& env) {
  SignInOptions options;
  options.issuer = env.String("SOS_OIDC_ISSUER", "");
  if (!options.enabled()) return options;
  if (!IsSecureUrl(options.issuer) || absl::StrContains(options.issuer, '?')) {
    env.Reject("SOS_OIDC_ISSUER", kSecureUrl);
  }
  options.client_id = env.Required("SOS_OIDC_CLIENT_ID");
  options.client_secret = env.Secret("SOS_OIDC_CLIENT_SECRET");
  options.scopes = env.String("SOS_OIDC_SCOPES", options.scopes);
  const std::vector<std::string> scopes = absl::StrSplit(options.scopes, ' ');
  if (std::find(scopes.begin(), scopes.end(), "openid") == scopes.end()) {
    env.Reject("SOS_OIDC_SCOPES", "must contain openid; separate scopes by spaces");
  }
  options.ca_file = env.String("SOS_OIDC_CA", "");
  options.audience = env.String("SOS_AUTH_AUDIENCE", "");
  std::string& url = options.external_url;
  url = env.Required("SOS_WEB_EXTERNAL_URL");
  if (absl::EndsWith(url, "/")) url.pop_back();
  if (!url.empty() && !IsSecureUrl(url)) {
    env.Reject("SOS_WEB_EXTERNAL_URL", kSecureUrl);
  } else if (!url.empty() && url.find_first_of("/?", url.find("//") + 2) != std::string::npos) {
    env.Reject("SOS_WEB_EXTERNAL_URL",
               "must be an address without path, such as https://sos.agency.example");
  }
  ReadCookieKeys(env, options);
  return options;
}

}  // namespace sos::web
