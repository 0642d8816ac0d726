// SPDX-License-Identifier: Apache-2.0
// The parts of checking a JSON Web Token (RFC 7519) that access tokens and ID tokens share.
#ifndef SOS_COMMON_AUTH_SIGNED_TOKEN_H_
#define SOS_COMMON_AUTH_SIGNED_TOKEN_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/auth/json_web_keys.h"
#include "common/auth/principal.h"
#include "nlohmann/json.hpp"

namespace sos::auth {

// Longer tokens are rejected unread.
inline constexpr size_t kMaxTokenBytes = size_t{8} << 10;

// The claims of a token that one of `keys` signed: its `kid` is in the set, its `alg` is the one of
// that key, and the signature fits. Nothing else is checked. kUnauthenticated with the reason:
// `malformed`, `unknown key`, `wrong algorithm` or `bad signature`. No part of the token is in it.
absl::StatusOr<nlohmann::json> ReadSignedClaims(absl::string_view token,
                                                const VerificationKeys& keys);

// A claim that is a text or a list of texts. A member of another type is an empty text. Empty where
// the claim is missing.
std::vector<std::string> TextsOfClaim(const nlohmann::json& claims, const char* name);

// Checks `iss` and `aud`: kUnauthenticated `wrong issuer` or `wrong audience`.
absl::Status CheckIssuerAndAudience(const nlohmann::json& claims, absl::string_view issuer,
                                    absl::string_view audience);

// From when to when a token is valid.
struct Validity {
  // The later of `nbf` and `iat`; InfinitePast where there is neither.
  absl::Time begin;
  // `exp`.
  absl::Time end;

  // OK, or kUnauthenticated: `expired` or `not yet valid`, give or take `clock_skew`.
  absl::Status Check(absl::Time now, absl::Duration clock_skew) const;
};

// Reads `exp`, `nbf` and `iat`. kUnauthenticated `malformed` where `exp` is missing or one of them
// is no time.
absl::StatusOr<Validity> ValidityOf(const nlohmann::json& claims);

// The caller that the claims of an access token describe (`sos_role`, `sos_leas`, `sos_counties`,
// `iss`, `sub`). kUnauthenticated: `no role`, `no scope` or `malformed`.
absl::StatusOr<Principal> PrincipalOf(const nlohmann::json& claims);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_SIGNED_TOKEN_H_
