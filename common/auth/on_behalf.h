// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_ON_BEHALF_H_
#define SOS_COMMON_AUTH_ON_BEHALF_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/auth/principal.h"
#include "grpcpp/grpcpp.h"

// What a program that calls for somebody else, such as sos-web, says of its call in metadata.
// Neither key can raise anybody's rights.
namespace sos::auth {

// A call with this key has the role `public`, whoever makes it: also a service, a caller within the
// process, and one that reaches a server that authenticates nobody. The one view is kPublicView;
// any other value lowers the call as well, so that a misspelled one shows too little and never too
// much.
inline constexpr char kViewKey[] = "x-sos-view";
inline constexpr char kPublicView[] = "public";

// For whom a trusted program calls, such as an address: whose limits the call counts against.
inline constexpr char kEndUserKey[] = "x-sos-end-user";
// Further bytes of the name are ignored.
inline constexpr size_t kMaxEndUserBytes = 256;

// The first value of the metadata `key`; empty where there is none.
absl::string_view ClientMetadata(const grpc::ServerContextBase& context, const char* key);

// Lowers `principal` to the role `public`, without any scope, if the call asks for a view. The
// subject stays, for logs. Returns whether it did.
bool LowerToView(const grpc::ServerContextBase& context, Principal& principal);

// Whose limits a call counts against; empty for none. `caller` is who was identified, before any
// lowering. `end_user` is heard from trusted callers only: the same process, a service, and whoever
// reaches a server that authenticates nobody. A call that carries the token of its user is that
// user's whoever forwards it.
std::string LimitedCaller(const Principal& caller, bool same_process, absl::string_view end_user);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_ON_BEHALF_H_
