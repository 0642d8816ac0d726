// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/tally.h"

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

// The numbers of the schools below, in the order of their codes.
constexpr int32_t kFirst = 0;
constexpr int32_t kSecond = 1;
constexpr int32_t kCharter = 2;
constexpr int32_t kAlbany = 3;
constexpr int32_t kAlpine = 4;

constexpr char kFirstSchool[] = "01611190000001";
constexpr char kAlameda[] = "01611190000000";
constexpr char kAlbanyDistrict[] = "01611270000000";
constexpr char kAlpineDistrict[] = "02613330000000";
constexpr char kCounty[] = "01000000000000";
constexpr char kStateCode[] = "00000000000000";

CdsCode Cds(const char* text) { return *CdsCode::Parse(text); }

const Schools& TheSchools() {
  static const auto* const kSchools =
      new Schools(std::vector<School>{{.cds = Cds(kFirstSchool)},
                                      {.cds = Cds("01611190000002")},
                                      {.cds = Cds("01611190000003"), .charter = true},
                                      {.cds = Cds("01611270000001")},
                                      {.cds = Cds("02613330000001")}});
  return *kSchools;
}

// Counts students with a day or more in the numerator.
Tally MakeTally() {
  return Tally(&TheSchools(), [](const Share& share) {
    return share.days >= kDay ? Standing::kNumerator : Standing::kDenominator;
  });
}

CountsByEntity Count(SharesByLea shares, int workers = 1) {
  Tally tally = MakeTally();
  tally.Replace(std::move(shares), workers);
  return tally.Snapshot();
}

Counts::Count All(const CountsByEntity& counts, const char* cds,
                  StudentGroup group = StudentGroup::kAll) {
  const auto found = counts.find(Cds(cds));
  return found == counts.end() ? Counts::Count{}
                               : found->second.by_group[static_cast<size_t>(group)];
}

TEST(TallyTest, JudgesAgainByTheSumOfALevel) {
  const CountsByEntity counts = Count({{Cds(kAlameda),
                                        {{.student = 1, .school = kFirst, .days = 60},
                                         {.student = 1, .school = kSecond, .days = 40}}}});

  EXPECT_EQ(All(counts, kFirstSchool), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, "01611190000002"), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, kAlameda), (Counts::Count{1, 1})) << "not the sum of its schools";
}

TEST(TallyTest, WhoIsLeftOutIsToldApartWithThePointsThatThereCanBe) {
  PointRanges ranges;
  ranges[3] = {.least = -300, .most = 200};
  Tally tally(&TheSchools(), [](const Share& share) { return share.in_cohort; },
              {.ranges = ranges});
  const auto alternate = [](int64_t student, Grade grade, int32_t points) {
    return Share{.student = student,
                 .school = kFirst,
                 .groups = GroupSet(StudentGroup::kHomeless),
                 .grade = grade,
                 .in_cohort = Standing::kAlternateAssessment,
                 .to_be_tested = true,
                 .tested = true,
                 .points = points};
  };
  SharesByLea shares;
  shares[Cds(kAlameda)] = {alternate(1, 3, -65), alternate(2, 3, kNoStandIn),
                           alternate(3, 4, kNoStandIn)};
  tally.Replace(shares, 1);
  const Counts::Count expected{.to_be_tested = 3,
                               .tested = 3,
                               .left_out = 3,
                               .least_tenths = 2 * -3000,
                               .most_tenths = 2 * 2000,
                               .stand_in_tenths = -650,
                               .stood_in = 1};
  EXPECT_EQ(All(tally.Snapshot(), kAlameda), expected);
  EXPECT_EQ(All(tally.Snapshot(), kAlameda, StudentGroup::kHomeless), expected);
  shares[Cds(kAlameda)].clear();
  tally.Replace(shares, 1);
  EXPECT_EQ(All(tally.Snapshot(), kAlameda), Counts::Count{}) << "taken back whole";
}

TEST(TallyTest, CountsAStudentOfTwoDistrictsOnceInCountyAndState) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda), {{.student = 1, .school = kFirst, .days = 50}}},
             {Cds(kAlbanyDistrict), {{.student = 1, .school = kAlbany, .days = 50}}}});

  EXPECT_EQ(All(counts, kAlameda), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, kAlbanyDistrict), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, kCounty), (Counts::Count{1, 1}));
  EXPECT_EQ(All(counts, kStateCode), (Counts::Count{1, 1}));
}

TEST(TallyTest, CountsAStudentInTwoCountiesInBothAndOnceInTheState) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda), {{.student = 1, .school = kFirst, .days = kDay}}},
             {Cds(kAlpineDistrict), {{.student = 1, .school = kAlpine}}}});

  EXPECT_EQ(All(counts, kCounty), (Counts::Count{1, 1}));
  EXPECT_EQ(All(counts, "02000000000000"), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, kStateCode), (Counts::Count{1, 1}));
}

TEST(TallyTest, KeepsCharterSchoolsOutOfTheDistrictOnly) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda), {{.student = 1, .school = kCharter, .days = kDay}}}});

  EXPECT_EQ(All(counts, "01611190000003"), (Counts::Count{1, 1}));
  EXPECT_EQ(All(counts, kAlameda), (Counts::Count{0, 0}));
  EXPECT_EQ(All(counts, kCounty), (Counts::Count{1, 1}));
}

TEST(TallyTest, CountsAtTheAccountableDistrictInsteadOfTheOneAttended) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda),
              {{.student = 1, .school = kFirst, .accountable_district = 161127, .days = kDay}}}});

  EXPECT_EQ(All(counts, kFirstSchool), (Counts::Count{1, 1})) << "the school stays";
  EXPECT_EQ(All(counts, kAlameda), (Counts::Count{0, 0}));
  EXPECT_EQ(All(counts, kAlbanyDistrict), (Counts::Count{1, 1}));
}

TEST(TallyTest, ACountyIsNoAccountableDistrict) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda),
              {{.student = 1, .school = kFirst, .accountable_district = 100'000, .days = 60}}}});

  EXPECT_EQ(All(counts, kAlameda), (Counts::Count{0, 1}));
  EXPECT_EQ(All(counts, kCounty), (Counts::Count{0, 1})) << "counted once, with its 0.6 days";
}

TEST(TallyTest, TwoReportsOfOneSchoolCountTheSameInAnyOrder) {
  const Share white{.student = 1, .school = kFirst, .groups = GroupSet(StudentGroup::kWhite)};
  const Share asian{.student = 1, .school = kFirst, .groups = GroupSet(StudentGroup::kAsian)};

  EXPECT_EQ(Count({{Cds(kAlameda), {white}}, {Cds("01611190000003"), {asian}}}),
            Count({{Cds(kAlameda), {asian}}, {Cds("01611190000003"), {white}}}));
}

TEST(TallyTest, TakesTheRaceOfTheLatestSchoolAndTheGroupsOfAll) {
  const CountsByEntity counts =
      Count({{Cds(kAlameda),
              {{.student = 1,
                .school = kFirst,
                .since = 1,
                .groups = GroupSet(StudentGroup::kHomeless) | GroupSet(StudentGroup::kWhite)},
               {.student = 1,
                .school = kSecond,
                .since = 2,
                .groups = GroupSet(StudentGroup::kAsian)}}}});

  EXPECT_EQ(All(counts, kAlameda, StudentGroup::kAsian).denominator, 1);
  EXPECT_EQ(All(counts, kAlameda, StudentGroup::kWhite).denominator, 0);
  EXPECT_EQ(All(counts, kAlameda, StudentGroup::kHomeless).denominator, 1);
}

TEST(TallyTest, ForgetsAnLeaThatIsTakenOut) {
  Tally tally = MakeTally();
  tally.Replace({{Cds(kAlameda), {{.student = 1, .school = kFirst}}},
                 {Cds(kAlbanyDistrict), {{.student = 1, .school = kAlbany}}}},
                1);

  tally.Replace({{Cds(kAlameda), {}}}, 1);

  EXPECT_EQ(tally.Snapshot(), Count({{Cds(kAlbanyDistrict), {{.student = 1, .school = kAlbany}}}}));
}

// Shares of `students` students who move between the schools of three LEAs.
SharesByLea RandomShares(uint32_t seed, int students) {
  std::minstd_rand random(seed);
  SharesByLea shares;
  for (int64_t student = 1; student <= students; ++student) {
    for (const int32_t school : {kFirst, kSecond, kCharter, kAlbany, kAlpine}) {
      if (random() % 3 != 0) continue;
      const CdsCode lea = TheSchools()[school].cds.Lea();
      shares[lea].push_back({.student = student,
                             .school = school,
                             .accountable_district = random() % 9 == 0 ? 161127 : 0,
                             .days = static_cast<Days>(random() % 150),
                             .since = static_cast<int32_t>(random() % 5),
                             .groups = GroupSet(static_cast<StudentGroup>(random() % 9 + 1))});
    }
  }
  return shares;
}

TEST(TallyTest, ChangingOneLeaAfterTheOtherCountsAsIfAllHadComeAtOnce) {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Tally tally = MakeTally();
    tally.Replace(RandomShares(seed + 100, 300), 1);
    const SharesByLea wanted = RandomShares(seed, 200);

    for (const auto& [lea, shares] : wanted) tally.Replace({{lea, shares}}, 2);

    EXPECT_EQ(tally.Snapshot(), Count(wanted));
  }
}

TEST(TallyTest, TheNumberOfWorkersChangesNothing) {
  // More students than one range has.
  const SharesByLea shares = RandomShares(7, 200'000);
  const CountsByEntity by_one = Count(shares, 1);

  EXPECT_EQ(Count(shares, 2), by_one);
  EXPECT_EQ(Count(shares, 7), by_one);
  std::set<int64_t> students;
  for (const auto& [lea, of_lea] : shares) {
    for (const Share& share : of_lea) students.insert(share.student);
  }
  EXPECT_EQ(All(by_one, kStateCode).denominator, students.size());
}

}  // namespace
}  // namespace sos::indicator::records
