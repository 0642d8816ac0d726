// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/indicator/domain/students/share.h"
#include "services/indicator/domain/students/tally.h"

namespace sos::indicator::records {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int64_t kFirstSchool = 1611190000001;
constexpr int64_t kSecondSchool = 1611190000002;
constexpr int64_t kElsewhere = 1612590000001;
constexpr int64_t kEnglishLearner = 2;

const Schools& TheSchools() {
  static const auto* const kSchools =
      new Schools(std::vector<School>{{.cds = *CdsCode::Parse("01611190000001")},
                                      {.cds = *CdsCode::Parse("01611190000002")},
                                      {.cds = *CdsCode::Parse("01612590000001")}});
  return *kSchools;
}

LanguageProgressRules Rules() {
  return {.summative = {{1, 12, 1150, {1448, 1488, 1535}, 1800}},
          .alternate = {{1, 12, 501, {544, 560}, 599}},
          .minimum_tested_thousandths = 945};
}

// Scores of English learners in grade 4.
class Scores {
 public:
  Scores& Add(int64_t student, int64_t before, int64_t now, int64_t school = kFirstSchool,
              int64_t status = kEnglishLearner) {
    table_.student.push_back(student);
    table_.grade.push_back(4);
    table_.enrolled_school.push_back(school);
    table_.score.push_back(now);
    table_.language_status.push_back(status);
    table_.language_start.push_back(kNoDate);
    table_.prior_grade.push_back(3);
    table_.prior_score.push_back(before);
    return *this;
  }
  LanguageTestTable& table() { return table_; }

  std::vector<Share> Shares() const {
    LeaRecords records{.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = 2024};
    records.language_tests = table_;
    const EnrollmentRules enrollment{.special_education_district_accountable = true};
    const Membership membership(
        {{.group = StudentGroup::kEnglishLearners, .language_statuses = {"EL"}},
         {.group = StudentGroup::kLongTermEnglishLearners,
          .language_statuses = {"EL"},
          .minimum_language_years = 7}});
    return LanguageShares(records, {TheSchools(), enrollment, membership}, Rules());
  }

 private:
  LanguageTestTable table_;
};

Counts::Count CountOf(const Scores& scores, const char* entity = "01611190000000") {
  Tally tally(&TheSchools(), [](const Share& share) { return share.in_cohort; },
              {.minimum_tested_thousandths = 945});
  tally.Replace({{*CdsCode::Parse("01611190000000"), scores.Shares()}}, 1);
  const CountsByEntity counts = tally.Snapshot();
  const auto found = counts.find(*CdsCode::Parse(entity));
  return found == counts.end()
             ? Counts::Count()
             : found->second.by_group[static_cast<size_t>(StudentGroup::kEnglishLearners)];
}

TEST(LanguageShareTest, EachEnglishLearnerWithTwoScoresStandsInTheRate) {
  Scores scores;
  for (int i = 1; i <= 18; ++i) scores.Add(i, 1400, 1448);
  scores.Add(19, 1448, 1448).Add(20, 0, 1448);
  const Counts::Count count = CountOf(scores);
  EXPECT_EQ(count.numerator, 18);
  EXPECT_EQ(count.denominator, 19) << "one has no score of the year before";
  EXPECT_EQ(count.to_be_tested, 20);
  EXPECT_EQ(count.tested, 20);
}

TEST(LanguageShareTest, WhoWasNotTestedIsAddedToTheDenominatorUntilNinetyFivePercent) {
  Scores scores;
  for (int i = 1; i <= 15; ++i) scores.Add(i, 1400, 1448);
  for (int i = 16; i <= 20; ++i) scores.Add(i, 1400, 0);
  EXPECT_EQ(CountOf(scores).denominator, 15 + 4) << "18.9 of 20 are 19, and 15 were tested";
}

TEST(LanguageShareTest, ReclassifiedStudentsAndOthersAreNoEnglishLearners) {
  Scores scores;
  for (const int64_t status : {0, 1, 3, 4, 5}) scores.Add(status, 1400, 1448, kFirstSchool, status);
  EXPECT_THAT(scores.Shares(), IsEmpty());
}

TEST(LanguageShareTest, AScoreCountsWhereTheTestWasFinishedAndElsewhereIsNotOurs) {
  Scores scores;
  scores.Add(1, 1400, 1448).Add(2, 1400, 1448, kElsewhere).Add(3, 1400, 1448, kElsewhere);
  scores.table().tested_school = {0, kSecondSchool, 0};
  const std::vector<Share> shares = scores.Shares();
  ASSERT_THAT(shares, SizeIs(2));
  EXPECT_EQ(TheSchools()[shares[0].school].cds.Number(), kFirstSchool);
  EXPECT_EQ(TheSchools()[shares[1].school].cds.Number(), kSecondSchool);
}

TEST(LanguageShareTest, AnotherLeaMayBeAccountable) {
  Scores scores;
  scores.Add(1, 1400, 1448);
  scores.table().accountable_lea = {1612590000000};
  EXPECT_EQ(scores.Shares()[0].accountable_district, 161259);
  EXPECT_EQ(CountOf(scores).denominator, 0) << "the district attended";
  EXPECT_EQ(CountOf(scores, "01612590000000").denominator, 1);
}

TEST(LanguageShareTest, LongTermIsWhoHasBeenALearnerForSevenYears) {
  Scores scores;
  scores.Add(1, 1400, 1448).Add(2, 1400, 1448);
  // 30 June and 1 July 2017, as days since 1970.
  scores.table().language_start = {17347, 17348};
  const std::vector<Share> shares = scores.Shares();
  EXPECT_TRUE(shares[0].groups.Has(StudentGroup::kLongTermEnglishLearners));
  EXPECT_FALSE(shares[1].groups.Has(StudentGroup::kLongTermEnglishLearners));
}

TEST(LanguageShareTest, OfTwoScoresTheOneThatCanBeJudgedCounts) {
  for (const bool judged_first : {true, false}) {
    Scores scores;
    if (judged_first) scores.Add(1, 520, 540);
    scores.Add(1, 0, 1448);
    if (!judged_first) scores.Add(1, 520, 540);
    const std::vector<Share> shares = scores.Shares();
    ASSERT_THAT(shares, SizeIs(1));
    EXPECT_EQ(shares[0].in_cohort, Standing::kNumerator);
  }
}

}  // namespace
}  // namespace sos::indicator::records
