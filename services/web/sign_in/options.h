// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_OPTIONS_H_
#define SOS_SERVICES_WEB_SIGN_IN_OPTIONS_H_

#include <string>
#include <vector>

#include "common/config/environment.h"

namespace sos::web {

// How people sign in: by the agency's OpenID Connect provider.
struct SignInOptions {
  // SOS_OIDC_ISSUER: the issuer, such as `https://login.agency.example/sos`. Empty: nobody can sign
  // in, and every visitor has the role public. The settings below are read only with it.
  std::string issuer;
  // SOS_OIDC_CLIENT_ID: this site's name at the provider. Required.
  std::string client_id;
  // SOS_OIDC_CLIENT_SECRET: empty for a public client, which proves itself by PKCE alone. A secret.
  std::string client_secret;
  // SOS_OIDC_SCOPES: scopes that are asked for, separated by spaces; `openid` must be among them.
  std::string scopes = "openid";
  // SOS_OIDC_CA: a PEM file of the authorities that may have issued the provider's certificate.
  // Empty: those of the machine.
  std::string ca_file;
  // SOS_AUTH_AUDIENCE: what `aud` of an access token must be, as the services have it. Empty: only
  // the services check it.
  std::string audience;
  // SOS_WEB_COOKIE_KEYS: keys of 32 bytes, hexadecimal or base64, separated by commas; the first
  // seals cookies, all open them. The same on all servers of a site. Required, but for a loopback
  // site, which makes one at its start. A secret.
  std::vector<std::string> cookie_keys;
  // SOS_WEB_EXTERNAL_URL: where people reach the site, such as `https://sos.agency.example`,
  // without path. Required. The provider must know `{external_url}/sign-in/callback`.
  std::string external_url;

  bool enabled() const { return !issuer.empty(); }

  // Remembers every problem in `env`.
  static SignInOptions FromEnvironment(Environment& env);
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_OPTIONS_H_
