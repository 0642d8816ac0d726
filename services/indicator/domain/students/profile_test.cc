// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/profile.h"

#include <vector>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

using enum StudentGroup;

constexpr int kYear = 2024;
constexpr int64_t kStudent = 7;
// June 30, 2018, in days since 1970.
constexpr int64_t kSixYearsBefore = 17712;

// Places of language statuses among those of the records.
constexpr int64_t kEnglishLearnerStatus = 2;

const Schools& TheSchools() {
  static const auto* const kSchools = new Schools(std::vector<School>{
      {.cds = *CdsCode::Parse("01611190000001")}, {.cds = *CdsCode::Parse("01611190000002")}});
  return *kSchools;
}

const Membership& TheMembership() {
  static const auto* const kMembership = new Membership(
      {{.group = kHomeless, .program_codes = {191}, .school_years = 4},
       {.group = kFosterYouth, .program_codes = {190}},
       {.group = kSocioeconomicallyDisadvantaged, .parent_education = {14}},
       {.group = kEnglishLearners, .language_statuses = {"EL"}},
       {.group = kLongTermEnglishLearners,
        .language_statuses = {"EL"},
        .minimum_language_years = 6},
       {.group = kStudentsWithDisabilities, .special_education = true, .school_years = 2}});
  return *kMembership;
}

LeaRecords Records() { return {.lea = *CdsCode::Parse("01611190000000"), .dashboard_year = kYear}; }

// What is known of the student's share at each of the two schools.
std::vector<Share> Profiles(const LeaRecords& records, bool accountable = true) {
  const EnrollmentRules enrollment{.special_education_district_accountable = accountable};
  const ShareContext context{
      .schools = TheSchools(), .enrollment = enrollment, .membership = TheMembership()};
  std::vector<Share> shares = {{.student = kStudent - 1, .school = 0},
                               {.student = kStudent, .school = 0},
                               {.student = kStudent, .school = 1},
                               {.student = kStudent + 1, .school = 0}};
  const std::vector<int> last_years(shares.size(), kYear);
  AddProfiles(records, context, last_years, shares);
  EXPECT_EQ(shares.front().groups, GroupSet()) << "a record is about its student alone";
  EXPECT_EQ(shares.back().groups, GroupSet());
  return {shares[1], shares[2]};
}

void Inform(LeaRecords& records, int year, int64_t school, int64_t races, int64_t hispanic = 0,
            int64_t parent_education = 0) {
  InformationTable& table = records.profiles[year].information;
  table.student.push_back(kStudent);
  table.school.push_back(school);
  table.races.push_back(races);
  table.hispanic.push_back(hispanic);
  table.parent_education.push_back(parent_education);
}
void AddProgram(LeaRecords& records, int year, int64_t program) {
  records.profiles[year].programs.student.push_back(kStudent);
  records.profiles[year].programs.program.push_back(program);
}
void AddLanguage(LeaRecords& records, int year, int64_t status, int64_t start) {
  records.profiles[year].languages.student.push_back(kStudent);
  records.profiles[year].languages.status.push_back(status);
  records.profiles[year].languages.start.push_back(start);
}
void AddSpecialEducation(LeaRecords& records, int year, int64_t district) {
  records.profiles[year].special_education.student.push_back(kStudent);
  records.profiles[year].special_education.district.push_back(district);
}

TEST(ProfileTest, KnowsNothingWithoutRecords) {
  for (const Share& share : Profiles(Records())) {
    EXPECT_EQ(share.groups, GroupSet());
    EXPECT_EQ(share.accountable_district, 0);
  }
}

TEST(ProfileTest, WhatTheLeaReportsOfAStudentHoldsAtAllItsSchools) {
  LeaRecords records = Records();
  AddProgram(records, kYear, 190);
  Inform(records, kYear, 1, 700, 0, 14);
  for (const Share& share : Profiles(records)) {
    EXPECT_EQ(share.groups, GroupSet(kFosterYouth) | GroupSet(kWhite) |
                                GroupSet(kSocioeconomicallyDisadvantaged));
  }
}

TEST(ProfileTest, TakesThreeDigitsOfRacesEach) {
  LeaRecords records = Records();
  Inform(records, kYear, 1, 201202);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kAsian));
  Inform(records, kYear, 1, 201700);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kTwoOrMoreRaces)) << "the row that came last";
  Inform(records, kYear, 1, 201700, /*hispanic=*/1);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kHispanic));
}

TEST(ProfileTest, TheSchoolsOwnReportGoesBeforeOthers) {
  LeaRecords records = Records();
  Inform(records, kYear, 1, 700);
  Inform(records, kYear, 2, 201);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kWhite));
  EXPECT_EQ(Profiles(records)[1].groups, GroupSet(kAsian));
}

TEST(ProfileTest, OfOtherSchoolsTheGreatestCodeCounts) {
  LeaRecords records = Records();
  Inform(records, kYear, 9, 700);
  Inform(records, kYear, 8, 201);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kWhite));
}

TEST(ProfileTest, GroupsLookBackOnAsManyYearsAsTheirRulesSay) {
  LeaRecords records = Records();
  AddProgram(records, kYear - 3, 191);
  AddProgram(records, kYear - 1, 190);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kHomeless))
      << "homeless in any of four years, a foster youth in this one only";

  LeaRecords too_early = Records();
  AddProgram(too_early, kYear - 4, 191);
  AddProgram(too_early, kYear + 1, 191);
  EXPECT_EQ(Profiles(too_early)[0].groups, GroupSet());
}

TEST(ProfileTest, OfSeveralYearsTheLatestSaysTheRace) {
  LeaRecords records = Records();
  Inform(records, kYear - 1, 1, 700);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kWhite)) << "though it is of the year before";
  Inform(records, kYear, 2, 201);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kAsian)) << "though it is another school's";
}

TEST(ProfileTest, TheYearsOfALearnerEndOnTheLastOfJune) {
  LeaRecords records = Records();
  AddLanguage(records, kYear, kEnglishLearnerStatus, kSixYearsBefore);
  EXPECT_EQ(Profiles(records)[0].groups,
            GroupSet(kEnglishLearners) | GroupSet(kLongTermEnglishLearners));
  LeaRecords later = Records();
  AddLanguage(later, kYear, kEnglishLearnerStatus, kSixYearsBefore + 1);
  EXPECT_EQ(Profiles(later)[0].groups, GroupSet(kEnglishLearners));
  LeaRecords unknown = Records();
  AddLanguage(unknown, kYear, kEnglishLearnerStatus, kNoDate);
  EXPECT_EQ(Profiles(unknown)[0].groups, GroupSet(kEnglishLearners));
}

TEST(ProfileTest, TheLatestYearAndTheGreatestCodeSayWhichDistrictIsAccountable) {
  LeaRecords records = Records();
  AddSpecialEducation(records, kYear - 1, 199999);
  EXPECT_EQ(Profiles(records)[0].accountable_district, 199999);
  AddSpecialEducation(records, kYear, 161127);
  AddSpecialEducation(records, kYear, 161119);
  EXPECT_EQ(Profiles(records)[0].accountable_district, 161127);
  EXPECT_EQ(Profiles(records)[0].groups, GroupSet(kStudentsWithDisabilities));
  EXPECT_EQ(Profiles(records, /*accountable=*/false)[0].accountable_district, 0)
      << "where the rules do not ask";
}

TEST(ProfileTest, AReportMayStateGroups) {
  LeaRecords records = Records();
  StatedGroupTable& table = records.profiles[kYear].stated_groups;
  for (const StudentGroup group : {kHomeless, kAsian}) {
    table.student.push_back(kStudent);
    table.groups.push_back(GroupSet(group).bits());
  }
  for (const Share& share : Profiles(records)) {
    EXPECT_EQ(share.groups, GroupSet(kHomeless)) << "only groups that the rules have";
  }
}

}  // namespace
}  // namespace sos::indicator::records
