// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/secure_handler.h"

#include <map>
#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/routes/router.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

std::string HeaderOf(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

class SecureHandlerTest : public ::testing::Test {
 protected:
  // What the handler behind answers, asked with these headers.
  HttpResponse Ask(const std::map<std::string, std::string>& headers = {},
                   const std::string& method = "GET") {
    return secure_->Handle({.method = method, .path = "/", .headers = headers});
  }
  void Use(const SecureHandler::Options& options) { secure_.emplace(options, inner_); }

  int status_ = 200;
  std::vector<std::pair<std::string, std::string>> headers_ = {
      {"Content-Type", "text/html; charset=utf-8"}};
  std::string body_ = "<!doctype html>";
  int calls_ = 0;
  FunctionHandler inner_{[this](const HttpRequest&) {
    ++calls_;
    HttpResponse response;
    response.status = status_;
    response.headers = headers_;
    response.body = body_;
    return response;
  }};
  std::optional<SecureHandler> secure_{std::in_place, SecureHandler::Options{}, inner_};
};

TEST_F(SecureHandlerTest, EveryAnswerForbidsWhatIsForeign) {
  for (const int status : {200, 404, 500}) {
    status_ = status;
    const HttpResponse response = Ask();
    EXPECT_EQ(HeaderOf(response, "Content-Security-Policy"), kContentSecurityPolicy);
    EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(HeaderOf(response, "Referrer-Policy"), "same-origin");
    EXPECT_EQ(HeaderOf(response, "Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "no-cache");
    EXPECT_THAT(response.headers, Not(Contains(Key("Strict-Transport-Security"))));
  }
  EXPECT_THAT(kContentSecurityPolicy, Not(HasSubstr("unsafe")));
}

TEST_F(SecureHandlerTest, KeepsNoAnswerToARequestWithAToken) {
  for (const int status : {200, 404, 500}) {
    status_ = status;
    const HttpResponse response = Ask({{"authorization", "Bearer abc"}});
    EXPECT_EQ(HeaderOf(response, "Cache-Control"), "private, no-store");
    EXPECT_THAT(response.headers, Not(Contains(Key("ETag"))));
  }
}

TEST_F(SecureHandlerTest, InsistsOnEncryptionWhereThereIsOne) {
  Use({.encrypted = true});
  EXPECT_THAT(HeaderOf(Ask(), "Strict-Transport-Security"), HasSubstr("max-age="));
}

TEST_F(SecureHandlerTest, LeavesWhatTheHandlerHasSet) {
  headers_.emplace_back("Cache-Control", "private, no-store");
  headers_.emplace_back("Content-Security-Policy", "sandbox");
  headers_.emplace_back("ETag", "\"own\"");
  const HttpResponse response = Ask();
  EXPECT_THAT(response.headers, Contains(Pair("Cache-Control", "private, no-store")));
  EXPECT_THAT(response.headers, Contains(Pair("Content-Security-Policy", "sandbox")));
  EXPECT_THAT(response.headers, Contains(Pair("ETag", "\"own\"")));
}

TEST_F(SecureHandlerTest, TagsAPageByItsContents) {
  const std::string tag = HeaderOf(Ask(), "ETag");
  EXPECT_THAT(tag, testing::MatchesRegex("\"[0-9a-f]{32}\""));
  EXPECT_EQ(HeaderOf(Ask(), "ETag"), tag);
  body_ += "changed";
  EXPECT_NE(HeaderOf(Ask(), "ETag"), tag);
  EXPECT_EQ(HeaderOf(Ask({}, "POST"), "ETag"), "");
  headers_.emplace_back("Cache-Control", "private, no-store");
  EXPECT_EQ(HeaderOf(Ask(), "ETag"), "") << "of what nobody may keep";
  status_ = 404;
  EXPECT_EQ(HeaderOf(Ask(), "ETag"), "");
}

TEST_F(SecureHandlerTest, SendsNoPageTwice) {
  const std::string tag = HeaderOf(Ask(), "ETag");
  for (const std::string& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const HttpResponse response = Ask({{"if-none-match", known}});
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_EQ(response.body, "") << known;
    EXPECT_EQ(HeaderOf(response, "ETag"), tag);
  }
  EXPECT_EQ(Ask({{"if-none-match", tag}}, "HEAD").status, 304);
  EXPECT_EQ(Ask({{"if-none-match", tag}}, "POST").status, 200);
  EXPECT_EQ(Ask({{"if-none-match", "\"other\""}}).status, 200);
  body_ += "changed";
  EXPECT_EQ(Ask({{"if-none-match", tag}}).status, 200);
}

TEST_F(SecureHandlerTest, CompressesLargeTextForWhoAcceptsIt) {
  body_ = std::string(kMinGzipBytes, 'x');
  const HttpResponse packed = Ask({{"accept-encoding", "gzip"}});
  EXPECT_EQ(HeaderOf(packed, "Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), kMinGzipBytes);
  EXPECT_EQ(HeaderOf(packed, "Vary"), "Accept-Encoding");
  const HttpResponse plain = Ask();
  EXPECT_EQ(HeaderOf(plain, "Content-Encoding"), "");
  EXPECT_EQ(plain.body, body_);
  EXPECT_EQ(HeaderOf(plain, "Vary"), "Accept-Encoding") << "a cache must know that there are two";
  EXPECT_NE(HeaderOf(packed, "ETag"), HeaderOf(plain, "ETag")) << "of different bytes";
  for (const HttpResponse& known : {Ask(), Ask({{"accept-encoding", "gzip"}})}) {
    EXPECT_EQ(Ask({{"if-none-match", HeaderOf(known, "ETag")}, {"accept-encoding", "gzip"}}).status,
              304);
  }
}

TEST_F(SecureHandlerTest, LeavesSmallTextAndPicturesAsTheyAre) {
  body_ = std::string(kMinGzipBytes - 1, 'x');
  EXPECT_EQ(HeaderOf(Ask({{"accept-encoding", "gzip"}}), "Content-Encoding"), "");
  body_ = std::string(10 * kMinGzipBytes, 'x');
  headers_ = {{"Content-Type", "image/png"}};
  const HttpResponse picture = Ask({{"accept-encoding", "gzip"}});
  EXPECT_EQ(HeaderOf(picture, "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(picture, "Vary"), "");
}

TEST_F(SecureHandlerTest, AddsToWhatTheAnswerDependsOnAlready) {
  headers_.emplace_back("Vary", "Accept-Language");
  EXPECT_EQ(HeaderOf(Ask(), "Vary"), "Accept-Language, Accept-Encoding");
}

TEST_F(SecureHandlerTest, AnswersOnALoopbackAddressForThisMachineOnly) {
  Use({.loopback = true});
  for (const char* const host : {"localhost", "localhost:8088", "LOCALHOST:1", "127.0.0.1:8088",
                                 "127.9.9.9", "[::1]:8088", "[::1]"}) {
    EXPECT_EQ(Ask({{"host", host}}).status, 200) << host;
  }
  const int before = calls_;
  for (const char* const host :
       {"", "attacker.example", "attacker.example:8088", "localhost.attacker.example",
        "127.0.0.1.attacker.example", "localhost:x", "192.168.0.1", "[::2]", "localhost@a.example",
        "unix:/tmp/x", ":8088", "localhost, attacker.example"}) {
    const HttpResponse response = Ask({{"host", host}});
    EXPECT_EQ(response.status, 421) << host;
    EXPECT_EQ(HeaderOf(response, "X-Content-Type-Options"), "nosniff") << host;
  }
  EXPECT_EQ(calls_, before) << "of which no route hears";
}

TEST_F(SecureHandlerTest, AnswersForEveryNameOnAnAddressThatOthersReach) {
  EXPECT_EQ(Ask({{"host", "sos.example"}}).status, 200);
}

}  // namespace
}  // namespace sos::web
