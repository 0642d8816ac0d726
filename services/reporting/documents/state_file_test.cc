// SPDX-License-Identifier: Apache-2.0
#include "services/reporting/documents/state_file.h"

#include <string>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/reporting/sources/fake_report_source.h"

namespace sos::reporting {
namespace {

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const rpc::CallContext& Call() {
  static const auto* const kCall = new rpc::CallContext(absl::InfiniteDuration(), "test");
  return *kCall;
}

// The file of everything that `source` has, with the columns of `layout`.
std::string FileOf(FakeReportSource& source, const std::string& layout,
                   auth::Role role = auth::Role::kState) {
  const auto parsed = Parse<v1::StateLayout>("program: PROGRAM_LCFF " + layout);
  eligibility::v1::DeterminationFilter filter;
  filter.set_program(parsed.program());
  std::string file;
  const absl::Status written =
      WriteStateFile(source, parsed, filter, Revision(), auth::Principal{.role = role}, Call(),
                     [&file](absl::string_view line) {
                       file.append(line.data(), line.size());
                       return absl::OkStatus();
                     });
  EXPECT_TRUE(written.ok()) << written;
  return file;
}

eligibility::v1::Determination DistrictOf(const std::string& text) {
  return Parse<eligibility::v1::Determination>(
      "program: PROGRAM_LCFF dashboard_year: 2019 "
      "entity { name: 'entities/99600020000000' display_name: 'Synthetic, Unified' "
      "county_name: 'Synthetic' } " +
      text);
}

TEST(StateFileTest, HasTheHeadersOfTheLayoutAndBlanksWhereNothingIsKnown) {
  FakeReportSource source;
  source.determinations = {DistrictOf("")};
  EXPECT_EQ(FileOf(source,
                   "blank: '*' columns { header: 'CDS' content: CONTENT_CDS } "
                   "columns { header: 'LEAname' content: CONTENT_NAME } "
                   "columns { header: 'Cityname' content: CONTENT_BLANK }"),
            "CDS,LEAname,Cityname\n"
            "99600020000000,\"Synthetic, Unified\",*\n");
}

TEST(StateFileTest, TakesStatusesOfEarlierYearsFromTheHistory) {
  FakeReportSource source;
  source.determinations = {DistrictOf("status: 'General Assistance'")};
  source.statuses["99600020000000"] = {{2018, "Differentiated Support"}, {2019, "something else"}};
  EXPECT_EQ(FileOf(source,
                   "columns { header: 'S17' content: CONTENT_STATUS dashboard_year: 2017 } "
                   "columns { header: 'S18' content: CONTENT_STATUS dashboard_year: 2018 } "
                   "columns { header: 'S19' content: CONTENT_STATUS dashboard_year: 2019 }"),
            "S17,S18,S19\n"
            ",Differentiated Assistance,General Assistance\n")
      << "the year's own status goes before what the history says of it";
}

TEST(StateFileTest, AnUndecidedAnswerIsBlankAndNeverNo) {
  FakeReportSource source;
  source.determinations = {
      DistrictOf("methods { method: 1 outcome: OUTCOME_MET } "
                 "methods { method: 2 outcome: OUTCOME_INSUFFICIENT_DATA } "
                 "methods { method: 3 outcome: OUTCOME_NOT_MET } total_group_count: -1")};
  EXPECT_EQ(FileOf(source,
                   "columns { header: 'M1' content: CONTENT_METHOD method: 1 } "
                   "columns { header: 'M2' content: CONTENT_METHOD method: 2 } "
                   "columns { header: 'M3' content: CONTENT_METHOD method: 3 } "
                   "columns { header: 'M4' content: CONTENT_METHOD method: 4 } "
                   "columns { header: 'Total' content: CONTENT_GROUP_COUNT }"),
            "M1,M2,M3,M4,Total\nY,,N,,\n");
}

TEST(StateFileTest, CountsTheGroupsOfOneStatusOnly) {
  FakeReportSource source;
  source.determinations = {DistrictOf("status: 'TSI' total_group_count: 2")};
  EXPECT_EQ(FileOf(source,
                   "columns { header: 'A' content: CONTENT_GROUP_COUNT only_status: 'ATSI' } "
                   "columns { header: 'T' content: CONTENT_GROUP_COUNT only_status: 'TSI' }"),
            "A,T\n0,2\n");
}

TEST(StateFileTest, WritesTitleIOfTheSchoolYearOfTheColumn) {
  FakeReportSource source;
  source.determinations = {DistrictOf("")};
  source.title_i["99600020000000"] = {{2018, true}, {2019, false}};
  EXPECT_EQ(FileOf(source,
                   "columns { header: '1718' content: CONTENT_TITLE_I school_year: 2018 } "
                   "columns { header: '1819' content: CONTENT_TITLE_I school_year: 2019 } "
                   "columns { header: '1920' content: CONTENT_TITLE_I school_year: 2020 }"),
            "1718,1819,1920\nYes,No,\n");
}

TEST(StateFileTest, ListsOnlyEntitiesThatHaveTheDuty) {
  FakeReportSource source;
  source.determinations = {
      DistrictOf("duties { duty: 'ec52064e5' outcome: OUTCOME_NOT_MET }"),
      DistrictOf("duties { duty: 'ec52064e5' outcome: OUTCOME_MET "
                 "student_groups: STUDENT_GROUP_HOMELESS student_groups: STUDENT_GROUP_ASIAN }")};
  EXPECT_EQ(FileOf(source,
                   "only_duty: 'ec52064e5' "
                   "columns { header: 'Groups' content: CONTENT_DUTY_GROUPS "
                   "duty: 'ec52064e5' }"),
            "Groups\n\"Homeless, Asian\"\n");
}

TEST(StateFileTest, CountsOfASmallSchoolAreBlankForThoseWithoutARightToThem) {
  FakeReportSource source;
  source.determinations = {
      DistrictOf("equity_multiplier { nonstable_count: 3 enrollment: 9 disadvantaged_count: 9 "
                 "nonstability_thousandths: 333 entitlement_dollars: 50000 "
                 "nonstability: OUTCOME_MET disclosure: DISCLOSURE_WITHHELD }")};
  const std::string layout =
      "columns { header: 'A-1' content: CONTENT_NONSTABLE_COUNT } "
      "columns { header: 'A-3' content: CONTENT_NONSTABILITY_RATE } "
      "columns { header: 'C-1' content: CONTENT_NONSTABILITY_MET } "
      "columns { header: 'D-3' content: CONTENT_ENTITLEMENT }";
  EXPECT_EQ(FileOf(source, layout, auth::Role::kState), "A-1,A-3,C-1,D-3\n3,0.333,1,50000\n");
  EXPECT_EQ(FileOf(source, layout, auth::Role::kPublic), "A-1,A-3,C-1,D-3\n,,1,50000\n");
}

TEST(StateFileTest, AnErrorOfAnotherServiceIsTheAnswer) {
  FakeReportSource source;
  source.failure = absl::UnavailableError("eligibility does not answer");
  const auto layout = Parse<v1::StateLayout>("columns { header: 'CDS' content: CONTENT_CDS }");
  const absl::Status written =
      WriteStateFile(source, layout, {}, Revision(), auth::Principal{.role = auth::Role::kState},
                     Call(), [](absl::string_view) { return absl::OkStatus(); });
  EXPECT_TRUE(absl::IsUnavailable(written)) << written;
}

}  // namespace
}  // namespace sos::reporting
