// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUDIT_AUDIT_LOG_H_
#define SOS_COMMON_AUDIT_AUDIT_LOG_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/time/clock.h"

namespace sos {

// One access to what is not for everybody.
struct AuditEntry {
  // Who: a user of the machine, or a caller and how it proved to be one.
  std::string actor;
  // As what: `state`, `county 19`, `lea 19647330000000`.
  std::string scope;
  // What was done, such as `ListStudents`.
  std::string action;
  // To what: a resource name. Never a student.
  std::string resource;
  // Why, in the caller's words.
  std::string purpose;
  // `granted` or `refused` for students; `begun`, `refused`, or the code it ended with for a call
  // that changes something.
  std::string outcome;
};

// An append-only log of accesses, one JSON object a line. Every line has a number and the digest of
// the line before, so that a missing or changed line shows; lines missing at the end do not, unless
// somebody remembers how many there were.
//
// Thread-safe, and safe for several processes that write to one file.
class AuditLog {
 public:
  // The file is begun with the first entry, readable by its owner alone. `clock` must outlive the
  // log.
  AuditLog(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}

  // Adds an entry. It is durable when the call returns; kUnavailable if it could not be written,
  // kDataLoss if the log is damaged, kInvalidArgument if the entry is longer than a line may be:
  // then whatever the entry stands for must not happen.
  absl::Status Append(const AuditEntry& entry);

 private:
  const std::string path_;
  const Clock& clock_;
  absl::Mutex mutex_;
};

// The number of entries of a log, or kDataLoss with the first line that is not what it was.
absl::StatusOr<int64_t> VerifyAuditLog(const std::string& path);

}  // namespace sos

#endif  // SOS_COMMON_AUDIT_AUDIT_LOG_H_
