// SPDX-License-Identifier: Apache-2.0
#include "common/auth/on_behalf.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace sos::auth {

absl::string_view ClientMetadata(const grpc::ServerContextBase& context, const char* key) {
  const auto found = context.client_metadata().find(key);
  return found == context.client_metadata().end()
             ? absl::string_view()
             : absl::string_view(found->second.data(), found->second.size());
}

bool LowerToView(const grpc::ServerContextBase& context, Principal& principal) {
  if (context.client_metadata().count(kViewKey) == 0) return false;
  principal.role = Role::kPublic;
  principal.leas.clear();
  principal.county_codes.clear();
  return true;
}

std::string LimitedCaller(const Principal& caller, bool same_process, absl::string_view end_user) {
  const bool service = same_process || caller.role == Role::kService;
  const bool trusted = service || caller.role == Role::kUnchecked;
  if (trusted && !end_user.empty()) {
    return absl::StrCat("for ", end_user.substr(0, kMaxEndUserBytes));
  }
  // A service that speaks for itself has no limits.
  return service ? "" : caller.subject;
}

}  // namespace sos::auth
