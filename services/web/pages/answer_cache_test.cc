// SPDX-License-Identifier: Apache-2.0
#include "services/web/pages/answer_cache.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::web {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::shared_ptr<const KeptAnswer> AnswerOfBytes(size_t bytes) {
  return std::make_shared<const KeptAnswer>(KeptAnswer{.body = std::string(bytes, 'x')});
}

std::string HeaderOf(const HttpResponse& response, const std::string& name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

HttpRequest Asking(const std::string& path,
                   std::vector<std::pair<std::string, std::string>> query = {}) {
  return {.method = "GET", .path = path, .query = std::move(query)};
}

std::optional<std::string> KeyOfRequest(const HttpRequest& request,
                                        const std::string& language = "en") {
  return AnswerKey(request, *ParseAddress(request.path), language);
}

class AnswerCacheTest : public ::testing::Test {
 protected:
  FakeClock clock_{absl::UnixEpoch()};
};

TEST_F(AnswerCacheTest, GivesAnAnswerOfItsRevisionOnly) {
  AnswerCache cache(1 << 20, clock_);
  const auto answer = AnswerOfBytes(10);
  cache.Set("revision a", "en /", answer);
  EXPECT_EQ(cache.Find("revision a", "en /"), answer);
  EXPECT_EQ(cache.Find("revision b", "en /"), nullptr);
  EXPECT_EQ(cache.Find("revision a", "es /"), nullptr);
}

TEST_F(AnswerCacheTest, KeepsOneRevisionOfAnAnswer) {
  AnswerCache cache(1 << 20, clock_);
  cache.Set("revision a", "en /", AnswerOfBytes(10));
  const size_t bytes = cache.bytes();
  cache.Set("revision b", "en /", AnswerOfBytes(10));
  EXPECT_EQ(cache.bytes(), bytes);
  EXPECT_EQ(cache.Find("revision a", "en /"), nullptr);
  EXPECT_NE(cache.Find("revision b", "en /"), nullptr);
}

TEST_F(AnswerCacheTest, ForgetsAnAnswerAfterAMinute) {
  AnswerCache cache(1 << 20, clock_);
  cache.Set("revision a", "en /", AnswerOfBytes(10));
  clock_.Advance(AnswerCache::kMaxAge - absl::Nanoseconds(1));
  EXPECT_NE(cache.Find("revision a", "en /"), nullptr);
  clock_.Advance(absl::Nanoseconds(1));
  EXPECT_EQ(cache.Find("revision a", "en /"), nullptr);
}

TEST_F(AnswerCacheTest, StaysWithinItsBytesAndForgetsWhatWasNotAskedForLongest) {
  constexpr size_t kBytes = 64 << 10;
  AnswerCache cache(kBytes, clock_);
  for (int i = 0; i < 100; ++i) {
    cache.Set("a", absl::StrCat("en /", i), AnswerOfBytes(2000));
    EXPECT_LE(cache.bytes(), kBytes);
    EXPECT_NE(cache.Find("a", "en /0"), nullptr) << "it is asked for all the time";
  }
  EXPECT_EQ(cache.Find("a", "en /1"), nullptr);
  EXPECT_NE(cache.Find("a", "en /99"), nullptr);
}

TEST_F(AnswerCacheTest, KeepsNoAnswerThatWouldDriveOutMostOthers) {
  constexpr size_t kBytes = 64 << 10;
  AnswerCache cache(kBytes, clock_);
  cache.Set("a", "en /", AnswerOfBytes(kBytes / AnswerCache::kLargestShare));
  EXPECT_EQ(cache.Find("a", "en /"), nullptr);
  EXPECT_EQ(cache.bytes(), 0);
}

TEST_F(AnswerCacheTest, KeepsNothingWhereItMayNotHoldAByte) {
  AnswerCache cache(0, clock_);
  EXPECT_FALSE(cache.enabled());
  cache.Set("a", "en /", AnswerOfBytes(0));
  EXPECT_EQ(cache.Find("a", "en /"), nullptr);
}

TEST(AnswerKeyTest, TellsLanguagesAddressesAndArgumentsApart) {
  const std::string key = *KeyOfRequest(Asking("/leas/99600010000000"));
  EXPECT_NE(key, KeyOfRequest(Asking("/leas/99600010000000"), "es"));
  EXPECT_NE(key, KeyOfRequest(Asking("/leas/99600010000000.csv")));
  EXPECT_NE(key, KeyOfRequest(Asking("/leas/99600010000000/2024")));
  EXPECT_NE(key, KeyOfRequest(Asking("/leas/99600010000000", {{"lang", "en"}})));
  EXPECT_NE(KeyOfRequest(Asking("/", {{"lang", "en"}, {"with", "1"}})),
            KeyOfRequest(Asking("/", {{"lang", "en&with=1"}})));
}

TEST(AnswerKeyTest, LeavesOutWhatFewAskFor) {
  EXPECT_EQ(KeyOfRequest(Asking("/search", {{"lang", "en"}})), std::nullopt);
  EXPECT_EQ(KeyOfRequest(Asking("/leas/99600010000000/what-if")), std::nullopt);
  EXPECT_EQ(KeyOfRequest(Asking("/", {{"anything", "1"}})), std::nullopt);
  const size_t fits = 256 - std::string("with").size();
  EXPECT_NE(KeyOfRequest(Asking("/", {{"with", std::string(fits, '1')}})), std::nullopt);
  EXPECT_EQ(KeyOfRequest(Asking("/", {{"with", std::string(fits + 1, '1')}})), std::nullopt);
  HttpRequest post = Asking("/");
  post.method = "POST";
  EXPECT_EQ(KeyOfRequest(post), std::nullopt);
}

TEST(AnswerKeyTest, HearsNoHeader) {
  HttpRequest request = Asking("/leas/99600010000000");
  const auto key = KeyOfRequest(request);
  for (const char* const name : {"host", "x-forwarded-host", "x-original-url", "cookie"}) {
    request.headers[name] = "elsewhere.example";
  }
  EXPECT_EQ(KeyOfRequest(request), key);
}

TEST(KeptAnswerTest, IsSentInTheFormThatTheClientAccepts) {
  HttpResponse page;
  page.headers = {{"Content-Type", "text/html; charset=utf-8"}, {"Vary", "Accept-Language"}};
  page.body = std::string(5000, 'x');
  const KeptAnswer kept = Keep(std::move(page));
  HttpRequest request = Asking("/");
  const HttpResponse plain = AnswerFrom(kept, request);
  EXPECT_EQ(plain.body, std::string(5000, 'x'));
  EXPECT_EQ(HeaderOf(plain, "Content-Encoding"), "");
  EXPECT_EQ(HeaderOf(plain, "Vary"), "Accept-Language, Accept-Encoding");
  request.headers["accept-encoding"] = "br, gzip";
  const HttpResponse packed = AnswerFrom(kept, request);
  EXPECT_LT(packed.body.size(), 500);
  EXPECT_EQ(HeaderOf(packed, "Content-Encoding"), "gzip");
  EXPECT_EQ(HeaderOf(packed, "Vary"), "Accept-Language, Accept-Encoding");
  EXPECT_NE(HeaderOf(packed, "ETag"), HeaderOf(plain, "ETag"));
  EXPECT_THAT(HeaderOf(packed, "ETag"), HasSubstr("-gzip\""));
}

TEST(KeptAnswerTest, LeavesPicturesAndShortTextsAsTheyAre) {
  for (const auto& [type, bytes] : {std::pair("image/png", 5000), std::pair("text/csv", 100)}) {
    HttpResponse file;
    file.headers = {{"Content-Type", type}};
    file.body = std::string(bytes, 'x');
    EXPECT_THAT(Keep(std::move(file)).packed, IsEmpty()) << type;
  }
}

}  // namespace
}  // namespace sos::web
