// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "common/cache/cache_conformance.h"
#include "common/cache/memory_cache.h"
#include "common/cache/tiered_cache.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

std::unique_ptr<Cache> MakeMemory() { return std::make_unique<MemoryCache>(1 << 20); }
std::unique_ptr<Cache> MakeTiered() {
  return std::make_unique<TieredCache>(MakeMemory(), MakeMemory());
}

INSTANTIATE_TEST_SUITE_P(Memory, CacheConformanceTest, ::testing::Values(MakeMemory),
                         [](const auto&) { return "Cache"; });
INSTANTIATE_TEST_SUITE_P(Tiered, CacheConformanceTest, ::testing::Values(MakeTiered),
                         [](const auto&) { return "Cache"; });

Cache::Value Text(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// A cache that cannot be reached.
class DeadCache : public Cache {
 public:
  absl::StatusOr<Value> Get(absl::string_view) override { return absl::UnavailableError("dead"); }
  absl::StatusOr<std::vector<Value>> GetMany(absl::Span<const std::string>) override {
    return absl::UnavailableError("dead");
  }
  absl::Status Set(absl::string_view, Value) override { return absl::UnavailableError("dead"); }
};

TEST(MemoryCacheTest, ForgetsTheLeastRecentlyUsedFirst) {
  // 16 shards of 32 bytes: of three values of 12 bytes with the same key prefix two fit.
  MemoryCache cache(size_t{16} * 32);
  int kept = 0;
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(cache.Set(std::to_string(i), Text("0123456789")).ok());
  for (int i = 0; i < 200; ++i) kept += *cache.Get(std::to_string(i)) != nullptr ? 1 : 0;

  EXPECT_LE(kept, 16 * 2);
  EXPECT_NE(*cache.Get("199"), nullptr) << "the newest stays";
}

TEST(MemoryCacheTest, HoldsNothingWithoutSpace) {
  MemoryCache cache(0);
  ASSERT_TRUE(cache.Set("a", Text("1")).ok());

  EXPECT_EQ(*cache.Get("a"), nullptr);
}

TEST(TieredCacheTest, KeepsNearWhatTheFarOneHad) {
  auto near = std::make_unique<MemoryCache>(1 << 20);
  auto far = std::make_unique<MemoryCache>(1 << 20);
  MemoryCache& near_cache = *near;
  ASSERT_TRUE(far->Set("a", Text("1")).ok());
  TieredCache cache(std::move(near), std::move(far));

  EXPECT_EQ(**cache.Get("a"), "1");
  EXPECT_EQ(**near_cache.Get("a"), "1");
}

TEST(TieredCacheTest, GoesOnWithTheNearOneWhereTheFarOneIsDead) {
  TieredCache cache(MakeMemory(), std::make_unique<DeadCache>());
  EXPECT_FALSE(cache.Set("a", Text("1")).ok());

  EXPECT_EQ(**cache.Get("a"), "1");
}

TEST(ComputedKeyTest, NamesEverythingAValueWasComputedFrom) {
  const std::string key = ComputedKey("document", "0123456789abcdef9999",
                                      {.number = 7, .identity = "3f0c"}, "entities/1/reports/2023");

  EXPECT_EQ(key, "sos:2:document:0123456789abcdef:3f0c:entities/1/reports/2023")
      << "and not the number, which may be given again";
}

}  // namespace
}  // namespace sos
