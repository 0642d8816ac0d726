// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_STORE_DELETION_CONFORMANCE_H_
#define SOS_SERVICES_INGESTION_STORE_DELETION_CONFORMANCE_H_

#include <string>
#include <vector>

#include "services/ingestion/store/store_conformance.h"

// The part of the suite of every Store that is about student records that are deleted.
namespace sos::ingestion {

class DeletionConformanceTest : public StoreConformanceTest {
 protected:
  static constexpr int64_t kStudent = 9'000'000'001;
  static constexpr char kRequest[] = "22222222-2222-4222-8222-222222222222";

  // One student of an LEA and year, in one collection of records.
  v1::Submission CommitStudent(const char* lea, int year,
                               Collection collection = Collection::kStudentEnrollment) {
    static const auto* const kColumns = new StudentColumns{.numbers = {RecordField::kStudent}};
    PartitionBuilder rows;
    const std::vector<int64_t> numbers = {kStudent};
    rows.OnStudentRecord({.collection = collection,
                          .dashboard_year = year,
                          .line = 1,
                          .lea = *CdsCode::Parse(lea),
                          .columns = kColumns,
                          .numbers = numbers});
    rows.Finish();
    SubmissionNotes notes;
    notes.students.emplace_back().set_local_student("L1");
    v1::Submission submission = *store_->GetSubmission(Create());
    submission.set_lea_cds(lea);
    submission.set_dashboard_year(year);
    return *store_->Commit({.submission = submission,
                            .partitions = &rows.partitions(),
                            .entities = &rows.entities(),
                            .notes = notes});
  }

  absl::StatusOr<v1::Submission> DeleteRecords(const char* lea, int year,
                                               const std::string& request_id = "") {
    v1::Submission asked;
    asked.set_display_name("student records, deleted");
    asked.set_lea_cds(lea);
    asked.set_dashboard_year(year);
    asked.set_deletes_student_records(true);
    return store_->DeleteStudentRecords(asked, request_id);
  }

  // "lea/year/collection@revision" of every partition of records at a revision, which can be read.
  std::vector<std::string> Records(int64_t revision) {
    std::vector<std::string> found;
    v1::PartitionFilter filter;
    filter.add_record_fields(v1::RECORD_FIELD_STUDENT);
    EXPECT_THAT(store_->VisitPartitions(filter, {.number = revision}, true,
                                        [&](const v1::Partition& partition) {
                                          if (!partition.has_student_records())
                                            return absl::OkStatus();
                                          EXPECT_EQ(partition.student_records().columns_size(), 1);
                                          found.push_back(absl::StrCat(
                                              partition.lea_cds().substr(2, 5), "/",
                                              partition.dashboard_year(), "/",
                                              partition.collection(), "@", partition.revision()));
                                          return absl::OkStatus();
                                        }),
                test_util::IsOk());
    return found;
  }
};

TEST_P(DeletionConformanceTest, DeletedRecordsAreInNoRevisionAnyMore) {
  CommitStudent(kAlameda, 2025);
  CommitStudent(kAlameda, 2025, Collection::kAbsenceSummary);
  CommitStudent(kAlameda, 2024);
  CommitStudent(kAlbany, 2025);

  const auto deleted = DeleteRecords(kAlameda, 2025);

  ASSERT_THAT(deleted, test_util::IsOk());
  EXPECT_EQ(deleted->state(), v1::Submission::STATE_COMMITTED);
  EXPECT_EQ(deleted->revision(), 5);
  EXPECT_EQ(deleted->partition_count(), 2);
  EXPECT_THAT(Records(0), ::testing::ElementsAre("61119/2024/29@3", "61127/2025/29@4"));
  EXPECT_THAT(Records(2), ::testing::IsEmpty());
  EXPECT_THAT(Records(4), ::testing::ElementsAre("61119/2024/29@3", "61127/2025/29@4"));
}

TEST_P(DeletionConformanceTest, WhatTheStatePublishedStays) {
  CommitRows({{kAlameda, 7}}, 2025);
  CommitStudent(kAlameda, 2025);

  ASSERT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());

  EXPECT_THAT(Partitions(0), ::testing::ElementsAre("01611190000000:7@1"));
}

TEST_P(DeletionConformanceTest, RecordsThatComeAfterwardsAreKept) {
  CommitStudent(kAlameda, 2025);
  ASSERT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());

  const v1::Submission again = CommitStudent(kAlameda, 2025);

  EXPECT_FALSE(again.unchanged()) << "they are not stored already";
  EXPECT_THAT(Records(0), ::testing::ElementsAre("61119/2025/29@3"));
  EXPECT_THAT(Records(2), ::testing::IsEmpty());
  ASSERT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());
  EXPECT_THAT(Records(0), ::testing::IsEmpty());
  EXPECT_THAT(Records(3), ::testing::IsEmpty());
}

TEST_P(DeletionConformanceTest, WhatWasMadeFromDeletedRecordsIsMadeAgain) {
  const v1::Submission first = CommitStudent(kAlameda, 2025);
  ASSERT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());
  PartitionBuilder rows;
  static const auto* const kColumns = new StudentColumns{.numbers = {RecordField::kStudent}};
  const std::vector<int64_t> numbers = {kStudent};
  rows.OnStudentRecord({.collection = Collection::kStudentEnrollment,
                        .dashboard_year = 2025,
                        .line = 1,
                        .lea = *CdsCode::Parse(kAlameda),
                        .columns = kColumns,
                        .numbers = numbers});
  rows.Finish();

  const auto built_before = store_->Commit({.submission = *store_->GetSubmission(Create()),
                                            .partitions = &rows.partitions(),
                                            .entities = &rows.entities(),
                                            .built_on = RevisionIn(first)});

  EXPECT_TRUE(absl::IsAborted(built_before.status())) << "else it would bring them back";
}

TEST_P(DeletionConformanceTest, LocalIdsOfWrongRowsGoWithTheRecords) {
  const v1::Submission committed = CommitStudent(kAlameda, 2025);
  const v1::Submission other = CommitStudent(kAlbany, 2024);

  ASSERT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());

  const auto students = store_->ListQuarantinedStudents(committed.name(), 0, 10);
  ASSERT_THAT(students, test_util::IsOk());
  ASSERT_EQ(students->size(), 1U);
  EXPECT_EQ(students->front().local_student(), "");
  EXPECT_EQ(store_->ListQuarantinedStudents(other.name(), 0, 10)->front().local_student(), "L1");
}

TEST_P(DeletionConformanceTest, LocalIdsOfARejectedFileGoThoughItIsAllThatThereIs) {
  SubmissionNotes notes;
  notes.students.emplace_back().set_local_student("L1");
  v1::Submission rejected = *store_->GetSubmission(Create());
  rejected.set_lea_cds(kAlameda);
  rejected.set_dashboard_year(2025);
  rejected.set_state(v1::Submission::STATE_REJECTED);
  ASSERT_THAT(store_->Reject(rejected, notes), test_util::IsOk());

  EXPECT_THAT(DeleteRecords(kAlameda, 2025), test_util::IsOk());

  EXPECT_EQ(store_->ListQuarantinedStudents(rejected.name(), 0, 10)->front().local_student(), "");
  EXPECT_THAT(DeleteRecords(kAlameda, 2025),
              test_util::IsError(absl::StatusCode::kNotFound, "STUDENT_RECORDS_NOT_FOUND"))
      << "once";
}

TEST_P(DeletionConformanceTest, NothingToDeleteIsAnErrorAndNoRevision) {
  CommitStudent(kAlameda, 2025);
  EXPECT_THAT(DeleteRecords(kAlameda, 2024),
              test_util::IsError(absl::StatusCode::kNotFound, "STUDENT_RECORDS_NOT_FOUND"));
  EXPECT_EQ(store_->NewestRevision()->number, 1);
}

TEST_P(DeletionConformanceTest, ARepeatedRequestDeletesOnce) {
  CommitStudent(kAlameda, 2025);
  const auto first = DeleteRecords(kAlameda, 2025, kRequest);
  CommitStudent(kAlameda, 2025);

  const auto again = DeleteRecords(kAlameda, 2025, kRequest);

  ASSERT_THAT(again, test_util::IsOk());
  EXPECT_EQ(again->name(), first->name());
  EXPECT_THAT(Records(0), ::testing::ElementsAre("61119/2025/29@3"));
  EXPECT_THAT(DeleteRecords(kAlameda, 2024, kRequest),
              test_util::IsError(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_STORE_DELETION_CONFORMANCE_H_
