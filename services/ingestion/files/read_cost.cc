// SPDX-License-Identifier: Apache-2.0
#include "services/ingestion/files/read_cost.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "services/ingestion/store/store.h"

namespace sos::ingestion {
namespace {

constexpr int64_t kMiB = int64_t{1} << 20;

// What finds a repeated row: a key of some 30 characters in a hash set that is half full, and while
// it grows is there twice.
constexpr int64_t kRowKeyBytes = 112;
// Of a student record, a hash of 8 bytes stands for the key.
constexpr int64_t kRecordKeyBytes = 32;
// An issue is kept as such, as a message and, with its student, a second time.
constexpr int64_t kIssueCopies = 3;
// Beside the texts, of each copy.
constexpr int64_t kIssueBytes = 256;

int64_t BytesOf(const Issue& issue) {
  const size_t texts =
      issue.sheet.size() + issue.column.size() + issue.value.size() + issue.description.size();
  return kIssueCopies * (kIssueBytes + static_cast<int64_t>(texts));
}

}  // namespace

int64_t MaxSubmissionBytes(int64_t read_memory_bytes) {
  return std::min(kMaxSubmissionBytes, read_memory_bytes / kLeastReadMemoryFactor);
}

absl::Status CostGuard::VisitRow(const table::Row& row) {
  SOS_RETURN_IF_ERROR(visitor_.VisitRow(row));
  if (outcome_.accepted_row_count != counted_rows_) {
    held_.Add((outcome_.accepted_row_count - counted_rows_) *
              (rows_.student_rows().empty() ? kRowKeyBytes : kRecordKeyBytes));
    counted_rows_ = outcome_.accepted_row_count;
  }
  for (; counted_issues_ < outcome_.issues.size(); ++counted_issues_) {
    held_.Add(BytesOf(outcome_.issues[counted_issues_]));
  }
  if (memory_ != nullptr && !memory_->fits()) {
    return absl::ResourceExhaustedError("the rows of the file take more memory than they may");
  }
  return CheckCounts();
}

absl::Status CostGuard::CheckCounts() const {
  if (rows_.entities().size() > kMaxEntitiesOfFile) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the file names more than ", kMaxEntitiesOfFile,
                     " schools and LEAs, nine times as many as there are; check its codes"));
  }
  if (rows_.partitions().size() + rows_.student_rows().size() > kMaxPartitionsOfFile) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the file has rows of more than ", kMaxPartitionsOfFile,
                     " LEAs and years; check its codes, or split it by year"));
  }
  return absl::OkStatus();
}

std::string TooMuchMemory(const MemoryAccount& memory, size_t byte_count) {
  const bool of_server = memory.limit_bytes() < ReadMemoryLimit(static_cast<int64_t>(byte_count));
  return absl::StrCat("reading the file takes more than ", memory.limit_bytes() / kMiB,
                      " MiB of memory, the limit ",
                      of_server ? "of this server (SOS_READ_MEMORY)"
                                : absl::StrCat("for its ", byte_count, " bytes"),
                      "; load it unpacked, or split it by LEA or year");
}

}  // namespace sos::ingestion
