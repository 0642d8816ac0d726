// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_DOMAIN_REJECTION_H_
#define SOS_SERVICES_INGESTION_DOMAIN_REJECTION_H_

namespace sos::ingestion {

// Why a file was rejected as a whole; the values are those of Submission.RejectionReason.
enum class Rejection {
  kNone,
  kUnreadableFile,
  kUnknownLayout,
  kAmbiguousLayout,
  kUnknownYear,
  kTooManyQuarantinedRows,
  kNoRows,
  kDuplicateColumn,
  kShrinks,
  kTooCostly,
  kSelectedStudents,
  kUnknownLea,
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_DOMAIN_REJECTION_H_
