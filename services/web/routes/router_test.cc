// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/router.h"

#include <memory>
#include <string>

#include "common/log/trace.h"
#include "common/metrics/metrics.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

// A route that answers its name and what it was asked.
Route Named(const std::string& name, std::vector<std::string> methods = {"GET"}) {
  return {.name = name,
          .methods = std::move(methods),
          .handler = std::make_unique<FunctionHandler>([name](const HttpRequest& request) {
            return TextResponse(200, name + " " + request.method + " " + request.path);
          })};
}

HttpResponse Ask(Router& router, const std::string& path, const std::string& method = "GET") {
  return router.Handle({.method = method, .path = path, .peer = "192.0.2.1"});
}

TEST(RouterTest, FindsThePathBeforePrefixesAndTheLongerPrefixFirst) {
  Router router;
  router.AddPrefix("/", Named("other"));
  router.AddPrefix("/leas/", Named("entity"));
  router.AddPrefix("/leas/special/", Named("special"));
  router.AddPath("/leas/list", Named("list"));
  EXPECT_EQ(Ask(router, "/leas/list").body, "list GET /leas/list\n");
  EXPECT_EQ(Ask(router, "/leas/1").body, "entity GET /leas/1\n");
  EXPECT_EQ(Ask(router, "/leas/special/1").body, "special GET /leas/special/1\n");
  EXPECT_EQ(Ask(router, "/leas").body, "other GET /leas\n") << "a prefix ends where it ends";
  EXPECT_EQ(Ask(router, "/").body, "other GET /\n");
}

TEST(RouterTest, Answers404WhereNothingIs) {
  Router router;
  router.AddPath("/state", Named("page"));
  for (const char* const path : {"/", "/state/", "/State", "/states"}) {
    EXPECT_EQ(Ask(router, path).status, 404) << path;
  }
}

TEST(RouterTest, SaysWhichMethodsAnAddressHas) {
  Router router;
  router.AddPath("/page", Named("page"));
  router.AddPath("/rpc", Named("rpc", {"POST", "OPTIONS"}));
  const HttpResponse post = Ask(router, "/page", "POST");
  EXPECT_EQ(post.status, 405);
  EXPECT_THAT(post.headers, Contains(Pair("Allow", "GET, HEAD")));
  const HttpResponse get = Ask(router, "/rpc");
  EXPECT_EQ(get.status, 405);
  EXPECT_THAT(get.headers, Contains(Pair("Allow", "POST, OPTIONS")));
  EXPECT_EQ(Ask(router, "/rpc", "HEAD").status, 405);
  EXPECT_EQ(Ask(router, "/rpc", "OPTIONS").body, "rpc OPTIONS /rpc\n");
}

TEST(RouterTest, AsksAPageForItsHeadAsForItsBody) {
  Router router;
  router.AddPath("/page", Named("page"));
  EXPECT_EQ(Ask(router, "/page", "HEAD").body, "page GET /page\n") << "the server leaves it out";
}

TEST(RouterTest, CountsByClassOfRouteAndNeverByAddress) {
  Router router;
  router.AddPrefix("/counted/", Named("counted_class"));
  Ask(router, "/counted/27661590000000");
  EXPECT_THAT(metrics::Text(),
              HasSubstr(R"(sos_http_requests_total{route="counted_class",status="200"} 1)"));
  EXPECT_THAT(metrics::Text(), Not(HasSubstr("27661590000000")));
}

TEST(RouterTest, GoesOnWithTheTraceOfTheRequest) {
  Router router;
  router.AddPath(
      "/", {.name = "page", .handler = std::make_unique<FunctionHandler>([](const HttpRequest&) {
                              return TextResponse(200, log::CurrentTrace()->trace_id);
                            })});
  const std::string id = "4bf92f3577b34da6a3ce929d0e0e4736";
  EXPECT_EQ(router
                .Handle({.method = "GET",
                         .path = "/",
                         .headers = {{"traceparent", "00-" + id + "-00f067aa0ba902b7-01"}}})
                .body,
            id + "\n");
  EXPECT_EQ(log::CurrentTrace(), nullptr);
}

TEST(RouterTest, NamesTheRequestOfAnErrorOfItsOwn) {
  Router router;
  router.AddPath(
      "/", {.name = "page", .handler = std::make_unique<FunctionHandler>([](const HttpRequest&) {
                              return TextResponse(503, "Try again.");
                            })});
  EXPECT_THAT(Ask(router, "/").headers, Contains(Pair("X-Request-Id", testing::SizeIs(16))));
}

}  // namespace
}  // namespace sos::web
