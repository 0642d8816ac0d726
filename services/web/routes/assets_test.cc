// SPDX-License-Identifier: Apache-2.0
#include "services/web/routes/assets.h"

#include <string>

#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Pair;

constexpr EmbeddedFile kFiles[] = {{"site.css", "body { color: black }"},
                                   {"site.js", "export {};"},
                                   {"site.mjs", "export {};"},
                                   {"font.woff2", "wOF2"}};

HttpRequest For(const std::string& path, const std::string& version = "") {
  HttpRequest request = {.method = "GET", .path = path};
  if (!version.empty()) request.query = {{"v", version}};
  return request;
}

TEST(AssetsTest, NamesTheContentsInTheAddress) {
  const Assets assets(kFiles);
  EXPECT_THAT(assets.Address("site.css"), MatchesRegex("/assets/site\\.css\\?v=[0-9a-f]{16}"));
  EXPECT_EQ(assets.Address("other.css"), "");
  const EmbeddedFile changed[] = {{"site.css", "body { color: blue }"}};
  EXPECT_NE(Assets(changed).Address("site.css"), assets.Address("site.css"));
}

TEST(AssetsTest, MayBeKeptForEverAtTheAddressOfTheirContentsOnly) {
  Assets assets(kFiles);
  std::string version = assets.Address("site.css");
  version.erase(0, version.find('=') + 1);
  const HttpResponse kept = assets.Handle(For("/assets/site.css", version));
  EXPECT_EQ(kept.body, "body { color: black }");
  EXPECT_THAT(kept.headers, Contains(Pair("Cache-Control", HasSubstr("immutable"))));
  for (const char* const other : {"", "0000000000000000"}) {
    const HttpResponse asked = assets.Handle(For("/assets/site.css", other));
    EXPECT_EQ(asked.status, 200);
    EXPECT_THAT(asked.headers, Contains(Pair("Cache-Control", "no-cache"))) << other;
  }
}

TEST(AssetsTest, SayWhatTheyAre) {
  Assets assets(kFiles);
  EXPECT_THAT(assets.Handle(For("/assets/site.css")).headers,
              Contains(Pair("Content-Type", "text/css; charset=utf-8")));
  EXPECT_THAT(assets.Handle(For("/assets/site.js")).headers,
              Contains(Pair("Content-Type", "text/javascript; charset=utf-8")));
  EXPECT_THAT(assets.Handle(For("/assets/site.mjs")).headers,
              Contains(Pair("Content-Type", "text/javascript; charset=utf-8")));
  EXPECT_THAT(assets.Handle(For("/assets/font.woff2")).headers,
              Contains(Pair("Content-Type", "application/octet-stream")));
}

TEST(AssetsTest, HaveNoOtherNames) {
  Assets assets(kFiles);
  for (const char* const path : {"/assets/", "/assets/site", "/assets/Site.css",
                                 "/assets/assets/site.css", "/assets/site.css/"}) {
    EXPECT_EQ(assets.Handle(For(path)).status, 404) << path;
  }
}

}  // namespace
}  // namespace sos::web
