// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/roster.h"

#include <optional>

#include "gtest/gtest.h"

namespace sos::suite {
namespace {

constexpr int64_t kBorn = 13'587;  // 2007-03-15.

std::optional<int64_t> Find(const Roster& roster, const char* last, const char* first,
                            int64_t birth_date = kBorn) {
  return roster.Find({.last_name = last, .first_name = first, .birth_date = birth_date});
}

TEST(RosterTest, FindsWhoHasTheNameAndTheBirthDate) {
  Roster roster;
  roster.Add({"Low", "Fay", kBorn}, 9'000'000'006);
  EXPECT_EQ(Find(roster, "Low", "Fay"), 9'000'000'006);
  EXPECT_EQ(Find(roster, "Low", "Fay", kBorn + 1), std::nullopt);
  EXPECT_EQ(Find(roster, "Lowe", "Fay"), std::nullopt);
}

TEST(RosterTest, AccentsCaseAndSignsMakeNoDifference) {
  Roster roster;
  roster.Add({"Peña-O'Neill", "José María", kBorn}, 9'000'000'006);
  EXPECT_EQ(Find(roster, "PENA ONEILL", "Jose Maria"), 9'000'000'006);
}

TEST(RosterTest, TwoPeopleOfOneNameAndBirthDateAreNobody) {
  Roster roster;
  roster.Add({"Low", "Fay", kBorn}, 9'000'000'006);
  roster.Add({"Low", "Fay", kBorn}, 9'000'000'007);
  EXPECT_EQ(Find(roster, "Low", "Fay"), std::nullopt);
  roster.Add({"Low", "Fay", kBorn}, 9'000'000'006);
  EXPECT_EQ(Find(roster, "Low", "Fay"), std::nullopt) << "also when one of them comes again";
}

TEST(RosterTest, ReadsTheScoreFilesOfToms) {
  Roster roster;
  EXPECT_TRUE(
      AddPeople("RecordType^SSID^StudentLastName^StudentFirstName^DateofBirth\n"
                "01^9000000006^Low^Fay^2007-03-15\n"
                "02^9000000006^Low^Fay^2007-03-15\n"
                "01^900000000^Short^Sam^2007-03-15\n",
                roster));
  EXPECT_EQ(Find(roster, "Low", "Fay"), 9'000'000'006);
  EXPECT_EQ(Find(roster, "Short", "Sam"), std::nullopt) << "nine digits are no SSID";
}

TEST(RosterTest, ReadsNamesOfOneColumnBelowATitle) {
  Roster roster;
  EXPECT_TRUE(
      AddPeople("8.1 - Student Profile List,,,\n"
                "SchoolCode,SSID,StudentName,Student_Birth_Date\n"
                "0100001,9000000006,\"Low, Fay\",3/15/2007\n",
                roster));
  EXPECT_EQ(Find(roster, "Low", "Fay"), 9'000'000'006);
}

TEST(RosterTest, TablesWithoutBirthDatesHaveNobody) {
  Roster roster;
  EXPECT_FALSE(AddPeople("SchoolCode,SSID,StudentName\n0100001,9000000006,\"Low, Fay\"\n", roster));
  EXPECT_FALSE(AddPeople("", roster));
  EXPECT_FALSE(AddPeople("[{\"a\":1}]", roster));
  EXPECT_TRUE(roster.empty());
}

}  // namespace
}  // namespace sos::suite
