// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/evidence/evidence_set.h"

#include "gtest/gtest.h"

namespace sos::eligibility {
namespace {

constexpr int kYear = 2024;
constexpr auto kSuspensionColumn = static_cast<size_t>(Indicator::kSuspension);
constexpr auto kAbsenceColumn = static_cast<size_t>(Indicator::kChronicAbsenteeism);
const CdsCode kLea = *CdsCode::Parse("99600010000000");

Performance ResultOf(Disclosure disclosure, int students = 100) {
  return {.origin = Origin::kResult, .disclosure = disclosure, .student_count = students};
}

GroupEvidence& GroupIn(Evidence& evidence, StudentGroup group, int year = kYear) {
  EntityHistory& history = evidence.histories[kLea];
  return history.years[year].groups.try_emplace(group).first->second;
}

const Performance& Of(const Evidence& evidence, StudentGroup group, size_t column,
                      int year = kYear) {
  return evidence.histories.at(kLea).YearOf(year).EvidenceOf(group)[column];
}

TEST(DisclosedAsStoredTest, AChangeOpensNothing) {
  Evidence stored;
  Evidence changed;
  for (const auto& [group, disclosure] :
       {std::pair(StudentGroup::kAll, Disclosure::kShown),
        std::pair(StudentGroup::kAsian, Disclosure::kChangeWithheld),
        std::pair(StudentGroup::kWhite, Disclosure::kWithheld)}) {
    GroupIn(stored, group)[kSuspensionColumn] = ResultOf(disclosure);
    GroupIn(changed, group)[kSuspensionColumn] = ResultOf(Disclosure::kShown, 7);
  }
  const auto disclosed = DisclosedAsStored(stored, changed);
  EXPECT_EQ(Of(*disclosed, StudentGroup::kAll, kSuspensionColumn), ResultOf(Disclosure::kShown, 7));
  EXPECT_EQ(Of(*disclosed, StudentGroup::kAsian, kSuspensionColumn),
            ResultOf(Disclosure::kChangeWithheld, 7));
  EXPECT_EQ(Of(*disclosed, StudentGroup::kWhite, kSuspensionColumn),
            ResultOf(Disclosure::kWithheld, 7));
}

TEST(DisclosedAsStoredTest, AResultThatIsNotStoredIsWithheld) {
  Evidence changed;
  GroupIn(changed, StudentGroup::kAll)[kSuspensionColumn] = ResultOf(Disclosure::kShown);
  EXPECT_EQ(Of(*DisclosedAsStored({}, changed), StudentGroup::kAll, kSuspensionColumn).disclosure,
            Disclosure::kWithheld)
      << "the entity is not";
  Evidence stored;
  GroupIn(stored, StudentGroup::kAll)[kAbsenceColumn] = ResultOf(Disclosure::kShown);
  EXPECT_EQ(
      Of(*DisclosedAsStored(stored, changed), StudentGroup::kAll, kSuspensionColumn).disclosure,
      Disclosure::kWithheld)
      << "the row is not";
}

TEST(DisclosedAsStoredTest, ChangedNumbersProveNothingAboutRowsThatAreMissing) {
  const Performance no_row{.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
  const Performance missing{.origin = Origin::kMissing, .silence = Silence::kIncomplete};
  Evidence stored;
  GroupIn(stored, StudentGroup::kAll)[kSuspensionColumn] = ResultOf(Disclosure::kShown);
  stored.histories[kLea].years[kYear].default_evidence.fill(no_row);
  Evidence changed = stored;
  // With more students in all, the races no longer add up.
  changed.histories[kLea].years[kYear].default_evidence.fill(missing);
  GroupIn(changed, StudentGroup::kWhite).fill(missing);

  const auto disclosed = DisclosedAsStored(stored, changed);
  EXPECT_EQ(Of(*disclosed, StudentGroup::kWhite, kSuspensionColumn), no_row);
  EXPECT_EQ(Of(*disclosed, StudentGroup::kAsian, kSuspensionColumn), no_row);
}

TEST(DisclosedAsStoredTest, AYearOfWhichNothingIsStoredHasTheGapsOfItsEstimates) {
  const Performance no_row{.origin = Origin::kNoRow, .colors = Bit(0), .status_levels = Bit(0)};
  Evidence changed;
  GroupIn(changed, StudentGroup::kAll)[kSuspensionColumn] = ResultOf(Disclosure::kShown);
  changed.histories[kLea].years[kYear].default_evidence.fill(no_row);
  EXPECT_EQ(Of(*DisclosedAsStored({}, changed), StudentGroup::kWhite, kSuspensionColumn), no_row);
}

}  // namespace
}  // namespace sos::eligibility
