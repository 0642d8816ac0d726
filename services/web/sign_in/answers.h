// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_ANSWERS_H_
#define SOS_SERVICES_WEB_SIGN_IN_ANSWERS_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"
#include "services/web/http/message.h"

namespace sos::web {

// What sign-in has to tell a person, each in words of its own.
enum class SignInNotice {
  // The site has no identity provider.
  kOff,
  // The address to return to is not one of this site.
  kBadReturn,
  // The provider cannot be reached, or what it answers cannot be used.
  kProviderUnavailable,
  // Too many sign-ins at once.
  kBusy,
  // No sign-in was begun in this browser, or it was begun too long ago.
  kExpired,
  // The response is to another sign-in than the one that this browser began last.
  kStateMismatch,
  // The person, or the provider for them, has said no.
  kDenied,
  // What the provider sent did not pass the checks.
  kRejected,
  // The account has no role that this site knows.
  kNoRole,
  // The account's token does not fit into a cookie.
  kTokenTooLong,
  // A form without its token.
  kBadForm,
  kSignedOut,
};

// One answer, before it is a page.
struct SignInAnswer {
  SignInNotice notice;
  // For the person to quote, and in the log line of the same answer.
  std::string request_id;
  // Where the person can go on: a path of this site, or an address of the provider. Empty for none.
  std::string link;
};

// Makes the page of an answer, such as within the frame of the other pages. Status and headers are
// completed by whoever calls it.
using ShowSignInAnswer = std::function<HttpResponse(const HttpRequest&, const SignInAnswer&)>;

// The HTTP status of an answer.
int StatusOf(SignInNotice notice);

// A small page without style sheet or script: HTML for a browser, plain text for others; Spanish
// where
// `?lang=es` or the browser prefers it, else English.
HttpResponse ShowPlainAnswer(const HttpRequest& request, const SignInAnswer& answer);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_ANSWERS_H_
