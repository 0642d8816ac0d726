#ifndef SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_
#define SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_

#include <cstdint>
#include <string>

namespace sos::ingestion {

// What is wrong with a row. The values are those of SubmissionIssue.Kind less one.
enum class IssueKind {
  kMissingValue,
  kMalformedValue,
  kUnknownCode,
  kOutOfRange,
  kContradiction,
  kDuplicateRow,
  kWrongEntity,
};

// One thing wrong with one row, which puts the row into quarantine.
struct Issue {
  IssueKind kind = IssueKind::kMalformedValue;
  std::string sheet;
  int64_t line = 0;
  std::string column;
  // The value as the file holds it, cut at kMaxIssueValueBytes.
  std::string value;
  std::string description;
};

inline constexpr size_t kMaxIssueValueBytes = 100;

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_ISSUE_H_
