// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_SIGN_IN_HANDLER_H_
#define SOS_SERVICES_WEB_SIGN_IN_SIGN_IN_HANDLER_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/web/http/message.h"
#include "services/web/sign_in/answers.h"
#include "services/web/sign_in/oidc_client.h"
#include "services/web/sign_in/sessions.h"

namespace sos::web {

// The purpose of the token of the form that signs out (Sessions::CsrfToken).
inline constexpr absl::string_view kSignOutPurpose = "sign-out";

// Answers the three addresses of sign-in:
//
//   GET /sign-in?return=/path   sends the browser to the provider
//   GET /sign-in/callback       where the provider sends it back to; then goes on to the path
//   POST /sign-out              ends the session here; the form has a field `csrf`
//
// No answer may be stored. What happened is logged with the request id that the page shows; the log
// never has a token, a code or a secret. Thread-safe; waits for the provider.
class SignInHandler final : public HttpHandler {
 public:
  // `client` is null where sign-in is off: then every address says so. Both must outlive the
  // handler.
  SignInHandler(OidcClient* client, const Sessions& sessions,
                ShowSignInAnswer show = ShowPlainAnswer)
      : client_(client), sessions_(sessions), show_(std::move(show)) {}

  // 404 for another path, 405 for another method.
  HttpResponse Handle(const HttpRequest& request) override;

 private:
  HttpResponse Start(const HttpRequest& request);
  HttpResponse Finish(const HttpRequest& request);
  HttpResponse SignOut(const HttpRequest& request);
  // A page for people, and its log line.
  HttpResponse Tell(const HttpRequest& request, SignInNotice notice, absl::string_view detail,
                    const std::string& link);
  HttpResponse TellFailure(const HttpRequest& request, const absl::Status& status,
                           const std::string& link);

  OidcClient* const client_;
  const Sessions& sessions_;
  const ShowSignInAnswer show_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_SIGN_IN_HANDLER_H_
