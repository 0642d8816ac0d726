// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/cors.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;

HttpRequest PreflightFrom(const std::string& origin) {
  return {.method = "OPTIONS",
          .headers = {{"origin", origin},
                      {"access-control-request-method", "POST"},
                      {"access-control-request-headers", "x-anything"}}};
}

HttpResponse AnswerTo(const CorsPolicy& policy, const HttpRequest& request) {
  HttpResponse response =
      CorsPolicy::IsPreflight(request) ? policy.Preflight(request) : HttpResponse{};
  policy.Permit(request, response);
  return response;
}

TEST(CorsTest, AllowsWhatConnectNeedsAndNoCookies) {
  const CorsPolicy policy({"https://a.example"});
  EXPECT_THAT(
      AnswerTo(policy, PreflightFrom("https://a.example")).headers,
      ElementsAre(Pair("Access-Control-Allow-Methods", "GET, POST"),
                  Pair("Access-Control-Allow-Headers",
                       "Content-Type, Connect-Protocol-Version, Connect-Timeout-Ms, Authorization"),
                  Pair("Access-Control-Max-Age", "7200"), Pair("Vary", "Origin"),
                  Pair("Access-Control-Allow-Origin", "https://a.example"),
                  Pair("Access-Control-Expose-Headers", "ETag, Retry-After")));
}

TEST(CorsTest, AllowsNothingToOriginsThatAreNotListed) {
  const CorsPolicy policy({"https://a.example"});
  for (const char* const origin :
       {"https://b.example", "http://a.example", "https://a.example:8443", "https://a.example/",
        "https://sub.a.example", "https://A.EXAMPLE", "null"}) {
    EXPECT_THAT(AnswerTo(policy, PreflightFrom(origin)).headers,
                ElementsAre(Pair("Vary", "Origin")))
        << origin;
  }
}

TEST(CorsTest, VariesByOriginForCachesWhereverItIsOn) {
  EXPECT_THAT(AnswerTo(CorsPolicy({"https://a.example"}), {.method = "GET"}).headers,
              ElementsAre(Pair("Vary", "Origin")));
  EXPECT_THAT(AnswerTo(CorsPolicy({}), {.method = "GET"}).headers, IsEmpty());
}

TEST(CorsTest, AdmitsAllByAnAsterisk) {
  const HttpResponse response =
      AnswerTo(CorsPolicy({"*"}), {.method = "GET", .headers = {{"origin", "https://b.example"}}});
  EXPECT_THAT(response.headers, Contains(Pair("Access-Control-Allow-Origin", "https://b.example")));
  EXPECT_THAT(response.headers, Not(Contains(Key("Access-Control-Allow-Credentials"))));
}

TEST(CorsTest, KnowsAPreflightByItsHeaders) {
  EXPECT_TRUE(CorsPolicy::IsPreflight(PreflightFrom("https://a.example")));
  EXPECT_FALSE(CorsPolicy::IsPreflight({.method = "OPTIONS"}));
  HttpRequest post = PreflightFrom("https://a.example");
  post.method = "POST";
  EXPECT_FALSE(CorsPolicy::IsPreflight(post));
}

}  // namespace
}  // namespace sos::web
