// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_UPLOAD_H_
#define SOS_SERVICES_SUITE_UPLOAD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/suite/stubs.h"

namespace sos::suite {

// What a person may say of a file beside the file itself.
struct UploadOptions {
  ingestion::v1::Collection collection = ingestion::v1::COLLECTION_UNSPECIFIED;
  int dashboard_year = 0;
  // The code of the LEA of an export that does not name it.
  std::string lea;
  // Absent: the service's default.
  std::optional<int64_t> max_quarantined_row_count;
  bool contradictions_accepted = false;
  // See Submission.
  bool corrects = false;
  bool shrink_allowed = false;
  ingestion::v1::CoverageClaim claim = ingestion::v1::COVERAGE_CLAIM_UNSPECIFIED;
  bool validate_only = false;
  // Draw a progress bar on standard error if that is a terminal.
  bool show_progress = false;
};

// The files that `arguments` name: a folder stands for every file in it, by name.
std::vector<std::string> FilesOf(const std::vector<std::string>& arguments);

// Uploads the file at `path` as a submission of its own and commits it. A connection that breaks is
// taken up where the received bytes end.
absl::StatusOr<ingestion::v1::Submission> SubmitFile(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& path,
    const UploadOptions& options);

// The same of what stands in memory, under a name that is shown.
absl::StatusOr<ingestion::v1::Submission> SubmitText(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    const std::string& text, const UploadOptions& options);

// Sends typed student records of `options.collection` as a submission of its own.
absl::StatusOr<ingestion::v1::Submission> SubmitRecords(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    const std::vector<ingestion::v1::StudentRecord>& records, const UploadOptions& options);

// All quarantined rows of a submission.
absl::StatusOr<std::vector<ingestion::v1::SubmissionIssue>> ReadIssues(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& submission);

// `14.2 (...), Certified: read 5 columns; not kept: SchoolName, StudentName; not
// there: daysattendedb`.
std::string ReportLine(const ingestion::v1::Submission::ReadReport& report);

// `file.txt:12: column currdenom, value "x": expected ...`.
std::string IssueLine(const std::string& file, const ingestion::v1::SubmissionIssue& issue);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_UPLOAD_H_
