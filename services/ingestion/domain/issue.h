// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_

#include <cstdint>
#include <optional>
#include <string>

namespace sos::ingestion {

// What is wrong with a row. Its twin in the contract is SubmissionIssue.Kind.
enum class IssueKind {
  kMissingValue,
  kMalformedValue,
  kUnknownCode,
  kOutOfRange,
  kContradiction,
  kDuplicateRow,
  kWrongEntity,
  kWithoutEnrollment,
  kOverlappingEnrollment,
  kOverExpectedDays,
  kUnknownSchool,
  kDuplicateStudent,
  kUnknownLea,
  kWrongYear,
  kCodeContradictsName,
};

// What becomes of the row. Its twin in the contract is SubmissionIssue.Severity.
enum class Severity {
  // It is in quarantine.
  kFatal,
  // It is kept.
  kWarning,
};

// One thing wrong with one row.
struct Issue {
  IssueKind kind = IssueKind::kMalformedValue;
  Severity severity = Severity::kFatal;
  std::string sheet;
  int64_t line = 0;
  std::string column;
  // The value as the file holds it, cut at kMaxIssueValueBytes. It is kept in printable characters.
  std::string value;
  std::string description;
  // Of a student record in quarantine: the local id as the row has it. It goes to whom students are
  // listed for, and nowhere else.
  std::optional<std::string> local_student = std::nullopt;
};

inline constexpr size_t kMaxIssueValueBytes = 100;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_
