// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUDIT_STUDENT_ACCESS_H_
#define SOS_COMMON_AUDIT_STUDENT_ACCESS_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/audit/audit_log.h"
#include "common/auth/principal.h"
#include "grpcpp/grpcpp.h"

namespace sos {

// Decides who may see students by local id, and writes every attempt to the audit log first.
// Thread-safe.
class StudentAccess {
 public:
  // Nobody may: what servers do unless they are told otherwise.
  StudentAccess() = default;
  // Callers in the same process may if `same_process`: the user of a laptop, whose files these are.
  // Others may that send `authorization: Bearer TOKEN`; nobody with an empty `token`. `log` must
  // outlive this.
  StudentAccess(AuditLog* log, bool same_process, std::string token)
      : log_(log), same_process_(same_process), token_(std::move(token)) {}

  // A caller whose token says its role (`principal`) was let in by the access table. OK if it, or
  // one that nobody asked, may do `action` to `resource`. Otherwise an error of `domain`:
  // STUDENTS_NOT_LISTED, or AUDIT_LOG_UNAVAILABLE if the attempt cannot be written down.
  absl::Status Admit(const grpc::ServerContext& caller, const auth::Principal& principal,
                     absl::string_view domain, absl::string_view action, absl::string_view resource,
                     absl::string_view purpose) const;

 private:
  AuditLog* log_ = nullptr;
  bool same_process_ = false;
  std::string token_;
};

// The most bytes of a purpose.
inline constexpr size_t kMaxPurposeBytes = 255;

// FIELD_REQUIRED or FIELD_INVALID of `domain` if a request does not say what a list is for.
absl::Status ValidatePurpose(absl::string_view domain, absl::string_view purpose);

}  // namespace sos

#endif  // SOS_COMMON_AUDIT_STUDENT_ACCESS_H_
