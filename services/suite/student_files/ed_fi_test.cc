// SPDX-License-Identifier: Apache-2.0
#include "services/suite/student_files/ed_fi.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sos::suite {
namespace {

using ingestion::v1::StudentRecord;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr int kYear = 2025;
// The id has lost the zero of its county.
constexpr char kSchool[] = "{\"schoolId\":1611190100001}";

std::string Student(const std::string& id = "9000000001") {
  return absl::StrCat("\"studentReference\":{\"studentUniqueId\":\"", id, "\"}");
}
std::string Grade(const std::string& name) {
  return absl::StrCat("\"entryGradeLevelDescriptor\":\"uri://ed-fi.org/GradeLevelDescriptor#", name,
                      "\"");
}
std::string Stay(const std::string& student, const std::string& entry, const std::string& more = "",
                 const std::string& school = kSchool) {
  return absl::StrCat("{\"schoolReference\":", school, ",", Student(student), ",\"entryDate\":\"",
                      entry, "\",", Grade("Third grade"), more, "}");
}
std::string Absence(const std::string& date, const std::string& kind,
                    const std::string& more = "") {
  return absl::StrCat("{", Student(), ",\"schoolReference\":", kSchool, ",\"eventDate\":\"", date,
                      "\",\"attendanceEventCategoryDescriptor\":\"uri://ed-fi.org/"
                      "AttendanceEventCategoryDescriptor#",
                      kind, "\"", more, "}");
}
std::string SchoolDay(const std::string& date) {
  return absl::StrCat("{\"calendarReference\":{\"schoolId\":1611190100001},\"date\":\"", date,
                      "\",\"calendarEvents\":[{\"calendarEventDescriptor\":\"uri://ed-fi.org/"
                      "CalendarEventDescriptor#Instructional day\"}]}");
}

class EdFiTest : public ::testing::Test {
 protected:
  absl::Status Read(const std::string& name, const std::vector<std::string>& items) {
    std::string bytes = "[";
    for (const std::string& item : items) {
      absl::StrAppend(&bytes, bytes.size() > 1 ? "," : "", item);
    }
    return reader_.Read(name, bytes + "]");
  }
  // The records of one collection.
  std::vector<StudentRecord> Records(ingestion::v1::Collection collection) {
    for (RecordBatch& batch : reader_.Finish()) {
      if (batch.collection == collection) return std::move(batch.records);
    }
    return {};
  }

  EdFiReader reader_{EdFiCodes::Known(), *CdsCode::Parse("01611190000000"), kYear};
};

TEST_F(EdFiTest, StaysBecomeEnrollments) {
  ASSERT_THAT(
      Read("studentSchoolAssociations.json",
           {Stay("9000000001", "2024-08-14"),
            Stay("9000000002", "2024-08-14", ",\"exitWithdrawDate\":\"2024-09-20T00:00:00\""),
            Stay("9000000003", "2024-08-14", ",\"primarySchool\":false"),
            Stay("9000000004", "2022-08-14", ",\"exitWithdrawDate\":\"2023-06-05\"")}),
      IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT);

  ASSERT_THAT(records, SizeIs(3)) << "who left before the year is not of it";
  EXPECT_EQ(records[0].lea_code(), "0161119");
  EXPECT_EQ(records[0].academic_year(), "2024-2025");
  EXPECT_EQ(records[0].enrollment().school_code(), "0100001");
  EXPECT_EQ(records[0].enrollment().ssid(), 9'000'000'001);
  EXPECT_EQ(records[0].enrollment().start_date(), "20240814");
  EXPECT_EQ(records[0].enrollment().grade(), "03");
  EXPECT_EQ(records[0].enrollment().enrollment_status(), 10);
  EXPECT_EQ(records[0].enrollment().exit_date(), "");
  EXPECT_EQ(records[1].enrollment().exit_date(), "20240920");
  EXPECT_EQ(records[2].enrollment().enrollment_status(), 20);
  EXPECT_EQ(reader_.problem_count(), 0);
}

TEST_F(EdFiTest, AnIdThatIsNoSsidIsFoundByTheIdentificationCodes) {
  ASSERT_THAT(
      Read("a.json",
           {absl::StrCat("{\"educationOrganizationReference\":{},", Student("L7"),
                         ",\"studentIdentificationCodes\":[{\"identificationCode\":\"9000000007\","
                         "\"studentIdentificationSystemDescriptor\":\"uri://x#State\"}]}")}),
      IsOk())
      << "known by its fields";
  ASSERT_THAT(
      Read("studentSchoolAssociations.json", {Stay("L7", "2024-08-14"), Stay("L8", "2024-08-14")}),
      IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT);

  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].enrollment().ssid(), 9'000'000'007);
  ASSERT_EQ(reader_.problem_count(), 1);
  EXPECT_THAT(reader_.problems()[0].reason, HasSubstr("no SSID"));
  EXPECT_EQ(reader_.problems()[0].value, "") << "no id of a student is told";
}

TEST_F(EdFiTest, RacesAndProgramsStandOnceForEachSchool) {
  ASSERT_THAT(Read("studentEducationOrganizationAssociations.json",
                   {absl::StrCat(
                       "{\"educationOrganizationReference\":{},", Student(),
                       ",\"hispanicLatinoEthnicity\":false,\"races\":[{\"raceDescriptor\":\"uri://"
                       "x#Asian\"},"
                       "{\"raceDescriptor\":\"uri://x#White\"}],\"studentCharacteristics\":["
                       "{\"studentCharacteristicDescriptor\":\"uri://x#Foster Care\",\"periods\":["
                       "{\"beginDate\":\"2025-01-10\"}]},"
                       "{\"studentCharacteristicDescriptor\":\"uri://x#Homeless\",\"periods\":["
                       "{\"beginDate\":\"2022-01-10\",\"endDate\":\"2023-01-10\"}]},"
                       "{\"studentCharacteristicDescriptor\":\"uri://x#Left Handed\"}]}")}),
              IsOk());
  ASSERT_THAT(Read("studentSchoolAssociations.json",
                   {Stay("9000000001", "2024-08-14", ",\"exitWithdrawDate\":\"2024-09-20\""),
                    Stay("9000000001", "2024-10-01")}),
              IsOk());
  const auto batches = reader_.Finish();
  std::vector<int> counts;
  for (const RecordBatch& batch : batches) counts.push_back(static_cast<int>(batch.records.size()));
  ASSERT_THAT(counts, ElementsAre(2, 1, 1)) << "enrollments, information, programs";
  EXPECT_THAT(batches[1].records[0].information().race_codes(), ElementsAre(299, 700));
  EXPECT_FALSE(batches[1].records[0].information().hispanic());
  EXPECT_EQ(batches[2].records[0].program().program_code(), 190) << "homeless two years ago";
}

TEST_F(EdFiTest, DaysExpectedAreThoseThatTheSchoolTaughtWhileTheStudentWasThere) {
  ASSERT_THAT(Read("studentSchoolAssociations.json",
                   {Stay("9000000001", "2024-08-14", ",\"exitWithdrawDate\":\"2024-08-19\"")}),
              IsOk());
  std::vector<std::string> days;
  for (int day = 12; day <= 23; ++day) days.push_back(SchoolDay(absl::StrCat("2024-08-", day)));
  ASSERT_THAT(Read("calendarDates.json", days), IsOk());
  ASSERT_THAT(Read("studentSchoolAttendanceEvents.json",
                   {Absence("2024-08-15", "Excused Absence"),
                    Absence("2024-08-16", "Unexcused Absence", ",\"eventDuration\":0.5"),
                    Absence("2024-08-16", "Unexcused Absence", ",\"eventDuration\":0.75"),
                    Absence("2024-08-17", "Tardy"), Absence("2024-08-22", "Excused Absence")}),
              IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_ABSENCE_SUMMARY);

  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].absence_summary().days_expected().value(), "6.00") << "14 to 19 August";
  EXPECT_EQ(records[0].absence_summary().days_excused().value(), "1.00")
      << "not the 22nd, on which the student had left";
  EXPECT_EQ(records[0].absence_summary().days_unexcused().value(), "1.00")
      << "nobody is absent for more than a day on one day";
  EXPECT_EQ(records[0].absence_summary().days_attended().value(), "4.00");
}

TEST_F(EdFiTest, DaysAfterTheLastEventAreNotKnown) {
  ASSERT_THAT(Read("studentSchoolAssociations.json", {Stay("9000000001", "2024-08-14")}), IsOk());
  ASSERT_THAT(Read("calendarDates.json",
                   {SchoolDay("2024-08-14"), SchoolDay("2024-08-15"), SchoolDay("2025-05-20")}),
              IsOk());
  ASSERT_THAT(Read("studentSchoolAttendanceEvents.json", {Absence("2024-08-15", "Tardy")}), IsOk());
  EXPECT_EQ(Records(ingestion::v1::COLLECTION_ABSENCE_SUMMARY)
                .at(0)
                .absence_summary()
                .days_expected()
                .value(),
            "2.00");
}

TEST_F(EdFiTest, AnEnrollmentHasTheDaysOfItsOwnCalendar) {
  const auto day_of = [](const std::string& date, const std::string& code) {
    std::string day = SchoolDay(date);
    return day.replace(day.find("{\"schoolId\""), 1, "{\"calendarCode\":\"" + code + "\",");
  };
  ASSERT_THAT(
      Read("studentSchoolAssociations.json",
           {Stay("9000000001", "2024-08-14", ",\"calendarReference\":{\"calendarCode\":\"A\"}"),
            Stay("9000000002", "2024-08-14")}),
      IsOk());
  ASSERT_THAT(Read("calendarDates.json", {day_of("2024-08-14", "A"), day_of("2024-08-15", "A"),
                                          day_of("2024-08-16", "B")}),
              IsOk());
  ASSERT_THAT(Read("studentSchoolAttendanceEvents.json", {Absence("2024-08-20", "Tardy")}), IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_ABSENCE_SUMMARY);

  ASSERT_THAT(records, SizeIs(1)) << "of the other it is not known which days were expected";
  EXPECT_EQ(records[0].absence_summary().days_expected().value(), "2.00");
  ASSERT_EQ(reader_.problem_count(), 1);
  EXPECT_THAT(reader_.problems()[0].reason, HasSubstr("several calendars"));
}

TEST_F(EdFiTest, AnActionOfSeveralKindsIsAsLongAsItsSuspension) {
  ASSERT_THAT(Read("disciplineActions.json",
                   {absl::StrCat(
                       "{\"disciplineActionIdentifier\":\"A1\",\"disciplineDate\":\"2025-02-11\",",
                       Student(), ",\"responsibilitySchoolReference\":", kSchool,
                       ",\"disciplineActionLength\":0.5,\"disciplines\":["
                       "{\"disciplineDescriptor\":\"uri://x#In School Suspension\"},"
                       "{\"disciplineDescriptor\":\"uri://x#Out of School Suspension\"}]}")}),
              IsOk());
  const auto records = Records(ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT);
  ASSERT_THAT(records, SizeIs(2));
  EXPECT_EQ(records[0].incident_result().duration_days().value(), "0");
  EXPECT_EQ(records[1].incident_result().duration_days().value(), "0.5");
}

TEST_F(EdFiTest, TheStatesCodeCountsBeforeAnIdOfTenDigits) {
  ASSERT_THAT(
      Read("a.json",
           {absl::StrCat("{\"educationOrganizationReference\":{},", Student("0000012345"),
                         ",\"studentIdentificationCodes\":[{\"identificationCode\":\"9000000007\","
                         "\"studentIdentificationSystemDescriptor\":\"uri://x#State\"}]}")}),
      IsOk());
  ASSERT_THAT(Read("studentSchoolAssociations.json",
                   {Stay("0000012345", "2024-08-14"), Stay("+123456789", "2024-08-14")}),
              IsOk());
  const auto records = Records(ingestion::v1::COLLECTION_STUDENT_ENROLLMENT);
  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].enrollment().ssid(), 9'000'000'007);
}

TEST_F(EdFiTest, WithoutACalendarNobodyKnowsHowManyDaysWereExpected) {
  ASSERT_THAT(Read("studentSchoolAssociations.json", {Stay("9000000001", "2024-08-14")}), IsOk());
  ASSERT_THAT(
      Read("studentSchoolAttendanceEvents.json", {Absence("2024-08-15", "Excused Absence")}),
      IsOk());
  EXPECT_THAT(Records(ingestion::v1::COLLECTION_ABSENCE_SUMMARY), IsEmpty());
}

TEST_F(EdFiTest, ActionsBecomeIncidentResultsWithTheLengthThatWasServed) {
  ASSERT_THAT(
      Read(
          "disciplineActions.json",
          {absl::StrCat(
              "{\"disciplineActionIdentifier\":\"A1\",\"disciplineDate\":\"2025-02-11\",",
              Student(), ",\"responsibilitySchoolReference\":", kSchool,
              ",\"disciplineActionLength\":5,\"actualDisciplineActionLength\":1.5,\"disciplines\":["
              "{\"disciplineDescriptor\":\"uri://x#Out of School Suspension\"}]}")}),
      IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_STUDENT_INCIDENT_RESULT);

  ASSERT_THAT(records, SizeIs(1));
  EXPECT_EQ(records[0].incident_result().result_code(), 100);
  EXPECT_EQ(records[0].incident_result().duration_days().value(), "1.5");
  EXPECT_EQ(records[0].incident_result().incident_id(), "A1");
}

TEST_F(EdFiTest, WhoLeftTheLanguageProgramIsReclassifiedSinceThen) {
  const auto learner = [](const std::string& id, const std::string& end) {
    return absl::StrCat("{", Student(id), ",\"programReference\":{},\"beginDate\":\"2019-09-01\"",
                        end.empty() ? "" : ",\"endDate\":\"" + end + "\"",
                        ",\"englishLearnerParticipation\":true}");
  };
  ASSERT_THAT(Read("studentLanguageInstructionProgramAssociations.json",
                   {learner("9000000001", ""), learner("9000000002", "2024-03-04"),
                    learner("9000000003", "2025-06-12")}),
              IsOk());
  ASSERT_THAT(Read("studentSchoolAssociations.json",
                   {Stay("9000000001", "2024-08-14"), Stay("9000000002", "2024-08-14"),
                    Stay("9000000003", "2024-08-14")}),
              IsOk());

  const auto records = Records(ingestion::v1::COLLECTION_ENGLISH_LANGUAGE_ACQUISITION);

  ASSERT_THAT(records, SizeIs(3));
  EXPECT_EQ(records[2].language_acquisition().status(), "EL")
      << "an association that is closed with the school year is none that was left";
  EXPECT_EQ(records[0].language_acquisition().status(), "EL");
  EXPECT_EQ(records[0].language_acquisition().start_date(), "20190901");
  EXPECT_EQ(records[1].language_acquisition().status(), "RFEP");
  EXPECT_EQ(records[1].language_acquisition().start_date(), "20240304");
}

TEST_F(EdFiTest, WhatCannotBeReadIsNamedByItemFieldAndReason) {
  ASSERT_THAT(
      Read("studentSchoolAssociations.json",
           {Stay("9000000001", "soon"), Stay("9000000001", "2024-08-14", "", "{\"schoolId\":12}"),
            absl::StrCat("{\"schoolReference\":", kSchool, ",", Student(),
                         ",\"entryDate\":\"2024-08-14\",", Grade("Level Blue"), "}")}),
      IsOk());
  ASSERT_EQ(reader_.problem_count(), 3);
  EXPECT_EQ(reader_.problems()[0].item, 1);
  EXPECT_EQ(reader_.problems()[0].field, "entryDate");
  EXPECT_EQ(reader_.problems()[0].value, "soon");
  EXPECT_EQ(reader_.problems()[1].field, "schoolReference/schoolId");
  EXPECT_THAT(reader_.problems()[2].value, HasSubstr("Level Blue"));
}

TEST_F(EdFiTest, AnLeaMayHaveCodesOfItsOwn) {
  EdFiCodes codes = EdFiCodes::Known();
  ASSERT_THAT(codes.Add(R"({"grades": {"Level Blue": "05"}})"), IsOk());
  EXPECT_EQ(codes.Find(EdFiCodes::Table::kGrades, "uri://local#Level Blue"), "05");
  EXPECT_EQ(codes.Find(EdFiCodes::Table::kGrades, "uri://ed-fi.org/G#Third grade"), "03");
  EXPECT_EQ(codes.Find(EdFiCodes::Table::kGrades, "uri://local#Level Red"), std::nullopt);
  EXPECT_FALSE(codes.Add("[]").ok());
  EXPECT_FALSE(codes.Add(R"({"colors": {}})").ok());
  EXPECT_FALSE(codes.Add(R"({"grades": {"a": 5}})").ok());
}

TEST_F(EdFiTest, OtherJsonIsRefusedAndSaysWhy) {
  EXPECT_THAT(std::string(Read("x.json", {"{\"a\":1}"}).message()), HasSubstr("no list"));
  EXPECT_FALSE(reader_.Read("studentSchoolAssociations.json", "{\"a\":1}").ok());
  EXPECT_FALSE(reader_.Read("studentSchoolAssociations.json", "[{\"a\":1},{\"b\"").ok());
  EXPECT_FALSE(reader_.Read("x.json", "[]").ok()) << "of which resource?";
  EXPECT_THAT(reader_.Read("studentSchoolAssociations.json", "[]"), IsOk());
  EXPECT_TRUE(EdFiReader::MayBe("\xEF\xBB\xBF [ {"));
  EXPECT_FALSE(EdFiReader::MayBe("cds,rtype"));
}

}  // namespace
}  // namespace sos::suite
