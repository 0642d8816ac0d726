// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/sign_in_handler.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/log/log.h"
#include "common/log/trace.h"
#include "services/web/sign_in/addresses.h"
#include "services/web/sign_in/cookie_keys.h"

namespace sos::web {
namespace {

constexpr int kStatusSeeOther = 303;
constexpr int kStatusNotFound = 404;
constexpr int kStatusWrongMethod = 405;
// After which a browser may try again, in seconds.
constexpr absl::string_view kRetryAfter = "5";
constexpr size_t kRequestIdBytes = 12;
// What a provider may say as error is one word of RFC 6749; more is not logged.
constexpr size_t kMaxLoggedBytes = 64;

std::string RequestId() {
  const std::string* const current = log::CurrentRequestId();
  return current != nullptr && !current->empty() ? *current : RandomText(kRequestIdBytes);
}

// Adds what every answer of sign-in has: no copy may be kept, and no other site learns the address,
// which may have a code in it.
HttpResponse Private(HttpResponse response) {
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.headers.emplace_back("Referrer-Policy", "no-referrer");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; "
      "form-action 'self'; frame-ancestors 'none'");
  return response;
}

HttpResponse Redirect(const std::string& location) {
  HttpResponse response;
  response.status = kStatusSeeOther;
  response.headers.emplace_back("Location", location);
  return response;
}

HttpResponse PlainStatus(int status, absl::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(text);
  return response;
}

std::string SignInLink(const std::string& return_path) {
  return absl::StrCat("/sign-in?", EncodeForm({{"return", return_path}}));
}

// The error of a response, as far as it may be logged.
std::string LoggableError(absl::string_view error) {
  std::string text(error.substr(0, kMaxLoggedBytes));
  for (char& c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_') c = '?';
  }
  return text;
}

}  // namespace

HttpResponse SignInHandler::Handle(const HttpRequest& request) {
  const bool signs_out = request.path == "/sign-out";
  const bool starts = request.path == "/sign-in";
  if (!signs_out && !starts && request.path != "/sign-in/callback") {
    return Private(PlainStatus(kStatusNotFound, "There is no such address.\n"));
  }
  if (request.method != (signs_out ? "POST" : "GET")) {
    HttpResponse wrong = PlainStatus(kStatusWrongMethod, "This address has another method.\n");
    wrong.headers.emplace_back("Allow", signs_out ? "POST" : "GET");
    return Private(std::move(wrong));
  }
  if (client_ == nullptr) return Private(Tell(request, SignInNotice::kOff, "", "/"));
  return Private(signs_out ? SignOut(request) : starts ? Start(request) : Finish(request));
}

HttpResponse SignInHandler::Start(const HttpRequest& request) {
  const std::optional<std::string> path = ReadReturnPath(request.Argument("return"));
  if (!path) return Tell(request, SignInNotice::kBadReturn, "return path", "/");
  const PendingSignIn pending{.secrets = SignInSecrets::Random(), .return_path = *path};
  const auto url = client_->AuthorizationUrl(pending.secrets);
  if (!url.ok()) return TellFailure(request, url.status(), SignInLink(*path));
  const auto cookie = sessions_.BeginPending(pending);
  if (!cookie.ok()) return Tell(request, SignInNotice::kBadReturn, "return path too long", "/");
  HttpResponse response = Redirect(*url);
  response.headers.emplace_back("Set-Cookie", *cookie);
  return response;
}

HttpResponse SignInHandler::Finish(const HttpRequest& request) {
  const std::optional<PendingSignIn> pending = sessions_.FindPending(request);
  if (!pending) return Tell(request, SignInNotice::kExpired, "no pending sign-in", "/sign-in");
  const std::string again = SignInLink(pending->return_path);
  // Nothing of a response is read before it is known to be the one that is awaited.
  if (!IsSecret(request.Argument("state"), pending->secrets.state)) {
    return Tell(request, SignInNotice::kStateMismatch, "state", again);
  }
  // From here on the sign-in is used up, whatever comes of it.
  const auto end = [this](HttpResponse response) {
    response.headers.emplace_back("Set-Cookie", sessions_.EndPending());
    return response;
  };
  if (absl::Status issuer = client_->CheckResponseIssuer(request.Argument("iss")); !issuer.ok()) {
    return end(TellFailure(request, issuer, again));
  }
  if (const std::string error = request.Argument("error"); !error.empty()) {
    const bool passing = error == "server_error" || error == "temporarily_unavailable";
    return end(Tell(request, passing ? SignInNotice::kProviderUnavailable : SignInNotice::kDenied,
                    LoggableError(error), again));
  }
  const std::string code = request.Argument("code");
  if (code.empty()) return end(Tell(request, SignInNotice::kRejected, "no code", again));
  const auto signed_in = client_->Exchange(code, pending->secrets);
  if (!signed_in.ok()) return end(TellFailure(request, signed_in.status(), again));
  const auto cookie = sessions_.Begin(*signed_in);
  if (!cookie.ok()) {
    return end(Tell(request, SignInNotice::kTokenTooLong, cookie.status().message(), "/"));
  }
  log::Info("signed in", {{"subject", signed_in->principal.subject},
                          {"role", std::string(auth::RoleName(signed_in->principal.role))}});
  HttpResponse response = Redirect(pending->return_path);
  response.headers.emplace_back("Set-Cookie", *cookie);
  return end(std::move(response));
}

HttpResponse SignInHandler::SignOut(const HttpRequest& request) {
  const bool is_form =
      absl::StartsWith(request.Header("content-type"), "application/x-www-form-urlencoded");
  const bool signed_in = sessions_.Find(request).has_value();
  // Without a session, there is nothing that another site could end.
  if (signed_in &&
      !(is_form && sessions_.MayWrite(request, kSignOutPurpose, FormField(request.body, "csrf")))) {
    return Tell(request, SignInNotice::kBadForm, "csrf", "/");
  }
  // Not a redirect: a browser follows none of a form to another site (form-action 'self').
  const auto provider = client_->EndSessionUrl();
  HttpResponse response =
      Tell(request, SignInNotice::kSignedOut, "", provider.ok() ? *provider : "");
  response.headers.emplace_back("Set-Cookie", sessions_.End());
  return response;
}

HttpResponse SignInHandler::TellFailure(const HttpRequest& request, const absl::Status& status,
                                        const std::string& link) {
  switch (status.code()) {
    case absl::StatusCode::kResourceExhausted:
      return Tell(request, SignInNotice::kBusy, status.message(), link);
    case absl::StatusCode::kUnauthenticated:
      return Tell(request, SignInNotice::kRejected, status.message(), link);
    case absl::StatusCode::kPermissionDenied:
      return Tell(request, SignInNotice::kNoRole, status.message(), "/");
    default:
      return Tell(request, SignInNotice::kProviderUnavailable, status.message(), link);
  }
}

HttpResponse SignInHandler::Tell(const HttpRequest& request, SignInNotice notice,
                                 absl::string_view detail, const std::string& link) {
  const SignInAnswer answer{.notice = notice, .request_id = RequestId(), .link = link};
  const int status = StatusOf(notice);
  if (!detail.empty()) {
    log::Warning("sign-in failed", {{"detail", std::string(detail)},
                                    {"status", absl::StrCat(status)},
                                    {"sign_in_request", answer.request_id}});
  }
  HttpResponse response = show_(request, answer);
  response.status = status;
  if (notice == SignInNotice::kBusy || notice == SignInNotice::kProviderUnavailable) {
    response.headers.emplace_back("Retry-After", std::string(kRetryAfter));
  }
  return response;
}

}  // namespace sos::web
