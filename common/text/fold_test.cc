// SPDX-License-Identifier: Apache-2.0
#include "common/text/fold.h"

#include <string>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FoldTest, NothingButSignsHasNoWords) {
  EXPECT_THAT(FoldedWords(""), IsEmpty());
  EXPECT_THAT(FoldedWords(" \t-.*[^$]\x1b\x07 "), IsEmpty());
  EXPECT_THAT(FoldedWords(absl::string_view("\0\0", 2)), IsEmpty());
}

TEST(FoldTest, LettersAreSmallAndWithoutAccents) {
  EXPECT_THAT(FoldedWords("Peña PENA Pe\u0301na"), ElementsAre("pena", "pena", "pena"));
  EXPECT_THAT(FoldedWords("ÉCOLE Straße Ångström"), ElementsAre("ecole", "strasse", "angstrom"));
  EXPECT_THAT(FoldedWords("\uff28\uff33"), ElementsAre("hs")) << "wide letters";
}

TEST(FoldTest, SignsEndAWordAndApostrophesDoNot) {
  EXPECT_THAT(FoldedWords("Twin-Rivers/K.8"), ElementsAre("twin", "rivers", "k", "8"));
  EXPECT_THAT(FoldedWords("O'Neill O\u2019Neill"), ElementsAre("oneill", "oneill"));
  EXPECT_THAT(FoldedWords("a\u200fb\u202ec"), ElementsAre("abc"))
      << "marks of direction are not seen";
}

TEST(FoldTest, BytesThatAreNoUtf8EndAWord) {
  EXPECT_THAT(FoldedWords("valley\xff\xfehigh"), ElementsAre("valley", "high"));
  EXPECT_THAT(FoldedWords("valley\xc3"), ElementsAre("valley"));
}

}  // namespace
}  // namespace sos
