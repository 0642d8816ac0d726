// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_SUITE_STUDENT_FILES_PREPARE_H_
#define SOS_SERVICES_SUITE_STUDENT_FILES_PREPARE_H_

#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/suite/student_files/ed_fi.h"
#include "services/suite/upload.h"

// Files that are read on the sender's machine, since what identifies people in them is sent to
// nobody: examinations of AP and IB, which have names and birth dates in the place of SSIDs, and
// students' facts as an Ed-Fi ODS/API answers them.
namespace sos::suite {

// What is sent of a file that a person named.
struct PreparedFile {
  // The file; of what is made of several, a name for it, or the last one.
  std::string path;
  // The file itself, or a text or records in its place. A status says why nothing is sent.
  std::variant<std::monostate, std::string, RecordBatch, absl::Status> contents;
  // What a person should know of it. Empty: nothing.
  std::vector<std::string> notes;
};

// Whose students they are, where the files do not say it.
struct StudentFacts {
  // 14 digits, or empty.
  std::string lea;
  int dashboard_year = 0;
  // A file with codes of Ed-Fi descriptors. Empty: those that are known.
  std::string ed_fi_codes;
};

// What is sent of `paths`, in their order; what is made of several of them comes last. People are
// looked for in all files that have SSIDs, names and birth dates. Where the LEA is known, lists of
// the same columns with nobody in common are parts of one. kInvalidArgument if the codes of
// Ed-Fi descriptors cannot be read.
absl::StatusOr<std::vector<PreparedFile>> PrepareFiles(const std::vector<std::string>& paths,
                                                       const StudentFacts& facts);

// Sends it as a submission of its own.
absl::StatusOr<ingestion::v1::Submission> Send(
    ingestion::v1::IngestionService::StubInterface& ingestion, const PreparedFile& file,
    UploadOptions options);

}  // namespace sos::suite

#endif  // SOS_SERVICES_SUITE_STUDENT_FILES_PREPARE_H_
