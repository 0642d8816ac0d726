// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/evidence.h"

#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

constexpr Indicator kLanguageArts = Indicator::kEnglishLanguageArts;

Performance Red() {
  return {.origin = Origin::kResult,
          .colors = kRedColor,
          .status_levels = Bit(1),
          .status_tenths = -962,
          .change_tenths = 0,
          .student_count = 30};
}

TEST(EvidenceTest, AKnownPerformanceHasItsColorLevelAndNumbers) {
  const v1::Evidence evidence = ToEvidence(kLanguageArts, Red());
  EXPECT_EQ(evidence.indicator(), education::v1::INDICATOR_ENGLISH_LANGUAGE_ARTS);
  EXPECT_EQ(evidence.origin(), v1::Evidence::ORIGIN_RESULT);
  EXPECT_EQ(evidence.color(), education::v1::COLOR_RED);
  EXPECT_EQ(evidence.status_level(), 1);
  EXPECT_EQ(evidence.status().value(), "-96.2");
  EXPECT_EQ(evidence.change().value(), "0.0") << "no change is a change that is known";
  EXPECT_EQ(evidence.student_count(), 30);
}

TEST(EvidenceTest, OfSeveralPossibleColorsNoneIsSaid) {
  const v1::Evidence evidence =
      ToEvidence(kLanguageArts, {.origin = Origin::kRedList,
                                 .colors = static_cast<Mask>(kAllValues & ~kRedColor),
                                 .status_levels = Bit(1) | Bit(2)});
  EXPECT_EQ(evidence.color(), education::v1::COLOR_UNSPECIFIED);
  EXPECT_EQ(evidence.status_level(), 0);
  EXPECT_FALSE(evidence.has_status());
  EXPECT_FALSE(evidence.has_change());
  EXPECT_EQ(evidence.student_count(), kNoStudents);
}

TEST(EvidenceTest, SaysInWordsWhatIsKnown) {
  EXPECT_EQ(EvidenceWords(kLanguageArts, Red(), false), "ELA Red (-96.2)");
  EXPECT_EQ(EvidenceWords(kLanguageArts, Red(), true), "ELA status level 1 (-96.2)");
  Performance not_red = Red();
  not_red.colors = static_cast<Mask>(kAllValues & ~kRedColor);
  not_red.status_levels = static_cast<Mask>(kAllValues & ~Bit(1));
  not_red.status_tenths = kNoTenths;
  EXPECT_EQ(EvidenceWords(kLanguageArts, not_red, false), "ELA not Red");
  EXPECT_EQ(EvidenceWords(kLanguageArts, not_red, true), "ELA above the lowest level");
}

TEST(EvidenceTest, SaysInWordsWhyNothingIsKnown) {
  Performance performance = Red();
  performance.origin = Origin::kMissing;
  EXPECT_EQ(EvidenceWords(kLanguageArts, performance, false), "ELA not submitted");
  performance.origin = Origin::kNoRow;
  EXPECT_EQ(EvidenceWords(kLanguageArts, performance, false), "ELA no such row");
  performance.origin = Origin::kResult;
  performance.undetermined = true;
  EXPECT_EQ(EvidenceWords(kLanguageArts, performance, false), "ELA undetermined");
}

}  // namespace
}  // namespace sos::eligibility
