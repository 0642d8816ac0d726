// SPDX-License-Identifier: Apache-2.0
#include "common/column/column.h"

#include <limits>
#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::column {
namespace {

using ::testing::ElementsAre;

constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();
constexpr int64_t kGreatest = std::numeric_limits<int64_t>::max();

std::vector<int64_t> Repacked(const std::vector<int64_t>& values) {
  const PackedNumbers packed = PackNumbers(values);
  return *UnpackNumbers(packed.width, packed.base, packed.bytes,
                        static_cast<int64_t>(values.size()));
}

TEST(ColumnTest, TakesNoBytesWhereAllRowsAreTheSame) {
  const PackedNumbers packed = PackNumbers({7, 7, 7});

  EXPECT_EQ(packed.width, 0);
  EXPECT_EQ(packed.bytes, "");
  EXPECT_THAT(*UnpackNumbers(packed.width, packed.base, packed.bytes, 3), ElementsAre(7, 7, 7));
}

TEST(ColumnTest, UsesTheFewestBytesThatTheSpreadNeeds) {
  EXPECT_EQ(PackNumbers({1000, 1255}).width, 1);
  EXPECT_EQ(PackNumbers({1000, 1256}).width, 2);
  EXPECT_EQ(PackNumbers({-1, 65535}).width, 4);
  EXPECT_EQ(PackNumbers({0, int64_t{1} << 32}).width, 8);
}

TEST(ColumnTest, GivesBackWhatItWasGiven) {
  EXPECT_THAT(Repacked({}), ElementsAre());
  EXPECT_THAT(Repacked({-1, 0, 254}), ElementsAre(-1, 0, 254));
  EXPECT_THAT(Repacked({8000000001, 8000000000, 8000000700}),
              ElementsAre(8000000001, 8000000000, 8000000700));
  EXPECT_THAT(Repacked({kLeast, 0, kGreatest}), ElementsAre(kLeast, 0, kGreatest));
}

TEST(ColumnTest, RefusesFewerRowsThanItIsToldOf) {
  const PackedNumbers packed = PackNumbers({1, 2, 3});

  EXPECT_EQ(UnpackNumbers(packed.width, packed.base, packed.bytes, 4).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(UnpackNumbers(packed.width, packed.base, packed.bytes, 2).status().code(),
            absl::StatusCode::kDataLoss);
}

TEST(ColumnTest, RefusesDamagedBytes) {
  PackedNumbers packed = PackNumbers({1, 2, 3});
  packed.bytes.resize(packed.bytes.size() - 1);

  EXPECT_EQ(UnpackNumbers(packed.width, packed.base, packed.bytes, 3).status().code(),
            absl::StatusCode::kDataLoss);
  EXPECT_EQ(UnpackNumbers(3, 0, "", 3).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(UnpackNumbers(1, 0, "", kMaxRows + 1).status().code(), absl::StatusCode::kDataLoss);
}

TEST(ColumnTest, GivesBackText) {
  const std::string packed = PackText("a1\n\nb\n");

  EXPECT_THAT(*UnpackText(packed, 3), ElementsAre("a1", "", "b"));
  EXPECT_EQ(UnpackText(packed, 2).status().code(), absl::StatusCode::kDataLoss);
}

TEST(ColumnTest, BytesComeBackUpToTheirLimit) {
  const std::string bytes("a\0b\n\xff", 5);

  EXPECT_EQ(*UnpackBytes(PackBytes(bytes), 5), bytes);
  EXPECT_EQ(*UnpackBytes(PackBytes(""), 0), "");
  EXPECT_THAT(UnpackBytes(PackBytes(bytes), 4),
              test_util::IsError(absl::StatusCode::kDataLoss, ""));
  EXPECT_THAT(UnpackBytes("no frame", 100), test_util::IsError(absl::StatusCode::kDataLoss, ""));
}

}  // namespace
}  // namespace sos::column
