// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/addresses.h"

#include <optional>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::Optional;

TEST(ReturnPathTest, AcceptsPathsOfThisSiteAndWritesThemForAHeader) {
  EXPECT_THAT(ReadReturnPath(""), Optional(std::string("/")));
  EXPECT_THAT(ReadReturnPath("/"), Optional(std::string("/")));
  EXPECT_THAT(ReadReturnPath("/leas/27661590000000/2024?lang=es#top"),
              Optional(std::string("/leas/27661590000000/2024?lang=es#top")));
  EXPECT_THAT(ReadReturnPath("/search?q=San José"),
              Optional(std::string("/search?q=San%20Jos%C3%A9")));
  EXPECT_THAT(ReadReturnPath("/search?q=https://elsewhere.example//"),
              Optional(std::string("/search?q=https://elsewhere.example//")));
  EXPECT_THAT(ReadReturnPath("/sign-inside"), Optional(std::string("/sign-inside")));
}

TEST(ReturnPathTest, RefusesEverythingThatABrowserCouldReadAsAnotherSite) {
  for (const std::string hostile : {"//evil.example",
                                    "///evil.example",
                                    "/\\evil.example",
                                    "\\\\evil.example",
                                    "/a\\b",
                                    "https://evil.example",
                                    "https:evil.example",
                                    "javascript:alert(1)",
                                    "evil.example",
                                    "/\t/evil.example",
                                    "/\n/evil.example",
                                    "/a\r\nSet-Cookie: a=b",
                                    " //evil.example",
                                    " /a",
                                    "/a//evil.example",
                                    "/..//evil.example",
                                    "?q=1",
                                    "#top",
                                    "@evil.example",
                                    "/sign-in",
                                    "/sign-in?return=/",
                                    "/sign-in/callback",
                                    "/sign-out",
                                    "/\x7f"}) {
    EXPECT_EQ(ReadReturnPath(hostile), std::nullopt) << hostile;
  }
  EXPECT_EQ(ReadReturnPath(std::string("/a\0b", 4)), std::nullopt);
}

TEST(ReturnPathTest, RefusesAPathOfMoreThanOneKibibyte) {
  EXPECT_NE(ReadReturnPath("/" + std::string(kMaxReturnPathBytes - 1, 'a')), std::nullopt);
  EXPECT_EQ(ReadReturnPath("/" + std::string(kMaxReturnPathBytes, 'a')), std::nullopt);
}

TEST(SecureUrlTest, AcceptsHttpsAndOnlyForThisMachineHttp) {
  for (const std::string good :
       {"https://id.example", "https://id.example:8443/realm?x=y", "http://localhost:3000/a",
        "http://127.0.0.1", "http://[::1]:80/", "http://LOCALHOST/", "https://[2001:db8::1]/"}) {
    EXPECT_TRUE(IsSecureUrl(good)) << good;
  }
  for (const std::string bad :
       {"", "https://", "http://id.example", "http://localhost.evil.example",
        "http://127.0.0.1.evil", "http://localhost:80@evil.example", "https://user@id.example",
        "ftp://id.example", "file:///etc/passwd", "https://id.example/a b",
        "https://id.example\r\nX: y", "https://id.example:port", "http://localhost:", "http://[::1",
        "https://id.example#a"}) {
    EXPECT_FALSE(IsSecureUrl(bad)) << bad;
  }
  EXPECT_TRUE(IsLoopbackUrl("https://localhost:1"));
  EXPECT_FALSE(IsLoopbackUrl("https://id.example/localhost"));
}

TEST(FormTest, ReadsWhatItHasWritten) {
  const std::string value = "a b+c&d=é%\n";
  const std::string form = EncodeForm({{"first", "1"}, {"second", value}});

  EXPECT_EQ(form, "first=1&second=a%20b%2Bc%26d%3D%C3%A9%25%0A");
  EXPECT_EQ(FormField(form, "second"), value);
}

TEST(FormTest, ReadsTheFirstFieldOfANameAndKeepsWhatIsNoEscape) {
  EXPECT_EQ(FormField("a=1&a=2", "a"), "1");
  EXPECT_EQ(FormField("a=x+y%2", "a"), "x y%2");
  EXPECT_EQ(FormField("a=%zz", "a"), "%zz");
  EXPECT_EQ(FormField("", "a"), "");
}

}  // namespace
}  // namespace sos::web
