// SPDX-License-Identifier: Apache-2.0
#include "common/auth/access_control.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/auth/on_behalf.h"
#include "common/education/cds_code.h"
#include "common/log/log.h"
#include "common/resource_names/resource_names.h"
#include "common/status/common_errors.h"
#include "common/status/macros.h"

namespace sos::auth {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The names in the certificate with which the connection was made; none unless it was verified.
std::vector<std::string> CertificateNames(const grpc::ServerContextBase& context) {
  std::vector<std::string> names;
  const auto auth = context.auth_context();
  if (auth == nullptr || !auth->IsPeerAuthenticated()) return names;
  for (const char* property : {"x509_subject_alternative_name", "x509_common_name"}) {
    for (const grpc::string_ref& value : auth->FindPropertyValues(property)) {
      names.emplace_back(value.data(), value.size());
    }
  }
  return names;
}

// Whether a program, such as sos-web, passes on the token of the user for whom it calls. Where
// nobody verifies the token, it must not stand for more than its absence, which is the public view.
bool ForwardsToken(const grpc::ServerContextBase& context) {
  return context.client_metadata().contains("authorization") &&
         context.client_metadata().contains(kEndUserKey);
}

// The texts in the field at `path`, such as `filter.entities`.
std::vector<std::string> TextsAt(const Message& message, absl::string_view path) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(path, absl::MaxSplits('.', 1));
  const FieldDescriptor* const field =
      message.GetDescriptor()->FindFieldByName(std::string(parts.first));
  const auto* const reflection = message.GetReflection();
  if (field == nullptr) return {};
  if (!parts.second.empty()) {
    return reflection->HasField(message, field)
               ? TextsAt(reflection->GetMessage(message, field), parts.second)
               : std::vector<std::string>();
  }
  std::vector<std::string> texts;
  if (field->is_repeated()) {
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      texts.push_back(reflection->GetRepeatedString(message, field, i));
    }
  } else if (std::string text = reflection->GetString(message, field); !text.empty()) {
    texts.push_back(std::move(text));
  }
  return texts;
}

// No resource has a longer name; what a caller says beyond is not worth an entry.
constexpr size_t kMaxResourceBytes = 256;

// What a call is about, for the audit log: the resource its request names.
std::string ResourceOf(const Message* request) {
  if (request == nullptr) return "";
  for (const char* path : {"name", "parent", "release.name", "request_id"}) {
    const std::vector<std::string> texts = TextsAt(*request, path);
    if (!texts.empty()) return texts.front().substr(0, kMaxResourceBytes);
  }
  return "";
}

}  // namespace

bool IsSameProcess(const grpc::ServerContextBase& context) {
  // Its peer has no address (gRPC says `unknown` or `inproc`); every other has one, such as
  // `ipv4:127.0.0.1:4711`.
  return !absl::StrContains(context.peer(), ':');
}

std::optional<absl::string_view> BearerToken(const grpc::ServerContextBase& context) {
  const auto found = context.client_metadata().find("authorization");
  if (found == context.client_metadata().end()) return std::nullopt;
  absl::string_view value(found->second.data(), found->second.size());
  return absl::ConsumePrefix(&value, "Bearer ") ? value : absl::string_view();
}

bool Covers(const Principal& principal, absl::string_view name) {
  name = EntityId(name);
  name = name.substr(0, name.find('/'));
  if (const std::optional<CdsCode> cds = CdsCode::Parse(name)) return principal.Covers(*cds);
  return IsCountyCode(name) && principal.CoversCounty(name);
}

namespace {

// OK if everything that the request names lies within the scope, and it names something.
absl::Status CheckNames(const Principal& principal, const AccessRule& rule, const Message& request,
                        absl::string_view domain) {
  bool named = false;
  for (const absl::string_view path : rule.scope_fields) {
    for (const std::string& text : TextsAt(request, path)) {
      if (!Covers(principal, text)) return OutsideScopeError(domain, path, text);
      named = true;
    }
  }
  if (named) return absl::OkStatus();
  return OutsideScopeError(domain, rule.scope_fields.empty() ? "" : rule.scope_fields.front(), "");
}

}  // namespace

bool SeesHistory(const Principal& principal, const AccessRule& rule, const Message& request) {
  return principal.sees_counts() &&
         (principal.unlimited() || CheckNames(principal, rule, request, "").ok());
}

absl::Status CheckReach(const Principal& principal, const AccessRule& rule, const Message& request,
                        absl::string_view domain) {
  if (rule.reach != Reach::kNamed || principal.unlimited()) return absl::OkStatus();
  return CheckNames(principal, rule, request, domain);
}

AccessControl::AccessControl(const AuthOptions& options, AuditLog* audit_log, const Clock& clock)
    : options_(options), audit_log_(audit_log), limits_(options.limits, clock) {}

absl::StatusOr<std::unique_ptr<AccessControl>> AccessControl::Create(const AuthOptions& options,
                                                                     AuditLog* audit_log,
                                                                     const Clock& clock) {
  auto control = absl::WrapUnique(new AccessControl(options, audit_log, clock));
  if (options.enabled()) {
    SOS_ASSIGN_OR_RETURN(control->tokens_, TokenVerifier::Create(options.tokens, clock));
  }
  return control;
}

absl::StatusOr<Principal> AccessControl::Identify(const grpc::ServerContextBase& context,
                                                  absl::string_view domain) {
  const bool same_process = IsSameProcess(context);
  if ((same_process || tokens_ == nullptr) && ForwardsToken(context)) {
    return TokenInvalidError(domain,
                             "this server verifies no tokens. Leave the token out of the request");
  }
  if (same_process) return Principal{.subject = "this process"};
  if (tokens_ == nullptr) return Principal{.subject = context.peer()};
  if (const std::optional<absl::string_view> token = BearerToken(context)) {
    absl::StatusOr<Principal> principal = tokens_->Verify(*token);
    if (!principal.ok()) return TokenInvalidError(domain, principal.status().message());
    return principal;
  }
  for (std::string& name : CertificateNames(context)) {
    if (std::find(options_.services.begin(), options_.services.end(), name) !=
        options_.services.end()) {
      return Principal{.subject = std::move(name), .role = Role::kService};
    }
  }
  if (options_.anonymous) {
    // Without the port: a caller stays the same on each of its connections.
    const std::string peer = context.peer();
    return Principal{.subject = absl::StrCat("anonymous at ", peer.substr(0, peer.rfind(':'))),
                     .role = Role::kPublic};
  }
  return TokenRequiredError(domain);
}

absl::Status AccessControl::Admit(const grpc::ServerContextBase& context, absl::string_view domain,
                                  absl::string_view method, const Message* request,
                                  CallerLimits::Kind kind, Admission& admission) {
  SOS_ASSIGN_OR_RETURN(admission.principal, Identify(context, domain));
  Principal& principal = admission.principal;
  const std::string caller =
      LimitedCaller(principal, IsSameProcess(context), ClientMetadata(context, kEndUserKey));
  LowerToView(context, principal);
  // Before anything is decided or written down: a flood of refused calls is a flood.
  if (!caller.empty()) {
    const absl::Duration wait = limits_.Enter(caller, kind, admission.place);
    if (wait > absl::ZeroDuration()) return CallerLimitedError(domain, wait);
  }
  const AccessRule* const rule = FindAccessRule(method);
  absl::Status refused;
  if (rule == nullptr || !rule->Admits(principal.role)) {
    refused = RoleNotPermittedError(domain, method, RoleName(principal.role));
  } else if (request != nullptr) {
    refused = CheckReach(principal, *rule, *request, domain);
    admission.sees_history = SeesHistory(principal, *rule, *request);
  }
  admission.audited = audit_log_ != nullptr && rule != nullptr && rule->audited;
  if (admission.audited) {
    const absl::Status written =
        WriteDown(principal, method, request, "", refused.ok() ? "begun" : "refused");
    if (!written.ok()) {
      return AuditLogUnavailableError(domain, "nothing is taken in or changed", written);
    }
  }
  return refused;
}

absl::Status AccessControl::WriteDown(const Principal& principal, absl::string_view method,
                                      const Message* request, absl::string_view resource,
                                      absl::string_view outcome) {
  const std::vector<std::string> purpose =
      request == nullptr ? std::vector<std::string>() : TextsAt(*request, "purpose");
  return audit_log_->Append(
      {.actor = principal.subject,
       .scope = principal.scope(),
       .action = std::string(method.substr(method.rfind('/') + 1)),
       .resource = resource.empty() ? ResourceOf(request) : std::string(resource),
       .purpose = purpose.empty() ? "" : purpose.front().substr(0, kMaxResourceBytes),
       .outcome = std::string(outcome)});
}

void AccessControl::Record(const Admission& admission, absl::string_view method,
                           const Message* request, absl::string_view resource,
                           absl::string_view outcome) {
  const absl::Status written = WriteDown(admission.principal, method, request, resource, outcome);
  if (!written.ok()) {
    // Its beginning is there; how it ended can be seen from what it changed.
    log::Error("The end of a call could not be written to the audit log.",
               {{"method", std::string(method)}, {"detail", std::string(written.message())}});
  }
}

}  // namespace sos::auth
