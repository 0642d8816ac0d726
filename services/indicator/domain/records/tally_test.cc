#include "services/indicator/domain/records/tally.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

constexpr int64_t kFirst = 1611190000001;   // A school of district 0161119.
constexpr int64_t kSecond = 1611190000002;  // Another.
constexpr int64_t kCharter = 1611190000003;
constexpr int64_t kAlbany = 1611270000001;  // A school of district 0161127.

constexpr char kAlameda[] = "01611190000000";
constexpr char kAlbanyDistrict[] = "01611270000000";
constexpr char kCounty[] = "01000000000000";
constexpr char kStateCode[] = "00000000000000";

const Schools& TheSchools() {
  static const auto* const kSchools =
      new Schools{{kFirst, {.cds = *CdsCode::Parse("01611190000001")}},
                  {kSecond, {.cds = *CdsCode::Parse("01611190000002")}},
                  {kCharter, {.cds = *CdsCode::Parse("01611190000003"), .charter = true}},
                  {kAlbany, {.cds = *CdsCode::Parse("01611270000001")}}};
  return *kSchools;
}

// Counts students with a day or more in the numerator.
Rollup Count(const std::vector<std::vector<Share>>& shares) {
  return RollUp(shares, TheSchools(), [](const Share& share) {
    return share.days >= kDay ? Standing::kNumerator : Standing::kDenominator;
  });
}

Counts::Count All(const Rollup& rollup, const char* cds, StudentGroup group = StudentGroup::kAll) {
  const auto found = rollup.by_entity.find(*CdsCode::Parse(cds));
  return found == rollup.by_entity.end() ? Counts::Count{}
                                         : found->second.by_group[static_cast<size_t>(group)];
}

TEST(TallyTest, JudgesAgainByTheSumOfALevel) {
  const Rollup rollup = Count({{{.student = 1, .school = kFirst, .days = 60},
                                {.student = 1, .school = kSecond, .days = 40}}});

  EXPECT_EQ(All(rollup, "01611190000001"), (Counts::Count{0, 1}));
  EXPECT_EQ(All(rollup, "01611190000002"), (Counts::Count{0, 1}));
  EXPECT_EQ(All(rollup, kAlameda), (Counts::Count{1, 1})) << "not the sum of its schools";
}

TEST(TallyTest, CountsAStudentOfTwoDistrictsOnceInCountyAndState) {
  const Rollup rollup = Count({{{.student = 1, .school = kFirst, .days = 50}},
                               {{.student = 1, .school = kAlbany, .days = 50}}});

  EXPECT_EQ(All(rollup, kAlameda), (Counts::Count{0, 1}));
  EXPECT_EQ(All(rollup, kAlbanyDistrict), (Counts::Count{0, 1}));
  EXPECT_EQ(All(rollup, kCounty), (Counts::Count{1, 1}));
  EXPECT_EQ(All(rollup, kStateCode), (Counts::Count{1, 1}));
}

TEST(TallyTest, KeepsCharterSchoolsOutOfTheDistrictOnly) {
  const Rollup rollup = Count({{{.student = 1, .school = kCharter, .days = kDay}}});

  EXPECT_EQ(All(rollup, "01611190000003"), (Counts::Count{1, 1}));
  EXPECT_EQ(All(rollup, kAlameda), (Counts::Count{0, 0}));
  EXPECT_EQ(All(rollup, kCounty), (Counts::Count{1, 1}));
}

TEST(TallyTest, CountsAtTheAccountableDistrictInsteadOfTheOneAttended) {
  const Rollup rollup =
      Count({{{.student = 1, .school = kFirst, .days = kDay, .accountable_district = 161127}}});

  EXPECT_EQ(All(rollup, "01611190000001"), (Counts::Count{1, 1})) << "the school stays";
  EXPECT_EQ(All(rollup, kAlameda), (Counts::Count{0, 0}));
  EXPECT_EQ(All(rollup, kAlbanyDistrict), (Counts::Count{1, 1}));
}

TEST(TallyTest, TakesTheRaceOfTheLatestSchoolAndTheGroupsOfAll) {
  const Rollup rollup = Count(
      {{{.student = 1,
         .school = kFirst,
         .since = 1,
         .groups = GroupSet(StudentGroup::kHomeless),
         .race = GroupSet(StudentGroup::kWhite)},
        {.student = 1, .school = kSecond, .since = 2, .race = GroupSet(StudentGroup::kAsian)}}});

  EXPECT_EQ(All(rollup, kAlameda, StudentGroup::kAsian).denominator, 1);
  EXPECT_EQ(All(rollup, kAlameda, StudentGroup::kWhite).denominator, 0);
  EXPECT_EQ(All(rollup, kAlameda, StudentGroup::kHomeless).denominator, 1);
}

TEST(TallyTest, LeavesOutAndCountsSharesOfUnknownSchools) {
  const Rollup rollup = Count({{{.student = 1, .school = 99}}});

  EXPECT_EQ(rollup.unknown_school_shares, 1);
  EXPECT_TRUE(rollup.by_entity.empty() || All(rollup, kStateCode).denominator == 0);
}

}  // namespace
}  // namespace sos::indicator::records
