// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_SESSIONS_H_
#define SOS_SERVICES_WEB_SIGN_IN_SESSIONS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/time/clock.h"
#include "services/web/http/message.h"
#include "services/web/sign_in/cookie_keys.h"
#include "services/web/sign_in/oidc_client.h"

namespace sos::web {

// Somebody who is signed in.
struct Session {
  // Random; no secret of the provider.
  std::string id;
  std::string access_token;
  // When it ends, in whole seconds.
  absl::Time end;
};

// A sign-in of which the provider's response is awaited.
struct PendingSignIn {
  SignInSecrets secrets;
  // Where the browser goes afterwards, as ReadReturnPath() gives it.
  std::string return_path;
};

// Sessions, kept in cookies that only this site can read (CookieKeys): no server keeps anything,
// and any server of the site knows every session. A session ends with its access token, after
// kMaxAge, or when the browser signs out; a copy of the cookie that somebody stole before works
// until then.
//
// Cookies are `HttpOnly; SameSite=Lax; Path=/`, and over HTTPS `Secure` with a name that starts
// with
// `__Host-`, so that no other site of the domain can set them. Thread-safe.
class Sessions {
 public:
  // The longest session: a working day.
  static constexpr absl::Duration kMaxAge = absl::Hours(12);
  // How long somebody may take to sign in at the provider.
  static constexpr absl::Duration kMaxPending = absl::Minutes(10);
  // Browsers drop a cookie of more than 4096 bytes, name and attributes included.
  static constexpr size_t kMaxCookieBytes = 4096;

  // `encrypted`: people reach the site over HTTPS. `clock` must outlive the object.
  Sessions(CookieKeys keys, bool encrypted, const Clock& clock)
      : keys_(std::move(keys)), encrypted_(encrypted), clock_(clock) {}

  // The session of a request's cookie. Nullopt where there is none, or it has ended.
  std::optional<Session> Find(const HttpRequest& request) const;
  // The token that a request has: of its header `Authorization: Bearer`, else of its session. Empty
  // for none. The header goes first, so that a script never acts by a cookie that it does not know
  // of.
  std::string TokenOf(const HttpRequest& request) const;

  // The value of `Set-Cookie` that begins a session of `signed_in`. kResourceExhausted where its
  // token is too long for a cookie.
  absl::StatusOr<std::string> Begin(const SignedIn& signed_in) const;
  // The one that ends it.
  std::string End() const;

  // The same for a sign-in.
  std::optional<PendingSignIn> FindPending(const HttpRequest& request) const;
  absl::StatusOr<std::string> BeginPending(const PendingSignIn& pending) const;
  std::string EndPending() const;

  // The token of a form for `purpose`, such as `sign-out`, to be sent in a hidden field `csrf`. It
  // is of this session and purpose only. Empty where there is no session: nobody without one may
  // write.
  std::string CsrfToken(const HttpRequest& request, absl::string_view purpose) const;
  // True if `token` is that token. Also true where the request has a header `Authorization:
  // Bearer`, which no other site can make a browser send. Every handler that writes asks this
  // first.
  bool MayWrite(const HttpRequest& request, absl::string_view purpose,
                absl::string_view token) const;

 private:
  std::string NameOf(absl::string_view cookie) const;
  std::optional<std::string> Open(const HttpRequest& request, absl::string_view cookie) const;
  absl::StatusOr<std::string> Set(absl::string_view cookie, absl::string_view plain,
                                  absl::Duration age) const;
  std::string Clear(absl::string_view cookie) const;

  const CookieKeys keys_;
  const bool encrypted_;
  const Clock& clock_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_SESSIONS_H_
