// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/list_parts.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::suite {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

constexpr size_t kPlenty = 1 << 20;

StudentList Read(const std::string& bytes, const std::string& name = "8.1.csv") {
  return ReadStudentList(name, bytes).value();
}

TEST(ListPartsTest, FilesWithoutACommonStudentArePartsOfOneList) {
  const StudentList first = Read("SchoolCode,SSID\n0000001,1\n0000001,2\n");
  EXPECT_TRUE(first.IsPartOfOneWith(Read("SchoolCode,SSID\n0000002,3\n")));
  EXPECT_TRUE(first.IsPartOfOneWith(Read("SchoolCode,SSID\n0000002,1\n"))) << "of another school";
  EXPECT_FALSE(first.IsPartOfOneWith(Read("SchoolCode,SSID\n0000002,3\n0000001,2\n")))
      << "a download of the same list";
  EXPECT_FALSE(first.IsPartOfOneWith(Read("SchoolCode,SSID\n"))) << "it has nobody";
}

TEST(ListPartsTest, TestsOfAStudentMayStandInTwoParts) {
  const StudentList english = Read("SSID^RecordType^ScaleScore\n1^01^2400\n2^01^2500\n");
  EXPECT_TRUE(english.IsPartOfOneWith(Read("SSID^RecordType^ScaleScore\n1^02^2400\n")));
  EXPECT_FALSE(english.IsPartOfOneWith(Read("SSID^RecordType^ScaleScore\n1^01^2300\n")));
}

TEST(ListPartsTest, ListsOfOtherColumnsOrYearsAreNoParts) {
  const StudentList list = Read("SSID,Grade\n1,3\n");
  EXPECT_FALSE(list.IsPartOfOneWith(Read("SSID,Gender\n2,F\n")));
  EXPECT_FALSE(list.IsPartOfOneWith(Read("SSID,Grade\n2,3\n", "8.1 2024.csv")));
  EXPECT_FALSE(list.IsPartOfOneWith(Read("Academic Year: 2023-2024\nSSID,Grade\n2,3\n")));
  EXPECT_THAT(Read("Academic Year: 2023-2024\nSSID,Grade\n2,3\n", "x_2025_20240601.csv").years,
              ElementsAre("2023", "2024", "2025"));
}

TEST(ListPartsTest, ListsOfClassesAreNeverParts) {
  EXPECT_EQ(ReadStudentList("15.2.csv", "SSID,CohortCategory\n1,Dropout\n"), std::nullopt);
  EXPECT_EQ(ReadStudentList("a.txt", "no list at all\n"), std::nullopt);
  EXPECT_EQ(ReadStudentList("a.xls", std::string("\xD0\xCF\x11\xE0", 4)), std::nullopt);
}

TEST(ListPartsTest, JoinsRowsBelowTheHeadOfTheFirst) {
  EXPECT_THAT(JoinParts({"LEA: Valley\nSSID,Name\n1,\"Low, \"\"Fay\"\"\"\n",
                         "LEA: Valley\nNote\nSSID;Name\n2;Im\n"},
                        kPlenty),
              Optional(std::string("LEA: Valley\nSSID,Name\n1,\"Low, \"\"Fay\"\"\"\n2,Im\n")));
}

TEST(ListPartsTest, JoinsUpToItsLimit) {
  const std::vector<std::string> parts = {"SSID\n1\n", "SSID\n2\n"};
  EXPECT_THAT(JoinParts(parts, 9), Optional(std::string("SSID\n1\n2\n")));
  EXPECT_EQ(JoinParts(parts, 8), std::nullopt);
}

}  // namespace
}  // namespace sos::suite
