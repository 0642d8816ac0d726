// SPDX-License-Identifier: Apache-2.0

// What other systems take, field by field.

#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "services/reporting/exports/ceds.h"
#include "services/reporting/exports/ed_fi.h"
#include "services/reporting/exports/edfacts.h"
#include "services/reporting/exports/school_support.h"

namespace sos::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Revision kRevision = {.number = 3, .identity = "0123456789abcdef0123456789abcdef"};

eligibility::v1::Determination DeterminationOf(const std::string& status,
                                               const std::string& exit = "NOEXIT") {
  eligibility::v1::Determination determination;
  determination.set_program(eligibility::v1::PROGRAM_ESSA);
  determination.mutable_entity()->set_name("entities/01999010100003");
  determination.mutable_entity()->set_display_name("=Cedar Middle");
  determination.mutable_entity()->set_district_name("Alder Unified");
  determination.set_status(status);
  determination.set_exit(exit);
  for (const auto group : {education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES,
                           education::v1::STUDENT_GROUP_FOSTER_YOUTH}) {
    auto& answer = *determination.add_groups();
    answer.set_student_group(group);
    answer.set_outcome(eligibility::v1::OUTCOME_MET);
  }
  return determination;
}

std::vector<std::string> LinesOf(const std::string& file) {
  std::vector<std::string> lines = absl::StrSplit(file, "\r\n", absl::SkipEmpty());
  return lines;
}

std::vector<std::string> Fs206Of(const eligibility::v1::Determination& determination) {
  return LinesOf(EdfactsFs206({SchoolSupportOf(determination)}, 2024, kRevision));
}

TEST(EdfactsTest, SaysHowASchoolStandsAndKeepsTheZerosOfItsCode) {
  EXPECT_THAT(Fs206Of(DeterminationOf("CSI Low Perform")),
              ElementsAre("SCH CSI TSI,1,CASCHCSITSIv000001.csv,c206-0123456789ab,2024-2025,",
                          "1,06,01,0199901,0100003,CSI,NOTTSI,NOTADDLTSI,,,"));
  EXPECT_THAT(Fs206Of(DeterminationOf("ATSI")).back(), HasSubstr("NOTCSI,NOTTSI,ADDLTSI"));
  EXPECT_THAT(Fs206Of(DeterminationOf("TSI")).back(), HasSubstr("NOTCSI,TSI,NOTADDLTSI"));
  EXPECT_THAT(Fs206Of(DeterminationOf("No Status", "CSIEXIT")).back(),
              HasSubstr("CSIEXIT,NOTTSI,NOTADDLTSI"));
  EXPECT_THAT(Fs206Of(DeterminationOf("No Status", "ATSIEXIT")).back(),
              HasSubstr("NOTCSI,NOTTSI,ADDLTSIEXIT"));
}

TEST(EdfactsTest, AnUndecidedSchoolIsMissingAndNotNot) {
  EXPECT_THAT(Fs206Of(DeterminationOf("")).back(), HasSubstr("MISSING,MISSING,MISSING"));
}

TEST(EdfactsTest, GivesEachReasonALineAndExplainsGroupsWithoutAFederalSubgroup) {
  const auto reasons = [](const std::string& status) {
    return LinesOf(EdfactsFs212({SchoolSupportOf(DeterminationOf(status))}, 2024, kRevision));
  };
  EXPECT_THAT(
      reasons("ATSI"),
      ElementsAre(
          "SCHOOL CSI TSI REASON,2,CASCHCSITSIRSNv000001.csv,c212-0123456789ab,2024-2025,",
          "1,06,01,0199901,0100003,ATSIREASONS,,WDIS,,,RESNAPPLYES",
          "2,06,01,0199901,0100003,ATSIREASONS,,MISSING,,\"Identified for foster youth, for "
          "whom the specification has no subgroup.\",RESNAPPLYES"));
  EXPECT_THAT(reasons("CSI Grad")[1], HasSubstr("CSIREASONS,CSILOWGR,,,,RESNAPPLYES"));
  EXPECT_EQ(reasons("CSI Grad").size(), 2) << "its groups are no reasons";
  EXPECT_EQ(reasons("No Status").size(), 1) << "the header alone";
}

TEST(CedsTest, HasALineForEachReasonAndNoFormula) {
  const auto lines = LinesOf(CedsSupport({SchoolSupportOf(DeterminationOf("ATSI"))}, 2024));
  ASSERT_EQ(lines.size(), 3);
  EXPECT_EQ(
      lines[1],
      "2024-2025,0199901,Alder Unified,0100003,'=Cedar Middle,NOTCSI,NOTTSI,ADDLTSI,,,Students "
      "with Disabilities");
}

TEST(EdFiTest, PutsIndicatorAndGroupIntoTheTitle) {
  EdFiRatings ratings(2024);
  ratings.Add(DeterminationOf("CSI Low Perform"));
  RatedResult result;
  result.entity.set_name("entities/01999010100003");
  result.indicator = education::v1::INDICATOR_CHRONIC_ABSENTEEISM;
  result.student_group = education::v1::STUDENT_GROUP_STUDENTS_WITH_DISABILITIES;
  result.cell.set_state(v1::Cell::STATE_RATED);
  result.cell.set_color(education::v1::COLOR_RED);
  result.cell.mutable_status()->set_value("28.4");
  ratings.Add(result);
  const auto json = nlohmann::json::parse(ratings.Json());
  ASSERT_EQ(json.size(), 3);
  EXPECT_EQ(json[0]["ratingTitle"], "ESSA support");
  EXPECT_EQ(json[0]["rating"], "CSI Low Perform");
  EXPECT_EQ(json[0]["educationOrganizationReference"]["educationOrganizationId"], 1999010100003);
  EXPECT_EQ(json[1]["ratingTitle"], "Dashboard CHRO SWD color");
  EXPECT_EQ(json[1]["rating"], "Red");
  EXPECT_EQ(json[2]["ratingTitle"], "Dashboard CHRO SWD status");
  EXPECT_EQ(json[2]["rating"], "28.4");
}

TEST(EdFiTest, RatesNothingThatIsUndecidedOrWithheld) {
  EdFiRatings ratings(2024);
  ratings.Add(DeterminationOf(""));
  RatedResult result;
  result.entity.set_name("entities/01999010100003");
  result.cell.set_state(v1::Cell::STATE_MASKED);
  ratings.Add(result);
  EXPECT_THAT(nlohmann::json::parse(ratings.Json()), IsEmpty());
}

}  // namespace
}  // namespace sos::reporting
