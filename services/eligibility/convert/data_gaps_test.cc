// SPDX-License-Identifier: Apache-2.0
#include "services/eligibility/convert/data_gaps.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/eligibility/domain/reasons.h"

namespace sos::eligibility {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kGapYear = 2024;

class DataGapsTest : public testing::Test {
 protected:
  // A test on suspension that found this performance, as a part of the eligibility.
  void Observed(const Performance& performance, StudentGroup group = StudentGroup::kHomeless,
                Outcome outcome = Outcome::kInsufficientData) {
    performances_.push_back(std::make_unique<Performance>(performance));
    Finding finding = Stated("priority-6", outcome);
    finding.observed.push_back({.test = &suspension_,
                                .performance = performances_.back().get(),
                                .group = group,
                                .dashboard_year = kGapYear,
                                .outcome = outcome});
    determination_.root.parts.push_back(std::move(finding));
  }
  void Missing(Silence silence, StudentGroup group = StudentGroup::kHomeless) {
    Observed({.origin = Origin::kMissing, .silence = silence}, group);
  }
  // A step that is open for that reason and rests on nothing else.
  void Open(std::string rule, absl::string_view reason) {
    determination_.root.parts.push_back(
        Stated(std::move(rule), Outcome::kInsufficientData, reason));
  }

  std::vector<v1::DataGap> Gaps() const {
    DataGaps gaps;
    AddDataGaps(determination_, history_, rulebook_, gaps);
    return {gaps.begin(), gaps.end()};
  }

  const eligibility::Test suspension_{.indicator = Indicator::kSuspension, .colors = kRedColor};
  std::vector<std::unique_ptr<Performance>> performances_;
  EntityHistory history_{.cds = *CdsCode::Parse("01611190000000")};
  Rulebook rulebook_{.program = Program::kLcff, .dashboard_year = kGapYear, .rules = LcffRules{}};
  Determination determination_;
};

TEST_F(DataGapsTest, NamesTheFileOfTheYearWithTheGroupsThatWaitForIt) {
  Missing(Silence::kNotLoaded, StudentGroup::kHomeless);
  Missing(Silence::kNotLoaded, StudentGroup::kWhite);
  const std::vector<v1::DataGap> gaps = Gaps();
  ASSERT_EQ(gaps.size(), 1U) << "one file, one gap";
  EXPECT_EQ(gaps[0].dashboard_year(), kGapYear);
  EXPECT_EQ(gaps[0].file(), "suspdownload2024.txt");
  EXPECT_EQ(gaps[0].indicator(), education::v1::INDICATOR_SUSPENSION);
  EXPECT_THAT(gaps[0].student_groups(), ElementsAre(education::v1::STUDENT_GROUP_WHITE,
                                                    education::v1::STUDENT_GROUP_HOMELESS));
  EXPECT_THAT(gaps[0].reason(), HasSubstr("suspdownload2024.txt is not loaded"));
  EXPECT_THAT(gaps[0].remedy(), HasSubstr("Load suspdownload2024.txt"));
}

TEST_F(DataGapsTest, WhatIsDecidedHasNoGap) {
  Observed({.origin = Origin::kMissing}, StudentGroup::kHomeless, Outcome::kNotMet);
  EXPECT_THAT(Gaps(), IsEmpty());

  // An open part of a decided whole is an answer of its own, such as a method or a duty.
  Missing(Silence::kNotLoaded);
  determination_.root.outcome = Outcome::kMet;
  EXPECT_EQ(Gaps().size(), 1U);

  // What is open below a part that is decided all the same matters to nobody.
  determination_.root.parts.back().outcome = Outcome::kMet;
  EXPECT_THAT(Gaps(), IsEmpty());
}

TEST_F(DataGapsTest, DifferentReasonsOfOneFileAreDifferentGaps) {
  Missing(Silence::kNotLoaded, StudentGroup::kHomeless);
  Missing(Silence::kNoSuchGroup, StudentGroup::kWhite);
  EXPECT_EQ(Gaps().size(), 2U);
}

TEST_F(DataGapsTest, SaysWhereARefusedRowStands) {
  Missing(Silence::kRefused);
  history_.years[kGapYear].refused[Indicator::kSuspension] = {.file = "mine.txt", .line = 12};
  const std::vector<v1::DataGap> gaps = Gaps();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_THAT(gaps[0].reason(), HasSubstr("mine.txt, line 12"));
  EXPECT_THAT(gaps[0].remedy(), HasSubstr("load the file again"));
  EXPECT_THAT(gaps[0].remedy(), Not(HasSubstr("suspdownload")));
}

TEST_F(DataGapsTest, NoFileMendsAResultThatItsRulesLeaveOpen) {
  Observed({.origin = Origin::kResult, .undetermined = true});
  const std::vector<v1::DataGap> gaps = Gaps();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_THAT(gaps[0].reason(), HasSubstr("undetermined by its rules"));
  EXPECT_EQ(gaps[0].remedy(), "");
}

TEST_F(DataGapsTest, AsksForTheRowsOfSuchEntities) {
  history_.kind = EntityKind::kSchool;
  Missing(Silence::kNoSuchEntities);
  const std::vector<v1::DataGap> gaps = Gaps();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_THAT(gaps[0].reason(), HasSubstr("no school rows"));
  EXPECT_THAT(gaps[0].remedy(), HasSubstr("with school rows"));
}

TEST_F(DataGapsTest, ALocalIndicatorWaitsForItsListInEachYearThatTheRuleLooksAt) {
  Open("local-indicator-2", reason::kLocalIndicatorsMissing);
  EXPECT_EQ(Gaps().size(), 1U);
  EXPECT_EQ(Gaps()[0].file(), "Pr22024.txt");

  rulebook_.rules = LcffRules{.local_rule = LocalRule{.preceding_year = 2023}};
  ASSERT_EQ(Gaps().size(), 2U);
  EXPECT_EQ(Gaps()[0].file(), "Pr22023.txt");

  history_.years[2023].local_ratings[2] = LocalRating::kNotMet;
  history_.years[kGapYear].local_covered[2] = true;
  EXPECT_THAT(Gaps(), IsEmpty()) << "one rating is known; of the other year the list is loaded";
}

TEST_F(DataGapsTest, WhatAFindingRestsOnIsOfItsYear) {
  Finding before = Step("year", Combination::kAllOf);
  before.dashboard_year = 2022;
  before.parts.push_back(Stated("history", Outcome::kInsufficientData, reason::kHistoryMissing));
  determination_.further.push_back(std::move(before));
  const std::vector<v1::DataGap> gaps = Gaps();
  ASSERT_EQ(gaps.size(), 1U);
  EXPECT_EQ(gaps[0].dashboard_year(), 2022);
  EXPECT_EQ(gaps[0].file(), "assistancestatus22.xlsx");
}

TEST_F(DataGapsTest, TheReasonOfAWholeDeterminationNamesItsListOnlyWhereItIsOpen) {
  determination_.root.outcome = Outcome::kNotMet;
  determination_.reason = reason::kMultiplierDataMissing;
  determination_.eligibility = Outcome::kNotMet;
  EXPECT_THAT(Gaps(), IsEmpty());
  determination_.eligibility = Outcome::kInsufficientData;
  ASSERT_EQ(Gaps().size(), 1U);
  EXPECT_EQ(Gaps()[0].file(), "the LCFF Equity Multiplier file of 2024");
}

}  // namespace
}  // namespace sos::eligibility
