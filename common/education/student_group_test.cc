// SPDX-License-Identifier: Apache-2.0
#include "common/education/student_group.h"

#include <optional>

#include "common/education/dashboard_year.h"
#include "common/education/indicator.h"
#include "gtest/gtest.h"

namespace sos {
namespace {

TEST(CodeListTest, EveryGroupReadsBackFromItsCodeAndItsLabel) {
  for (const CodeEntry<StudentGroup>& entry : kStudentGroups) {
    EXPECT_EQ(ParseStudentGroup(entry.code), entry.value);
    EXPECT_EQ(ParseStudentGroup(entry.label), entry.value);
    EXPECT_EQ(kStudentGroups.Code(entry.value), entry.code);
  }
}

TEST(CodeListTest, EveryIndicatorReadsBackFromItsCode) {
  for (const CodeEntry<Indicator>& entry : kIndicators) {
    EXPECT_EQ(kIndicators.FromCode(entry.code), entry.value);
    EXPECT_EQ(kIndicators.Label(entry.value), entry.label);
  }
}

TEST(CodeListTest, ReadsTheOtherSpellingsOfPublishedFiles) {
  EXPECT_EQ(ParseStudentGroup("TOM"), StudentGroup::kTwoOrMoreRaces);
  EXPECT_EQ(ParseStudentGroup("LT EL"), StudentGroup::kLongTermEnglishLearners);
  EXPECT_EQ(ParseStudentGroup("el"), StudentGroup::kEnglishLearners);
  EXPECT_EQ(ParseStudentGroup("XX"), std::nullopt);
}

TEST(DashboardYearTest, ReadsFallOf2017AndRefusesTheSpringFieldTest) {
  EXPECT_EQ(ParseDashboardYear("2017f"), 2017);
  EXPECT_EQ(ParseDashboardYear("2023"), 2023);
  EXPECT_EQ(ParseDashboardYear("2017s"), std::nullopt);
  EXPECT_EQ(ParseDashboardYear("2016"), std::nullopt);
  EXPECT_EQ(ParseDashboardYear("23"), std::nullopt);
}

}  // namespace
}  // namespace sos
