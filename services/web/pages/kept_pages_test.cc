// SPDX-License-Identifier: Apache-2.0

// The pages of MakeSite() that are kept, and those that must not be.

#include <memory>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/pages/fake_services_test.h"
#include "services/web/pages/site.h"
#include "services/web/routes/secure_handler.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;

constexpr char kDistrictPage[] = "/leas/99600010000000";
constexpr char kOtherIdentity[] = "ffffffffffffffffffffffffffffffff";

class KeptPagesTest : public ::testing::Test {
 protected:
  KeptPagesTest() { Make(kDefaultAnswerCacheBytes); }

  void Make(size_t cache_bytes) {
    absl::StatusOr<language::Catalog> catalog = SiteCatalog();
    EXPECT_TRUE(catalog.ok()) << catalog.status();
    site_ = MakeSite(
        fake_.clients(), *std::move(catalog),
        [this](const HttpRequest&) { return Caller{.token = token_, .address = "127.0.0.1"}; },
        cache_bytes);
    secure_ = std::make_unique<SecureHandler>(SecureHandler::Options{}, *site_);
  }

  HttpResponse Get(const std::string& path = kDistrictPage) {
    HttpRequest request = request_;
    request.path = path;
    return secure_->Handle(request);
  }

  static std::string HeaderOf(const HttpResponse& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  FakeServices fake_;
  std::string token_;
  HttpRequest request_ = {.method = "GET"};
  std::unique_ptr<HttpHandler> site_;
  std::unique_ptr<HttpHandler> secure_;
};

TEST_F(KeptPagesTest, AskForTheReportOnce) {
  const HttpResponse first = Get();
  const HttpResponse second = Get();
  EXPECT_EQ(fake_.reports, 1);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.headers, first.headers);
}

TEST_F(KeptPagesTest, AreOfTheNewestRevision) {
  Get();
  fake_.newest = kOtherIdentity;
  EXPECT_THAT(Get().body, HasSubstr(kOtherIdentity)) << "the link that cites the page";
  EXPECT_EQ(fake_.reports, 2);
}

TEST_F(KeptPagesTest, AreNotMixedBetweenLanguages) {
  Get();
  request_.headers["accept-language"] = "es";
  EXPECT_THAT(Get().body, HasSubstr("lang=\"es\""));
  EXPECT_EQ(fake_.language, "es");
  request_.headers["accept-language"] = "en";
  EXPECT_THAT(Get().body, HasSubstr("<html lang=\"en\""));
  EXPECT_EQ(fake_.reports, 2);
}

TEST_F(KeptPagesTest, AreNeitherGivenToNorTakenFromThoseWhoSignedIn) {
  Get();
  token_ = "token";
  EXPECT_EQ(HeaderOf(Get(), "Cache-Control"), "private, no-store");
  Get();
  EXPECT_EQ(fake_.reports, 3) << "both of them were rendered";
  token_ = "";
  EXPECT_EQ(HeaderOf(Get(), "Cache-Control"), "public, max-age=60");
  EXPECT_EQ(fake_.reports, 3);
}

TEST_F(KeptPagesTest, AreNoErrors) {
  fake_.failure = absl::UnavailableError("away");
  EXPECT_EQ(Get().status, 503);
  fake_.failure = absl::OkStatus();
  EXPECT_EQ(Get().status, 200);
}

TEST_F(KeptPagesTest, LackNothing) {
  fake_.listing_failure = absl::UnavailableError("away");
  const HttpResponse partial = Get();
  EXPECT_EQ(partial.status, 200) << "it says enough without the schools";
  fake_.listing_failure = absl::OkStatus();
  EXPECT_THAT(Get().body, HasSubstr("Oak School"));
}

TEST_F(KeptPagesTest, AreTheSameWhateverHeadersTheFirstReaderSent) {
  const std::string clean = Get().body;
  Make(kDefaultAnswerCacheBytes);
  for (const char* const name :
       {"host", "x-forwarded-host", "x-forwarded-proto", "x-original-url", "cookie", "referer"}) {
    request_.headers[name] = "https://elsewhere.example/";
  }
  Get();
  request_.headers.clear();
  EXPECT_EQ(Get().body, clean);
}

TEST_F(KeptPagesTest, HaveTheTagOfTheRenderedPage) {
  Make(0);
  const std::string rendered = HeaderOf(Get(), "ETag");
  Make(kDefaultAnswerCacheBytes);
  EXPECT_EQ(HeaderOf(Get(), "ETag"), rendered);
  EXPECT_EQ(HeaderOf(Get(), "ETag"), rendered);
  request_.headers["accept-encoding"] = "gzip";
  const HttpResponse packed = Get();
  EXPECT_EQ(HeaderOf(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(HeaderOf(packed, "Vary"), "Accept-Language, Authorization, Cookie, Accept-Encoding");
  request_.headers["if-none-match"] = rendered;
  const HttpResponse known = Get();
  EXPECT_EQ(known.status, 304);
  EXPECT_EQ(known.body, "");
}

TEST_F(KeptPagesTest, AreNoneWhereTheCacheIsOff) {
  Make(0);
  Get();
  Get();
  EXPECT_EQ(fake_.reports, 2);
}

}  // namespace
}  // namespace sos::web
