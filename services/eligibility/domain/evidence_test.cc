// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/domain/evidence.h"

#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

TEST(EvidenceTest, OfAYearThatIsNotThereEverythingIsUnknown) {
  const EntityHistory history;
  const EntityYear& year = history.YearOf(2024);
  for (const Performance& performance : year.EvidenceOf(StudentGroup::kHomeless)) {
    EXPECT_EQ(performance.origin, Origin::kMissing);
    EXPECT_EQ(performance.colors, kAllValues);
    EXPECT_EQ(performance.status_levels, kAllValues);
  }
  EXPECT_EQ(year.late_certification, Outcome::kInsufficientData);
  EXPECT_FALSE(year.published);
}

TEST(EvidenceTest, AYearIsThatOfItsNumberAlone) {
  EntityHistory history;
  history.years[2024].enrollment = 12;
  EXPECT_EQ(history.YearOf(2024).enrollment, 12);
  EXPECT_EQ(history.YearOf(2023).enrollment, kNoStudents);
}

TEST(EvidenceTest, AGroupWithoutEvidenceOfItsOwnHasThatOfAll) {
  EntityYear year;
  year.default_evidence.fill({.origin = Origin::kNoRow});
  year.groups[StudentGroup::kAsian].fill({.origin = Origin::kResult});
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kAsian)[0].origin, Origin::kResult);
  EXPECT_EQ(year.EvidenceOf(StudentGroup::kHomeless)[0].origin, Origin::kNoRow);
}

}  // namespace
}  // namespace sos::eligibility
