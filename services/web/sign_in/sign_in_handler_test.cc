// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/sign_in_handler.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/sign_in/fake_provider.h"

namespace sos::web {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// A browser's cookies, and what it reads.
class FakeBrowser {
 public:
  explicit FakeBrowser(HttpHandler& site) : site_(site) {}

  HttpResponse Get(const std::string& target) {
    HttpRequest request{.method = "GET"};
    const std::pair<std::string, std::string> parts =
        absl::StrSplit(target, absl::MaxSplits('?', 1));
    request.path = parts.first;
    for (const absl::string_view name : {"return", "state", "code", "iss", "error", "lang"}) {
      if (const std::string value = FormField(parts.second, name); !value.empty()) {
        request.query.emplace_back(name, value);
      }
    }
    return Send(std::move(request));
  }
  HttpResponse Post(const std::string& path, const FormFields& fields) {
    HttpRequest request{.method = "POST", .path = path};
    request.headers["content-type"] = "application/x-www-form-urlencoded";
    request.body = EncodeForm(fields);
    return Send(std::move(request));
  }
  // A request with its cookies.
  HttpRequest Request() const {
    HttpRequest request{.method = "GET", .path = "/"};
    AddCookies(request);
    return request;
  }

  std::map<std::string, std::string> cookies;

 private:
  void AddCookies(HttpRequest& request) const {
    for (const auto& [name, value] : cookies) {
      absl::StrAppend(&request.headers["cookie"], name, "=", value, "; ");
    }
  }
  HttpResponse Send(HttpRequest request) {
    AddCookies(request);
    request.headers["accept"] = "text/html,*/*";
    HttpResponse response = site_.Handle(request);
    for (const auto& [header, value] : response.headers) {
      if (header != "Set-Cookie") continue;
      const std::pair<std::string, std::string> cookie =
          absl::StrSplit(value.substr(0, value.find(';')), absl::MaxSplits('=', 1));
      if (cookie.second.empty()) {
        cookies.erase(cookie.first);
      } else {
        cookies[cookie.first] = cookie.second;
      }
    }
    return response;
  }

  HttpHandler& site_;
};

std::string HeaderOf(const HttpResponse& response, absl::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return "";
}

class SignInHandlerTest : public ::testing::Test {
 protected:
  // Goes to the provider and is sent back: the address of the callback.
  std::string Callback(const std::string& more = "", const std::string& code = "good-code") {
    provider_.Visit(HeaderOf(browser_.Get("/sign-in?return=/leas/27661590000000"), "Location"));
    return absl::StrCat("/sign-in/callback?code=", code, "&state=", provider_.state, more);
  }
  std::string Token() const { return sessions_.TokenOf(browser_.Request()); }

  FakeClock clock_{absl::FromUnixSeconds(FakeProvider::kNow)};
  FakeProvider provider_;
  OidcClient client_{FakeProvider::Options(), provider_, clock_};
  Sessions sessions_{CookieKeys({std::string(32, 'k')}), /*encrypted=*/true, clock_};
  SignInHandler site_{&client_, sessions_};
  FakeBrowser browser_{site_};
};

TEST_F(SignInHandlerTest, SignsInAndReturnsToThePage) {
  const HttpResponse start = browser_.Get("/sign-in?return=/leas/27661590000000");
  EXPECT_EQ(start.status, 303);
  EXPECT_THAT(HeaderOf(start, "Location"), StartsWith("https://id.example/auth?"));
  provider_.Visit(HeaderOf(start, "Location"));
  const HttpResponse end =
      browser_.Get(absl::StrCat("/sign-in/callback?code=good-code&state=", provider_.state));

  EXPECT_EQ(end.status, 303);
  EXPECT_EQ(HeaderOf(end, "Location"), "/leas/27661590000000");
  EXPECT_EQ(HeaderOf(end, "Cache-Control"), "private, no-store");
  EXPECT_EQ(HeaderOf(end, "Referrer-Policy"), "no-referrer");
  EXPECT_EQ(browser_.cookies.count("__Host-sos-session"), 1U);
  EXPECT_EQ(browser_.cookies.count("__Host-sos-sign-in"), 0U);
  EXPECT_NE(Token(), "");
}

TEST_F(SignInHandlerTest, GoesToNoOtherSiteAfterwards) {
  for (const std::string hostile : {"//evil.example", "https://evil.example", "/\\evil.example"}) {
    const HttpResponse response = browser_.Get("/sign-in?return=" + hostile);
    EXPECT_EQ(response.status, 400) << hostile;
    EXPECT_THAT(response.body,
                AllOf(HasSubstr("The address to return to is not valid"), Not(HasSubstr("evil"))));
  }
  EXPECT_TRUE(provider_.requests.empty());
}

TEST_F(SignInHandlerTest, UsesNoResponseToAnotherSignIn) {
  const std::string of_another = Callback();
  const std::string mine = Callback();

  const HttpResponse refused = browser_.Get(of_another);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("The response belongs to another sign-in"));
  EXPECT_EQ(Token(), "");
  // The one that is awaited still counts.
  EXPECT_EQ(browser_.Get(mine).status, 303);
}

TEST_F(SignInHandlerTest, UsesNoResponseInABrowserThatBeganNoSignIn) {
  const std::string callback = Callback();
  FakeBrowser victim(site_);

  const HttpResponse refused = victim.Get(callback);
  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.body, HasSubstr("The sign-in has expired"));
  EXPECT_TRUE(victim.cookies.empty());
}

TEST_F(SignInHandlerTest, UsesAResponseOnce) {
  const std::string callback = Callback();
  EXPECT_EQ(browser_.Get(callback).status, 303);

  EXPECT_EQ(browser_.Get(callback).status, 400);
}

TEST_F(SignInHandlerTest, WaitsTenMinutesForAResponse) {
  const std::string callback = Callback();
  clock_.Advance(Sessions::kMaxPending);

  EXPECT_THAT(browser_.Get(callback).body, HasSubstr("The sign-in has expired"));
}

TEST_F(SignInHandlerTest, SaysWhatWentWrongWithoutInternals) {
  const auto told = [this](const std::string& callback, int status, const std::string& title) {
    const HttpResponse response = browser_.Get(callback);
    EXPECT_EQ(response.status, status) << title;
    EXPECT_THAT(response.body, AllOf(HasSubstr("<h1>" + title + "</h1>"), HasSubstr("<code>"),
                                     Not(HasSubstr("good-code")), Not(HasSubstr("id.example")),
                                     Not(HasSubstr("nonce")), Not(HasSubstr("a secret page"))));
    EXPECT_EQ(Token(), "");
  };
  told(Callback("", "stolen"), 400, "The sign-in was rejected");
  told(Callback("&iss=https://evil.example"), 400, "The sign-in was rejected");
  told(Callback("&error=access_denied"), 403, "You are not signed in");
  told(Callback("&error=server_error"), 503, "The identity provider cannot be reached");
  told(Callback("", ""), 400, "The sign-in was rejected");

  std::string callback = Callback();
  provider_.id_claims["nonce"] = "another";
  told(callback, 400, "The sign-in was rejected");
  callback = Callback();
  provider_.token_status = 500;
  told(callback, 503, "The identity provider cannot be reached");
  provider_.token_status = 200;
  provider_.access_claims["sos_leas"] = std::string(3000, '1');
  told(Callback(), 400, "Your account has too many permissions for a browser");
  provider_.access_claims.erase("sos_role");
  told(Callback(), 403, "Your account has no role on this site");
}

TEST_F(SignInHandlerTest, SaysItInSpanishWhereTheBrowserPrefersIt) {
  EXPECT_THAT(browser_.Get("/sign-in/callback?lang=es").body,
              AllOf(HasSubstr("<html lang=\"es\">"), HasSubstr("El inicio de sesión ha caducado")));
}

TEST_F(SignInHandlerTest, SignsOutByItsFormOnly) {
  ASSERT_EQ(browser_.Get(Callback()).status, 303);
  const std::string csrf = sessions_.CsrfToken(browser_.Request(), kSignOutPurpose);

  EXPECT_EQ(browser_.Post("/sign-out", {}).status, 403);
  EXPECT_EQ(browser_.Post("/sign-out", {{"csrf", csrf + "x"}}).status, 403);
  EXPECT_EQ(browser_.Get("/sign-out").status, 405);
  EXPECT_NE(Token(), "");

  const HttpResponse response = browser_.Post("/sign-out", {{"csrf", csrf}});
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("href=\"https://id.example/end?client_id=sos-web&amp;"));
  EXPECT_EQ(Token(), "");
}

TEST_F(SignInHandlerTest, SignsOutOfThisSiteWhileTheProviderIsUnreachable) {
  ASSERT_EQ(browser_.Get(Callback()).status, 303);
  const std::string csrf = sessions_.CsrfToken(browser_.Request(), kSignOutPurpose);
  provider_.reachable = false;
  clock_.Advance(absl::Minutes(5));

  EXPECT_EQ(browser_.Post("/sign-out", {{"csrf", csrf}}).status, 200);
  EXPECT_EQ(Token(), "");
}

TEST_F(SignInHandlerTest, SaysThatSignInIsOffWithoutAProvider) {
  SignInHandler off(nullptr, sessions_);
  FakeBrowser browser(off);

  const HttpResponse response = browser.Get("/sign-in?return=/");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, HasSubstr("Sign-in is not available"));
}

TEST_F(SignInHandlerTest, AnswersNoOtherAddress) {
  EXPECT_EQ(browser_.Get("/sign-in/").status, 404);
  EXPECT_EQ(browser_.Post("/sign-in", {}).status, 405);
}

TEST_F(SignInHandlerTest, LeavesThePageToWhoeverShowsIt) {
  SignInHandler framed(&client_, sessions_, [](const HttpRequest&, const SignInAnswer& answer) {
    HttpResponse response;
    response.body = answer.notice == SignInNotice::kExpired ? "framed" : "";
    return response;
  });
  FakeBrowser browser(framed);

  const HttpResponse response = browser.Get("/sign-in/callback");
  EXPECT_EQ(response.body, "framed");
  EXPECT_EQ(response.status, 400);
}

TEST(SignInAnswerTest, IsPlainTextForProgramsAndEscapedForBrowsers) {
  const SignInAnswer answer{
      .notice = SignInNotice::kDenied, .request_id = "42", .link = "/\"><script>"};
  HttpRequest browser;
  browser.headers["accept"] = "text/html";

  EXPECT_THAT(ShowPlainAnswer(browser, answer).body, Not(HasSubstr("<script>")));
  EXPECT_THAT(ShowPlainAnswer({}, answer).body, StartsWith("You are not signed in. "));
  EXPECT_THAT(ShowPlainAnswer({}, answer).body, HasSubstr("Request number: 42"));
}

}  // namespace
}  // namespace sos::web
