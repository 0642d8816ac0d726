// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/domain/other_files.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::ingestion {
namespace {

using ::testing::HasSubstr;
using ::testing::IsNull;
using ::testing::Not;
using ::testing::NotNull;
using ::testing::StartsWith;

Header HeaderFrom(absl::string_view line) {
  const std::vector<absl::string_view> names = absl::StrSplit(line, '|');
  return Header(names);
}

TEST(OtherFilesTest, NamesTheReportsOfCalpadsAndTheScoresOfToms) {
  for (const auto& [header, name] :
       {std::pair{"SchoolCode|SSID|StudentName|DaysExpectedA|DaysAbsentCEFG|AbsenceRate",
                  "CALPADS report 14.2"},
        std::pair{"School Code|SSID|Days Expected (A)|Days Absent (C+E+F+G)",
                  "CALPADS report 14.2"},
        std::pair{"SchoolCode|IncidentID|SSID|Grade|DurationDays", "CALPADS report 7.12"},
        std::pair{"SchoolCode|SSID|CohortCategory|EthnicityRace", "CALPADS report 15.2"},
        std::pair{
            "SchoolCode|SSID|EnrollmentStatus|StudentWithDisabilities|HomelessProgramEligible",
            "CALPADS report 1.23"},
        std::pair{"SSID|LocalID|EthnicityRace|Homeless|SocioEconomicallyDisadvantaged",
                  "CALPADS report 8.1"},
        std::pair{"RecordType|UIN|SSID|ScaleScore|AchievementLevels|IncludeIndicator",
                  "student score file of TOMS, CAASPP"},
        std::pair{"RecordType|SSID|OverallScaleScore|OverallPL",
                  "student score file of TOMS, ELPAC"}}) {
    const OtherFile* const other = RecognizeOther(HeaderFrom(header));
    ASSERT_THAT(other, NotNull()) << header;
    EXPECT_THAT(std::string(other->name), StartsWith(name)) << header;
    EXPECT_FALSE(other->way_out.empty());
  }
}

TEST(OtherFilesTest, NamesCalpadsFilesThatAreNotReadByTheirFirstCell) {
  for (const absl::string_view type : {"SCSC", "SCSE", "CRSC", "CRSE", "SCTE", "WBLR", "CENR"}) {
    const OtherFile* const other = RecognizeOtherRecord(type);
    ASSERT_THAT(other, NotNull()) << type;
    EXPECT_THAT(std::string(other->name), HasSubstr(std::string(type)));
    EXPECT_FALSE(other->way_out.empty());
  }
  EXPECT_THAT(RecognizeOtherRecord("SENR"), IsNull()) << "that one is read";
  EXPECT_THAT(RecognizeOtherRecord(""), IsNull());
}

TEST(OtherFilesTest, NamesExaminationsWithTheWayToReadThem) {
  const OtherFile* const other =
      RecognizeOther(HeaderFrom("AP Number / AP ID|Last Name|Exam Code 01|Exam Grade 01"));
  ASSERT_THAT(other, NotNull());
  EXPECT_THAT(std::string(other->way_out), HasSubstr("name it together with"));
}

TEST(OtherFilesTest, NoLayoutThatIsReadIsAnotherFile) {
  for (const Layout& layout : Layouts()) {
    std::vector<absl::string_view> names;
    for (const absl::string_view any : layout.all_of) {
      names.push_back(*absl::StrSplit(any, '|').begin());
    }
    EXPECT_THAT(RecognizeOther(Header(names)), IsNull()) << layout.id;
  }
  EXPECT_THAT(RecognizeOther(HeaderFrom("ssid|name")), IsNull());
}

TEST(OtherFilesTest, NamesTheThreeNearestLayoutsWithWhatIsThereAndWhatIsMissing) {
  NearestLayouts nearest;
  nearest.Offer(HeaderFrom("a title"), 1);
  nearest.Offer(HeaderFrom("cds|rtype|studentgroup|currnumer|something"), 3);

  const std::string text = nearest.Text();
  EXPECT_THAT(text, HasSubstr("line 3 has cds, rtype, studentgroup, currnumer; lacks currdenom"));
  EXPECT_EQ(std::vector<std::string>(absl::StrSplit(text, ")")).size(), 4) << text;
  EXPECT_THAT(text, Not(HasSubstr("something")));
}

TEST(OtherFilesTest, ALineLikeNoneIsNotNear) {
  NearestLayouts nearest;
  nearest.Offer(HeaderFrom("name|amount"), 1);
  EXPECT_EQ(nearest.Text(), "");
}

}  // namespace
}  // namespace sos::ingestion
