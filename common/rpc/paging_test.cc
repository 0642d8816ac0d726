// SPDX-License-Identifier: Apache-2.0
#include "common/rpc/paging.h"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::rpc {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
constexpr char kDomain[] = "sos.test.v1";
const PageQuery kQuery{"ListThings", "all of them"};

absl::StatusOr<Page> Read(int32_t page_size, absl::string_view token = "") {
  return ReadPage(page_size, token, kQuery, kDomain);
}

TEST(PagingTest, APageHasFiftyRowsUnlessAskedAndAThousandAtMost) {
  EXPECT_EQ(Read(0)->size, 50);
  EXPECT_EQ(Read(1)->size, 1);
  EXPECT_EQ(Read(1000)->size, 1000);
  EXPECT_EQ(Read(1001)->size, 1000);
  EXPECT_EQ(Read(0)->skip, 0);
  EXPECT_THAT(Read(-1), IsError(kInvalid, "FIELD_INVALID"));
}

TEST(PagingTest, ATokenContinuesWhereThePageEndedAtItsRevision) {
  const Page page{.skip = 100, .size = 50, .revision = {.number = 7, .identity = "abc"}};
  const auto next = Read(20, NextPageToken(page, static_cast<size_t>(page.size), kQuery));
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->skip, 150);
  EXPECT_EQ(next->size, 20) << "each page may have a size of its own";
  EXPECT_EQ(next->revision.number, 7);
  EXPECT_EQ(next->revision.identity, "abc");
}

TEST(PagingTest, ATokenBelongsToItsMethodAndQuery) {
  const std::string token = NextPageToken({}, 50, kQuery);
  for (const PageQuery& other :
       {PageQuery{"ListOthers", kQuery.request}, PageQuery{kQuery.method, "some of them"}}) {
    EXPECT_THAT(ReadPage(0, token, other, kDomain), IsError(kInvalid, "PAGE_TOKEN_INVALID"));
  }
}

TEST(PagingTest, ADamagedTokenIsRefused) {
  std::string token;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(NextPageToken({}, 50, kQuery), &token));
  const std::string fingerprint = token.substr(0, token.find(':'));
  for (const std::string& damaged :
       {std::string("no token"), fingerprint, fingerprint + ":-1:0:", fingerprint + ":x:0:",
        fingerprint + ":1:-1:", fingerprint + ":1:0:a:b"}) {
    EXPECT_THAT(Read(0, absl::WebSafeBase64Escape(damaged)),
                IsError(kInvalid, "PAGE_TOKEN_INVALID"))
        << damaged;
  }
  EXPECT_THAT(Read(0, "%%%"), IsError(kInvalid, "PAGE_TOKEN_INVALID")) << "not even base64";
}

// What a list request and its response have, whatever they list.
struct ListRequest {
  int32_t size = 0;
  std::string token;
  std::string filter;

  int32_t page_size() const { return size; }
  const std::string& page_token() const { return token; }
  void clear_page_size() { size = 0; }
  void clear_page_token() { token.clear(); }
  std::string SerializeAsString() const { return filter; }
};
struct ListResponse {
  std::vector<int> rows;
  std::string token;

  void set_next_page_token(std::string next) { token = std::move(next); }
  int* add_row() { return &rows.emplace_back(); }
};

// Lists the numbers 0 to 4.
ListResponse Answer(const ListRequest& request) {
  const auto list = [](int64_t skip, int64_t limit) -> absl::StatusOr<std::vector<int>> {
    std::vector<int> all(5);
    std::iota(all.begin(), all.end(), 0);
    all.erase(all.begin(), all.begin() + std::min<int64_t>(skip, 5));
    all.resize(std::min<size_t>(all.size(), static_cast<size_t>(limit)));
    return all;
  };
  ListResponse response;
  EXPECT_THAT(AnswerPage("ListNumbers", request, kDomain, &response, list,
                         [](ListResponse* r) { return r->add_row(); }),
              IsOk());
  return response;
}

TEST(PagingTest, AWalkSeesEachRowOnceAndEndsWithAnEmptyToken) {
  const ListResponse first = Answer({.size = 2});
  EXPECT_THAT(first.rows, ElementsAre(0, 1));
  const ListResponse second = Answer({.size = 2, .token = first.token});
  EXPECT_THAT(second.rows, ElementsAre(2, 3));
  const ListResponse last = Answer({.size = 2, .token = second.token});
  EXPECT_THAT(last.rows, ElementsAre(4));
  EXPECT_EQ(last.token, "");
}

TEST(PagingTest, APageThatHoldsExactlyTheRestIsTheLast) {
  const ListResponse all = Answer({.size = 5});
  EXPECT_THAT(all.rows, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(all.token, "") << "or the caller would fetch an empty page";
}

struct Row {
  size_t bytes;
  size_t ByteSizeLong() const { return bytes; }
};

TEST(PagingTest, APageEndsBeforeItIsTooLargeForAMessage) {
  std::vector<Row> fit = {{kMaxPageBytes - 1}, {1}};
  EXPECT_FALSE(CutToPage(10, fit));
  EXPECT_EQ(fit.size(), 2);

  std::vector<Row> too_large = {{kMaxPageBytes - 1}, {2}, {1}};
  EXPECT_TRUE(CutToPage(10, too_large));
  EXPECT_EQ(too_large.size(), 1);

  std::vector<Row> huge = {{2 * kMaxPageBytes}, {1}};
  EXPECT_TRUE(CutToPage(10, huge));
  EXPECT_EQ(huge.size(), 1) << "or the walk would never pass this row";
}

}  // namespace
}  // namespace sos::rpc
