// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/store/sql/delete_records.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "services/ingestion/convert/enums.h"
#include "services/ingestion/domain/writer.h"
#include "services/ingestion/store/sql/digests.h"
#include "services/ingestion/store/sql/note_rows.h"
#include "services/ingestion/store/sql/submission_rows.h"

namespace sos::ingestion::store {
namespace {

constexpr absl::string_view kStudents = "quarantined_students";

// The numbers of a query's first column.
absl::StatusOr<std::vector<int64_t>> Numbers(sql::Statement& query) {
  std::vector<int64_t> numbers;
  while (true) {
    SOS_ASSIGN_OR_RETURN(const bool more, query.Step());
    if (!more) return numbers;
    numbers.push_back(query.Int(0));
  }
}

// The condition that names the partitions; its parameters are the LEA and the year.
std::string OfRecords() {
  std::vector<int> collections;
  for (const auto& entry : kCollectionEntries) {
    if (GoesWithStudents(entry.value)) collections.push_back(ToProto(entry.value));
  }
  return absl::StrCat(" WHERE lea = ? AND year = ? AND collection IN (",
                      absl::StrJoin(collections, ","), ")");
}

// True for a submission whose wrong rows may be of the LEA and year, though it wrote none of the
// partitions.
bool MayConcern(const v1::Submission& submission, const DeletedRecords& deleted) {
  if (submission.lea_cds().empty()) {
    return submission.state() == v1::Submission::STATE_REJECTED;
  }
  // The seven digits of county and district are enough.
  return deleted.lea.starts_with(submission.lea_cds()) &&
         (submission.dashboard_year() == 0 || submission.dashboard_year() == deleted.year);
}

absl::StatusOr<std::set<int64_t>> SubmissionsOf(sql::Connection& connection,
                                                const DeletedRecords& deleted) {
  SOS_ASSIGN_OR_RETURN(
      const auto writers,
      connection.Prepare(absl::StrCat("SELECT DISTINCT submission FROM revisions WHERE revision IN "
                                      "(SELECT revision FROM partitions",
                                      OfRecords(), ")")));
  SOS_ASSIGN_OR_RETURN(const std::vector<int64_t> wrote,
                       Numbers(writers->BindText(deleted.lea).Bind(deleted.year)));
  std::set<int64_t> submissions(wrote.begin(), wrote.end());
  SOS_ASSIGN_OR_RETURN(const auto noted,
                       connection.Prepare("SELECT id FROM submissions WHERE student_count > 0"));
  SOS_ASSIGN_OR_RETURN(const std::vector<int64_t> with_students, Numbers(*noted));
  for (const int64_t id : with_students) {
    SOS_ASSIGN_OR_RETURN(const SubmissionRow row,
                         LoadSubmission(connection, absl::StrCat("submissions/", id)));
    if (MayConcern(row.submission, deleted)) submissions.insert(id);
  }
  return submissions;
}

// Takes the local ids out of what is remembered of wrong rows. False where there are none.
absl::StatusOr<bool> ForgetStudents(sql::Connection& connection, int64_t submission) {
  SOS_ASSIGN_OR_RETURN(const SubmissionRow row,
                       LoadSubmission(connection, absl::StrCat("submissions/", submission)));
  SOS_ASSIGN_OR_RETURN(std::vector<v1::QuarantinedStudent> students,
                       ReadNotes<v1::QuarantinedStudent>(connection, kStudents, submission,
                                                         row.student_count, 0, row.student_count));
  if (std::none_of(students.begin(), students.end(), [](const v1::QuarantinedStudent& student) {
        return !student.local_student().empty();
      })) {
    return false;
  }
  SOS_ASSIGN_OR_RETURN(const auto forget, connection.Prepare(absl::StrCat(
                                              "DELETE FROM ", kStudents, " WHERE submission = ?")));
  SOS_RETURN_IF_ERROR(forget->Bind(submission).Run());
  for (v1::QuarantinedStudent& student : students) student.clear_local_student();
  SOS_RETURN_IF_ERROR(WriteNotesTo(connection, kStudents, submission, students));
  return true;
}

}  // namespace

absl::StatusOr<std::optional<int64_t>> DeleteStudentRows(sql::Connection& connection,
                                                         const DeletedRecords& deleted) {
  SOS_ASSIGN_OR_RETURN(const auto count, connection.Prepare(absl::StrCat(
                                             "SELECT count(*) FROM partitions", OfRecords())));
  SOS_RETURN_IF_ERROR(count->BindText(deleted.lea).Bind(deleted.year).Step().status());
  const int64_t partition_count = count->Int(0);
  count->Reset();
  SOS_ASSIGN_OR_RETURN(const std::set<int64_t> submissions, SubmissionsOf(connection, deleted));
  bool any = partition_count > 0;
  for (const int64_t submission : submissions) {
    SOS_ASSIGN_OR_RETURN(const bool forgotten, ForgetStudents(connection, submission));
    any = any || forgotten;
  }
  if (!any) return std::nullopt;
  for (const char* const table : {"partition_columns", "partitions"}) {
    SOS_ASSIGN_OR_RETURN(const auto forget,
                         connection.Prepare(absl::StrCat("DELETE FROM ", table, OfRecords())));
    SOS_RETURN_IF_ERROR(forget->BindText(deleted.lea).Bind(deleted.year).Run());
  }
  return partition_count;
}

}  // namespace sos::ingestion::store
