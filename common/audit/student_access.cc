// SPDX-License-Identifier: Apache-2.0
#include "common/audit/student_access.h"

#include <pwd.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/auth/access_control.h"
#include "common/digest/sha256.h"
#include "common/status/common_errors.h"

namespace sos {
namespace {

// Asked once: getpwuid() may not be called by two threads.
const std::string& UserOfThisProcess() {
  static const auto* const kUser = [] {
    const passwd* const user = getpwuid(getuid());
    return new std::string(user == nullptr ? absl::StrCat("uid ", getuid())
                                           : absl::StrCat("user ", user->pw_name));
  }();
  return *kUser;
}

}  // namespace

absl::Status StudentAccess::Admit(const grpc::ServerContext& caller,
                                  const auth::Principal& principal, absl::string_view domain,
                                  absl::string_view action, absl::string_view resource,
                                  absl::string_view purpose) const {
  if (log_ == nullptr) return StudentsNotListedError(domain);
  const bool inside = auth::IsSameProcess(caller);
  const bool known = principal.role != auth::Role::kUnchecked;
  const bool proved = !known && IsSecret(auth::BearerToken(caller).value_or(""), token_);
  // No rule admits the role public here; a caller lowered to it is refused in any case.
  const bool admitted =
      principal.role != auth::Role::kPublic && (known || proved || (inside && same_process_));
  const absl::Status written = log_->Append(
      {.actor = known    ? principal.subject
                : inside ? UserOfThisProcess()
                         : absl::StrCat(proved ? "token holder at " : "caller at ", caller.peer()),
       .scope = principal.scope(),
       .action = std::string(action),
       .resource = std::string(resource),
       .purpose = std::string(purpose),
       .outcome = admitted ? "granted" : "refused"});
  if (!written.ok()) return AuditLogUnavailableError(domain, "no student is listed", written);
  return admitted ? absl::OkStatus() : StudentsNotListedError(domain);
}

absl::Status ValidatePurpose(absl::string_view domain, absl::string_view purpose) {
  if (purpose.empty()) return FieldRequiredError(domain, "purpose");
  if (purpose.size() <= kMaxPurposeBytes) return absl::OkStatus();
  return FieldInvalidError(domain, "purpose", absl::StrCat(purpose.size(), " bytes"),
                           absl::StrCat("at most ", kMaxPurposeBytes, " bytes"));
}

}  // namespace sos
