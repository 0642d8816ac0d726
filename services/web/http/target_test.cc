// SPDX-License-Identifier: Apache-2.0
#include "services/web/http/target.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/web/http/limits.h"

namespace sos::web {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string PathOf(absl::string_view target) {
  const std::optional<Target> parsed = ParseTarget(target);
  return parsed ? parsed->path : "refused";
}

TEST(TargetTest, DecodesThePath) {
  EXPECT_EQ(PathOf("/"), "/");
  EXPECT_EQ(PathOf("/leas/27661590000000/groups.csv"), "/leas/27661590000000/groups.csv");
  EXPECT_EQ(PathOf("/counties/27/"), "/counties/27/") << "the slash at the end stays";
  EXPECT_EQ(PathOf("/Pe%C3%B1a%20x+y"),
            "/Pe\xC3\xB1"
            "a x+y");
  EXPECT_EQ(PathOf("/..."), "/...");
  EXPECT_EQ(PathOf("/?next=//other.example"), "/");
}

TEST(TargetTest, RefusesWhatIsNoPath) {
  for (const char* const target :
       {"", "*", "state", "http://other.example/", "?q=1", "\\state", "other.example:443"}) {
    EXPECT_EQ(PathOf(target), "refused") << target;
  }
}

TEST(TargetTest, RefusesASecondWayToWriteAnAddress) {
  for (const char* const target :
       {"//", "//other.example", "/a//b", "/a//", "/.", "/./a", "/a/.", "/a/./", "/%2e/a", "/a%2Fb",
        "/a%2fb", "/\\other.example", "/a%5Cb"}) {
    EXPECT_EQ(PathOf(target), "refused") << target;
  }
}

TEST(TargetTest, RefusesToLeaveTheSite) {
  for (const char* const target : {"/..", "/../etc/passwd", "/assets/../..", "/assets/..",
                                   "/%2e%2e/a", "/.%2E/a", "/a/%2e%2e/"}) {
    EXPECT_EQ(PathOf(target), "refused") << target;
  }
}

TEST(TargetTest, RefusesNulControlCharactersAndBadEscapes) {
  for (const char* const target :
       {"/a%00", "/%0d%0aSet-Cookie:x", "/%7f", "/a%1Fb", "/%", "/%2", "/%zz", "/a%%20", "/%c3",
        "/%c0%ae%c0%ae/", "/%ed%a0%80", "/%ff", "/%f4%90%80%80", "/%e0%80%af"}) {
    EXPECT_EQ(PathOf(target), "refused") << target;
  }
}

TEST(TargetTest, DecodesTheArgumentsInTheirOrder) {
  EXPECT_THAT(ParseTarget("/search?q=Salinas+High%2B&lang=es&q=2&empty=&bare")->query,
              ElementsAre(Pair("q", "Salinas High+"), Pair("lang", "es"), Pair("q", "2"),
                          Pair("empty", ""), Pair("bare", "")));
  EXPECT_THAT(ParseTarget("/search?")->query, IsEmpty());
  EXPECT_THAT(ParseTarget("/search?&&a=b=c&")->query, ElementsAre(Pair("a", "b=c")));
  EXPECT_THAT(ParseTarget("/x?message=a%0D%0A%09b")->query,
              ElementsAre(Pair("message", "a\r\n\tb")));
}

TEST(TargetTest, RefusesArgumentsThatAreNoText) {
  for (const char* const target :
       {"/?q=%00", "/?%00=1", "/?q=%ff", "/?q=%1b%5B", "/?q=%", "/?%=1"}) {
    EXPECT_EQ(PathOf(target), "refused") << target;
  }
}

TEST(TargetTest, LimitsTheNumberOfArguments) {
  std::string target = "/?a";
  for (int i = 1; i < kMaxArguments; ++i) absl::StrAppend(&target, "&a");
  EXPECT_EQ(PathOf(target), "/");
  EXPECT_EQ(PathOf(target + "&a"), "refused");
}

}  // namespace
}  // namespace sos::web
