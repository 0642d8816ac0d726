// SPDX-License-Identifier: Apache-2.0
#include "services/suite/upload.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <istream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/digest/sha256.h"
#include "common/rpc/grpc_status.h"
#include "common/status/macros.h"
#include "common/text/printable.h"
#include "services/suite/terminal.h"

namespace sos::suite {
namespace {

// The most that a chunk may have: each is a transaction of its own.
constexpr size_t kChunkBytes = size_t{2} << 20;
constexpr int kMaxResumes = 5;
// Typed records of one message.
constexpr int kRecordsAtOnce = 1000;

std::string NewUuid() {
  absl::BitGen random;
  const auto part = [&random] { return absl::Uniform<uint64_t>(random); };
  const uint64_t a = part();
  const uint64_t b = part();
  // Version 4, variant 1 of RFC 4122.
  return absl::StrFormat("%08x-%04x-4%03x-%04x-%012x", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                         0x8000 | ((b >> 48) & 0x3fff), b & 0xffffffffffff);
}

// A bar on standard error, drawn over itself; nothing where that is no terminal.
class ProgressBar {
 public:
  ProgressBar(std::string label, int64_t total, bool shown)
      : label_(std::move(label)), total_(std::max<int64_t>(total, 1)), shown_(shown) {}
  ~ProgressBar() {
    if (shown_) EndProgress();
  }

  void Show(int64_t done, const char* stage) {
    if (!shown_) return;
    constexpr int kWidth = 30;
    const int filled = static_cast<int>(kWidth * done / total_);
    ShowProgress(absl::StrFormat("%s [%s%s] %3d%% %s", label_, std::string(filled, '#'),
                                 std::string(kWidth - filled, '.'), 100 * done / total_, stage));
  }

 private:
  const std::string label_;
  const int64_t total_;
  const bool shown_;
};

// The SHA-256 of the file, and how many bytes it has.
struct FileContents {
  std::string digest;
  int64_t byte_count = 0;
};
FileContents ReadContents(std::istream& file) {
  FileContents contents;
  Sha256 digest;
  std::string buffer(kChunkBytes, '\0');
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    digest.Add(absl::string_view(buffer).substr(0, static_cast<size_t>(file.gcount())));
    contents.byte_count += file.gcount();
  }
  contents.digest = digest.Hex();
  return contents;
}

// Sends the file from `offset` on. Returns the status of the stream.
absl::Status SendFrom(ingestion::v1::IngestionService::StubInterface& ingestion, std::istream& file,
                      const std::string& submission, int64_t offset, ProgressBar& progress) {
  grpc::ClientContext context;
  ingestion::v1::UploadSubmissionResponse response;
  const auto writer = ingestion.UploadSubmission(&context, &response);
  file.clear();
  file.seekg(offset);
  std::string buffer(kChunkBytes, '\0');
  ingestion::v1::UploadSubmissionRequest chunk;
  chunk.set_name(submission);
  bool any = false;
  while (file.read(buffer.data(), kChunkBytes) || file.gcount() > 0 || !any) {
    any = true;
    chunk.set_offset(offset);
    chunk.set_data(buffer.substr(0, file.gcount()));
    if (!writer->Write(chunk)) break;
    offset += file.gcount();
    progress.Show(offset, "sending");
  }
  writer->WritesDone();
  return rpc::FromGrpcStatus(writer->Finish());
}

// What is asked for, of a file that is called `name`.
ingestion::v1::Submission Asked(const std::string& name, const UploadOptions& options) {
  ingestion::v1::Submission asked;
  asked.set_display_name(name);
  asked.set_collection(options.collection);
  asked.set_dashboard_year(options.dashboard_year);
  asked.set_lea_cds(options.lea);
  if (options.max_quarantined_row_count) {
    asked.set_max_quarantined_row_count(*options.max_quarantined_row_count);
  }
  asked.set_contradictions_accepted(options.contradictions_accepted);
  asked.set_corrects(options.corrects);
  asked.set_shrink_allowed(options.shrink_allowed);
  asked.set_coverage_claim(options.claim);
  return asked;
}

absl::StatusOr<ingestion::v1::Submission> Create(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    const UploadOptions& options) {
  ingestion::v1::CreateSubmissionRequest request;
  *request.mutable_submission() = Asked(name, options);
  request.set_request_id(NewUuid());
  grpc::ClientContext context;
  ingestion::v1::Submission submission;
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(ingestion.CreateSubmission(&context, request, &submission)));
  return submission;
}

absl::StatusOr<ingestion::v1::Submission> Submit(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    std::istream& file, int64_t size, const UploadOptions& options) {
  ProgressBar progress(name, size, options.show_progress);
  // What is committed is this file, whole, or nothing.
  const FileContents contents = ReadContents(file);
  SOS_ASSIGN_OR_RETURN(ingestion::v1::Submission submission, Create(ingestion, name, options));
  for (int attempt = 0;; ++attempt) {
    const absl::Status sent =
        SendFrom(ingestion, file, submission.name(), submission.received_byte_count(), progress);
    if (sent.ok()) break;
    if (!absl::IsUnavailable(sent) || attempt == kMaxResumes) return sent;
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    ingestion::v1::GetSubmissionRequest request;
    request.set_name(submission.name());
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(ingestion.GetSubmission(&context, request, &submission)));
  }
  progress.Show(size, "reading rows");
  grpc::ClientContext context;
  ingestion::v1::CommitSubmissionRequest commit;
  commit.set_name(submission.name());
  commit.set_validate_only(options.validate_only);
  commit.set_byte_count(contents.byte_count);
  commit.set_content_digest(contents.digest);
  SOS_RETURN_IF_ERROR(
      rpc::FromGrpcStatus(ingestion.CommitSubmission(&context, commit, &submission)));
  if (options.validate_only) {
    grpc::ClientContext forget_context;
    ingestion::v1::DeleteSubmissionRequest forget;
    forget.set_name(submission.name());
    google::protobuf::Empty nothing;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(ingestion.DeleteSubmission(&forget_context, forget, &nothing)));
  }
  return submission;
}

}  // namespace

std::vector<std::string> FilesOf(const std::vector<std::string>& arguments) {
  std::vector<std::string> files;
  for (const std::string& argument : arguments) {
    std::error_code error;
    if (!std::filesystem::is_directory(argument, error)) {
      files.push_back(argument);  // One that is not there is an error when it is read.
      continue;
    }
    const size_t first = files.size();
    for (const auto& entry : std::filesystem::directory_iterator(argument, error)) {
      if (entry.is_regular_file(error)) files.push_back(entry.path().string());
    }
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(first), files.end());
  }
  return files;
}

absl::StatusOr<ingestion::v1::Submission> SubmitFile(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& path,
    const UploadOptions& options) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is a directory; name its files"));
  }
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return Submit(ingestion, std::filesystem::path(path).filename().string(), file,
                static_cast<int64_t>(size), options);
}

absl::StatusOr<ingestion::v1::Submission> SubmitText(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    const std::string& text, const UploadOptions& options) {
  std::istringstream stream(text);
  return Submit(ingestion, name, stream, static_cast<int64_t>(text.size()), options);
}

absl::StatusOr<ingestion::v1::Submission> SubmitRecords(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& name,
    const std::vector<ingestion::v1::StudentRecord>& records, const UploadOptions& options) {
  grpc::ClientContext context;
  ingestion::v1::Submission submission;
  const auto writer = ingestion.SubmitStudentRecords(&context, &submission);
  ProgressBar progress(name, static_cast<int64_t>(records.size()), options.show_progress);
  ingestion::v1::SubmitStudentRecordsRequest request;
  *request.mutable_submission() = Asked(name, options);
  request.set_request_id(NewUuid());
  request.set_validate_only(options.validate_only);
  for (size_t i = 0; i <= records.size(); ++i) {
    const bool last = i == records.size();
    if (last || request.records_size() == kRecordsAtOnce) {
      if (last) request.set_record_count(static_cast<int64_t>(records.size()));
      if (!writer->Write(request)) break;
      request.Clear();
      progress.Show(static_cast<int64_t>(i), "sending");
    }
    if (!last) *request.add_records() = records[i];
  }
  writer->WritesDone();
  SOS_RETURN_IF_ERROR(rpc::FromGrpcStatus(writer->Finish()));
  return submission;
}

absl::StatusOr<std::vector<ingestion::v1::SubmissionIssue>> ReadIssues(
    ingestion::v1::IngestionService::StubInterface& ingestion, const std::string& submission) {
  std::vector<ingestion::v1::SubmissionIssue> issues;
  ingestion::v1::ListSubmissionIssuesRequest request;
  request.set_parent(submission);
  request.set_page_size(1000);
  do {
    grpc::ClientContext context;
    ingestion::v1::ListSubmissionIssuesResponse response;
    SOS_RETURN_IF_ERROR(
        rpc::FromGrpcStatus(ingestion.ListSubmissionIssues(&context, request, &response)));
    issues.insert(issues.end(), response.issues().begin(), response.issues().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return issues;
}

std::string ReportLine(const ingestion::v1::Submission::ReadReport& report) {
  std::string line = absl::StrCat(report.report(), " (", report.title(), ")");
  if (!report.status().empty()) absl::StrAppend(&line, ", ", report.status());
  absl::StrAppend(&line, ": read ", report.read_columns_size(), " columns");
  if (!report.ignored_columns().empty()) {
    absl::StrAppend(&line, "; not kept: ", absl::StrJoin(report.ignored_columns(), ", "));
  }
  if (!report.missing_columns().empty()) {
    absl::StrAppend(&line, "; not there: ", absl::StrJoin(report.missing_columns(), ", "));
  }
  return line;
}

std::string IssueLine(const std::string& file, const ingestion::v1::SubmissionIssue& issue) {
  std::string line = absl::StrCat(file, ":", issue.line(), ": ");
  if (issue.severity() == ingestion::v1::SubmissionIssue::SEVERITY_WARNING) line += "warning: ";
  if (!issue.sheet().empty()) absl::StrAppend(&line, "sheet ", issue.sheet(), ", ");
  if (!issue.column().empty()) {
    absl::StrAppend(&line, "column ", issue.column(), ", value \"", issue.value(), "\": ");
  }
  return Printable(absl::StrCat(line, issue.description()));
}

}  // namespace sos::suite
