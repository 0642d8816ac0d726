// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_ACCESS_CONTROL_H_
#define SOS_COMMON_AUTH_ACCESS_CONTROL_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/audit/audit_log.h"
#include "common/auth/access_table.h"
#include "common/auth/auth_options.h"
#include "common/auth/caller_limits.h"
#include "common/auth/principal.h"
#include "common/auth/token_verifier.h"
#include "common/time/clock.h"
#include "google/protobuf/message.h"
#include "grpcpp/grpcpp.h"

namespace sos::auth {

// True for a call through an in-process channel, which no one outside can open.
bool IsSameProcess(const grpc::ServerContextBase& context);

// What the caller sent as bearer token: nullopt if it sent no authorization at all, empty if one of
// another kind.
std::optional<absl::string_view> BearerToken(const grpc::ServerContextBase& context);

// Whether what is named lies within a scope: an entity, as a resource name or code, or a county.
bool Covers(const Principal& principal, absl::string_view name);

// Whether older revisions of what `request` is about may be read, too: by those who may see its
// counts anyway. Everybody else could find what one revision withholds by subtracting another.
bool SeesHistory(const Principal& principal, const AccessRule& rule,
                 const google::protobuf::Message& request);

// Authenticates callers, authorizes methods, and enforces per-caller limits.
//
// A caller proves its identity by a bearer token or, without one, by a client certificate that
// names a service of the suite. What each role may call is in access_table.h. Calls within the
// process are not asked. Thread-safe.
class AccessControl {
 public:
  // A call that was let in.
  struct Admission {
    Principal principal;
    CallerLimits::Place place;
    // Older revisions of what the request is about may be read, too.
    bool sees_history = false;
    // Whether its beginning and end belong into the audit log.
    bool audited = false;
  };

  // Reads the keys, if there are any. `clock` must outlive the control, `audit_log` likewise; null
  // writes nothing down.
  static absl::StatusOr<std::unique_ptr<AccessControl>> Create(const AuthOptions& options,
                                                               AuditLog* audit_log,
                                                               const Clock& clock);

  // Lets a call of `method` of the package `domain` in, or returns TOKEN_REQUIRED, TOKEN_INVALID,
  // ROLE_NOT_PERMITTED, OUTSIDE_SCOPE, CALLER_LIMITED or AUDIT_LOG_UNAVAILABLE. `request` is null
  // for a stream of requests. `admission` names the caller as soon as it is known, also of a call
  // that is refused.
  absl::Status Admit(const grpc::ServerContextBase& context, absl::string_view domain,
                     absl::string_view method, const google::protobuf::Message* request,
                     CallerLimits::Kind kind, Admission& admission);

  // Writes down how an audited call ended. `resource` is what it was about, if it has said so.
  void Record(const Admission& admission, absl::string_view method,
              const google::protobuf::Message* request, absl::string_view resource,
              absl::string_view outcome);

 private:
  AccessControl(const AuthOptions& options, AuditLog* audit_log, const Clock& clock);

  absl::StatusOr<Principal> Identify(const grpc::ServerContextBase& context,
                                     absl::string_view domain);
  absl::Status WriteDown(const Principal& principal, absl::string_view method,
                         const google::protobuf::Message* request, absl::string_view resource,
                         absl::string_view outcome);

  const AuthOptions options_;
  AuditLog* const audit_log_;
  std::unique_ptr<TokenVerifier> tokens_;
  CallerLimits limits_;
};

// Whether `principal` may ask what `request` asks, by the row of its method: OUTSIDE_SCOPE of
// `domain` if not.
absl::Status CheckReach(const Principal& principal, const AccessRule& rule,
                        const google::protobuf::Message& request, absl::string_view domain);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_ACCESS_CONTROL_H_
