// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_OIDC_CLIENT_H_
#define SOS_SERVICES_WEB_SIGN_IN_OIDC_CLIENT_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/auth/json_web_keys.h"
#include "common/auth/principal.h"
#include "common/time/clock.h"
#include "services/web/sign_in/options.h"
#include "services/web/sign_in/provider_calls.h"

namespace sos::web {

// What one sign-in keeps between its two halves. Each is random and for one sign-in only.
struct SignInSecrets {
  std::string state;
  std::string nonce;
  // RFC 7636: its SHA-256 goes to the provider first, itself with the code.
  std::string code_verifier;

  static SignInSecrets Random();
};

// Whom the provider has signed in.
struct SignedIn {
  // For the services.
  std::string access_token;
  // Until when it is valid.
  absl::Time end;
  // What the access token says of its holder.
  auth::Principal principal;
};

// The agency's OpenID Connect provider: authorization code flow with PKCE (OpenID Connect Core 1.0,
// section 3.1; RFC 7636). Thread-safe; methods may block for some calls of `ProviderCalls`.
//
// Errors of all methods:
//   kUnavailable        the provider cannot be reached, or answers with what is no answer
//   kResourceExhausted  kMaxCalls calls to it are running already
//   kUnauthenticated    the code or a token is rejected
//   kPermissionDenied   the access token is authentic, but has no role that the services accept
// Their messages are for the log: they have the reason, and no code, token or secret.
class OidcClient {
 public:
  // Calls that wait for the provider at once, so that a slow provider does not hold the threads
  // that answer other requests.
  static constexpr int kMaxCalls = 4;
  // The provider's configuration is read again after this time. Where that fails, the old one
  // stays.
  static constexpr absl::Duration kConfigurationAge = absl::Hours(1);
  // Its keys, likewise; and earlier for a token with an unknown key, but not more often than
  // kKeyInterval. Keys that cannot be read again are not used any longer.
  static constexpr absl::Duration kKeyAge = absl::Minutes(5);
  static constexpr absl::Duration kKeyInterval = absl::Seconds(10);
  // After a failure, the provider is left alone for this time.
  static constexpr absl::Duration kPause = absl::Seconds(3);
  // How far the provider's clock may be off.
  static constexpr absl::Duration kClockSkew = absl::Seconds(60);

  // `calls` and `clock` must outlive the client.
  OidcClient(SignInOptions options, ProviderCalls& calls, const Clock& clock);
  ~OidcClient();

  // Where to send the browser.
  absl::StatusOr<std::string> AuthorizationUrl(const SignInSecrets& secrets);

  // Checks the `iss` of the provider's response (RFC 9207). Empty: there was none, which is an
  // error only where the provider says that it sends one.
  absl::Status CheckResponseIssuer(absl::string_view issuer);

  // Exchanges the code of the response for tokens, and checks them: signature, issuer, audience,
  // time, nonce and `at_hash` of the ID token; signature, issuer, time and role of the access
  // token.
  absl::StatusOr<SignedIn> Exchange(const std::string& code, const SignInSecrets& secrets);

  // Where somebody can end the session at the provider; empty where it has no such address.
  absl::StatusOr<std::string> EndSessionUrl();

  const SignInOptions& options() const { return options_; }

 private:
  struct Configuration;
  using Keys = std::shared_ptr<const auth::VerificationKeys>;

  absl::StatusOr<std::string> Fetch(const ProviderRequest& request);
  absl::StatusOr<std::shared_ptr<const Configuration>> Discover();
  absl::StatusOr<std::shared_ptr<const Configuration>> ReadConfiguration();
  // The key set, read again if it is older than `age`.
  absl::StatusOr<Keys> FindKeys(absl::Duration age);
  absl::StatusOr<std::string> RequestTokens(const std::string& code, const SignInSecrets& secrets);
  absl::Status CheckIdToken(const std::string& token, const std::string& access_token,
                            const SignInSecrets& secrets, const auth::VerificationKeys& keys);
  absl::StatusOr<SignedIn> ReadAccessToken(const std::string& token,
                                           const auth::VerificationKeys& keys);

  const SignInOptions options_;
  ProviderCalls& calls_;
  const Clock& clock_;
  absl::Mutex mutex_;
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  std::shared_ptr<const Configuration> configuration_ ABSL_GUARDED_BY(mutex_);
  absl::Duration configured_ ABSL_GUARDED_BY(mutex_);
  Keys keys_ ABSL_GUARDED_BY(mutex_);
  absl::Duration keys_read_ ABSL_GUARDED_BY(mutex_);
  // The last failure to read the configuration, and when it was.
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  absl::Duration failed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_OIDC_CLIENT_H_
