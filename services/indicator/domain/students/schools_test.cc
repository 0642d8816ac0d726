// SPDX-License-Identifier: Apache-2.0
#include "services/indicator/domain/students/schools.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace sos::indicator::records {
namespace {

CdsCode Cds(const char* text) { return *CdsCode::Parse(text); }

TEST(SchoolsTest, NumbersSchoolsInTheOrderOfTheirCodes) {
  const Schools schools(std::vector<School>{{.cds = Cds("01611270000001")},
                                            {.cds = Cds("01611190000002")},
                                            {.cds = Cds("01611190000001")}});

  ASSERT_EQ(schools.size(), 3);
  EXPECT_EQ(schools[0].cds.text(), "01611190000001");
  EXPECT_EQ(schools[2].cds.text(), "01611270000001");
  EXPECT_EQ(schools.Find(1'611'190'000'002), 1);
  EXPECT_EQ(schools.Find(1'611'190'000'003), std::nullopt);
}

TEST(SchoolsTest, OfACodeThatStandsThereTwiceTheLastCounts) {
  const Schools schools(std::vector<School>{{.cds = Cds("01611190000001")},
                                            {.cds = Cds("01611190000001"), .charter = true}});

  ASSERT_EQ(schools.size(), 1);
  EXPECT_TRUE(schools[0].charter);
}

TEST(SchoolsTest, MayBeEmpty) {
  EXPECT_EQ(Schools().size(), 0);
  EXPECT_EQ(Schools(std::vector<School>()).Find(0), std::nullopt);
}

TEST(LeaSchoolsTest, FindsTheSchoolsOfItsLeaByTheirOwnDigits) {
  const Schools schools(
      std::vector<School>{{.cds = Cds("01611190000001")}, {.cds = Cds("01611270000001")}});
  LeaSchools first(Cds("01611190000000"), schools);
  LeaSchools second(Cds("01611270000000"), schools);

  EXPECT_EQ(first.Find(1), 0);
  EXPECT_EQ(second.Find(1), 1);
  EXPECT_EQ(first.Find(2), std::nullopt);
  EXPECT_EQ(first.Find(1), 0) << "whatever was asked before";
  EXPECT_EQ(first.Find(0), std::nullopt) << "the district is no school";
}

TEST(LeaSchoolsTest, ACharterSchoolThatReportsFindsTheSchoolsOfItsDistrict) {
  const Schools schools(
      std::vector<School>{{.cds = Cds("01611190000001")}, {.cds = Cds("01611190000007")}});
  LeaSchools charter(Cds("01611190000007"), schools);

  EXPECT_EQ(charter.Find(7), 1);
  EXPECT_EQ(charter.Find(1), 0);
}

}  // namespace
}  // namespace sos::indicator::records
