// SPDX-License-Identifier: Apache-2.0

// Nothing is accepted and then invisible: whatever collection a file is of, its rows are shown.

#include <string>
#include <vector>

#include "common/test_util/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/rpc/in_process_test.h"

namespace sos::ingestion {
namespace {

using test_util::IsError;
using test_util::IsOk;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSchoolOfDistrict[] = "99600026000001";

struct Shown {
  std::vector<std::string> columns;
  std::vector<v1::StreamRowsResponse::Row> rows;
  absl::Status status;
};

Shown Show(v1::IngestionService::Stub& stub, const v1::StreamRowsRequest& request) {
  grpc::ClientContext context;
  const auto reader = stub.StreamRows(&context, request);
  Shown shown;
  v1::StreamRowsResponse response;
  while (reader->Read(&response)) {
    shown.columns = {response.columns().begin(), response.columns().end()};
    for (const auto& row : response.rows()) shown.rows.push_back(row);
  }
  shown.status = rpc::FromGrpcStatus(reader->Finish());
  return shown;
}

v1::StreamRowsRequest Asking(v1::Collection collection) {
  v1::StreamRowsRequest request;
  request.set_collection(collection);
  return request;
}

// Adds a row as the parser of the collection gives it.
void AddRow(Collection collection, PartitionBuilder& rows) {
  const RowHeader header = {.collection = collection,
                            .dashboard_year = 2024,
                            .line = 2,
                            .cds = *CdsCode::Parse(kSchoolOfDistrict),
                            .school_name = "Alder Elementary"};
  static const StudentColumns kColumns = {.numbers = {RecordField::kStudent}};
  static constexpr int64_t kStudent[] = {1000000001};
  static constexpr absl::string_view kNames[] = {"a"};
  static constexpr absl::string_view kCells[] = {"1"};
  static constexpr Indicator kIndicatorsOfRow[] = {Indicator::kSuspension};
  static constexpr Color kColorsOfRow[] = {Color::kRed};
  switch (collection) {
    case Collection::kChronicAbsenteeism:
    case Collection::kSuspension:
    case Collection::kEnglishLearnerProgress:
    case Collection::kGraduation:
    case Collection::kEnglishLanguageArts:
    case Collection::kMathematics:
    case Collection::kCollegeCareer:
    case Collection::kScience:
      return rows.OnMeasure({.header = header});
    case Collection::kEnglishLanguageArtsGrade11:
    case Collection::kMathematicsGrade11:
    case Collection::kElpacLevels:
    case Collection::kCensusEnrollment:
    case Collection::kEstimatePublication:
      return rows.OnRecord({.header = header, .columns = kNames, .cells = kCells});
    case Collection::kLocalPriority1:
    case Collection::kLocalPriority2:
    case Collection::kLocalPriority3:
    case Collection::kLocalPriority6:
    case Collection::kLocalPriority7:
    case Collection::kLocalPriority9:
    case Collection::kLocalPriority10:
    case Collection::kSelfReflectionPriority1:
    case Collection::kSelfReflectionPriority2:
    case Collection::kSelfReflectionPriority3:
    case Collection::kSelfReflectionPriority6:
    case Collection::kSelfReflectionPriority7:
    case Collection::kSelfReflectionPriority9:
    case Collection::kSelfReflectionPriority10:
      return rows.OnLocalRating({.header = header, .priority = 1});
    case Collection::kLcffAssistance:
    case Collection::kCharterAssistance:
      return rows.OnAssistance({.header = header});
    case Collection::kEssaAssistance:
      return rows.OnSchoolSupport({.header = header});
    case Collection::kLowestPerformanceLeaGroups:
    case Collection::kLowestPerformanceSchools:
    case Collection::kLowestPerformanceSchoolGroups:
      return rows.OnLowestPerformance({.header = header, .indicators = {Indicator::kSuspension}});
    case Collection::kEntityDirectory:
    case Collection::kLateCertification:
      return rows.OnEntity({.header = header});
    case Collection::kEquityMultiplier:
      return rows.OnEquityMultiplier({.header = header});
    case Collection::kPublishedColors:
    case Collection::kPublishedSchoolColors:
      return rows.OnColor(
          {.header = header, .indicators = kIndicatorsOfRow, .colors = kColorsOfRow});
    case Collection::kRequiredGoals:
      return rows.OnRequiredGoal({.header = header});
    case Collection::kStudentEnrollment:
    case Collection::kStudentInformation:
    case Collection::kStudentProgram:
    case Collection::kEnglishLanguageAcquisition:
    case Collection::kSpecialEducation:
    case Collection::kAbsenceSummary:
    case Collection::kStudentIncident:
    case Collection::kStudentIncidentResult:
    case Collection::kStudentOffense:
    case Collection::kCohortOutcome:
    case Collection::kAbsenceReport:
    case Collection::kProfileReport:
    case Collection::kIncidentReport:
    case Collection::kPlanReport:
    case Collection::kFosterReport:
    case Collection::kLanguageTest:
    case Collection::kAcademicTest:
    case Collection::kCohortReport:
    case Collection::kCompleterReport:
    case Collection::kCensusReport:
    case Collection::kReclassificationReport:
    case Collection::kFormerFosterReport:
    case Collection::kExamination:
      return rows.OnStudentRecord({.collection = collection,
                                   .dashboard_year = 2024,
                                   .line = 2,
                                   .lea = *CdsCode::Parse(kDistrict),
                                   .columns = &kColumns,
                                   .numbers = kStudent});
  }
}

TEST(RowsTest, ShowsEveryCollectionThatIsTakenIn) {
  InProcessIngestion ingestion;
  for (const auto& entry : kCollections) {
    PartitionBuilder rows;
    AddRow(entry.value, rows);
    rows.Finish();
    ASSERT_THAT(
        ingestion.store.Commit({.submission = *ingestion.store.GetSubmission(ingestion.Create()),
                                .partitions = &rows.partitions(),
                                .entities = &rows.entities()}),
        IsOk());

    const Shown shown = Show(ingestion.stub(), Asking(ToProto(entry.value)));

    EXPECT_THAT(shown.status, IsOk()) << entry.code;
    ASSERT_THAT(shown.rows, SizeIs(1)) << entry.code;
    EXPECT_THAT(shown.columns, ::testing::Not(IsEmpty())) << entry.code;
    EXPECT_THAT(shown.rows[0].cells(), SizeIs(shown.columns.size())) << entry.code;
    EXPECT_EQ(shown.rows[0].dashboard_year(), 2024) << entry.code;
  }
}

TEST(RowsTest, ShowsTheYearEntityAndCountyThatAreAskedFor) {
  InProcessIngestion ingestion;
  ASSERT_THAT(ingestion.SendFile(SuspensionFile({kNeighbor, kDistrict}, 5)), IsOk());
  const auto codes = [](const Shown& shown) {
    std::vector<std::string> codes;
    for (const auto& row : shown.rows) codes.push_back(row.cds());
    return codes;
  };
  v1::StreamRowsRequest request = Asking(v1::COLLECTION_SUSPENSION);
  EXPECT_THAT(codes(Show(ingestion.stub(), request)), ElementsAre(kDistrict, kNeighbor));
  request.add_entities(absl::StrCat("entities/", kNeighbor));
  EXPECT_THAT(codes(Show(ingestion.stub(), request)), ElementsAre(kNeighbor));
  request.clear_entities();
  request.add_counties("01");
  EXPECT_THAT(codes(Show(ingestion.stub(), request)), ElementsAre(kDistrict, kNeighbor));
  request.set_counties(0, "27");
  EXPECT_THAT(codes(Show(ingestion.stub(), request)), IsEmpty());
  request.clear_counties();
  request.add_dashboard_years(1999);
  EXPECT_THAT(codes(Show(ingestion.stub(), request)), IsEmpty());
}

TEST(RowsTest, ChecksWhatIsAskedFor) {
  InProcessIngestion ingestion;
  EXPECT_THAT(Show(ingestion.stub(), {}).status, IsError(kInvalid, "FIELD_REQUIRED"));
  v1::StreamRowsRequest request = Asking(static_cast<v1::Collection>(999));
  EXPECT_THAT(Show(ingestion.stub(), request).status, IsError(kInvalid, "FIELD_INVALID"));
  request = Asking(v1::COLLECTION_SUSPENSION);
  request.add_counties("1");
  EXPECT_THAT(Show(ingestion.stub(), request).status, IsError(kInvalid, "FIELD_INVALID"));
  request.clear_counties();
  request.add_entities("99");
  EXPECT_THAT(Show(ingestion.stub(), request).status, IsError(kInvalid, "FIELD_INVALID"));
  request.clear_entities();
  request.set_revision(99);
  EXPECT_THAT(Show(ingestion.stub(), request).status,
              IsError(absl::StatusCode::kNotFound, "REVISION_NOT_FOUND"));
}

}  // namespace
}  // namespace sos::ingestion
