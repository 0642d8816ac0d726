// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_CACHE_CACHE_CONFORMANCE_H_
#define SOS_COMMON_CACHE_CACHE_CONFORMANCE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/cache/cache.h"
#include "common/cache/computed.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {

// The suite that every Cache passes: instantiated with a factory of empty caches.
using CacheFactory = std::function<std::unique_ptr<Cache>()>;

class CacheConformanceTest : public ::testing::TestWithParam<CacheFactory> {
 protected:
  static Cache::Value Text(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
  }

  const std::unique_ptr<Cache> cache_ = GetParam()();
};

TEST_P(CacheConformanceTest, HasNothingToBeginWith) { EXPECT_EQ(*cache_->Get("a"), nullptr); }

TEST_P(CacheConformanceTest, ReturnsWhatWasKept) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  ASSERT_TRUE(cache_->Set("b", Text("2")).ok());

  EXPECT_EQ(**cache_->Get("a"), "1");
  EXPECT_EQ(**cache_->Get("b"), "2");
}

TEST_P(CacheConformanceTest, KeepsTheLastValue) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  ASSERT_TRUE(cache_->Set("a", Text("2")).ok());

  EXPECT_EQ(**cache_->Get("a"), "2");
}

TEST_P(CacheConformanceTest, KeepsBytesOfAnyKind) {
  const std::string bytes("\0\r\n$5\r\n\xff", 8);
  ASSERT_TRUE(cache_->Set(std::string("k\0y", 3), Text(bytes)).ok());
  ASSERT_TRUE(cache_->Set("empty", Text("")).ok());

  EXPECT_EQ(**cache_->Get(std::string("k\0y", 3)), bytes);
  EXPECT_EQ(**cache_->Get("empty"), "");
}

TEST_P(CacheConformanceTest, ReturnsManyInOrderWithGaps) {
  ASSERT_TRUE(cache_->Set("a", Text("1")).ok());
  ASSERT_TRUE(cache_->Set("c", Text("3")).ok());

  const std::vector<Cache::Value> values = *cache_->GetMany({"a", "b", "c"});

  ASSERT_EQ(values.size(), 3);
  EXPECT_EQ(*values[0], "1");
  EXPECT_EQ(values[1], nullptr);
  EXPECT_EQ(*values[2], "3");
}

}  // namespace sos

#endif  // SOS_COMMON_CACHE_CACHE_CONFORMANCE_H_
