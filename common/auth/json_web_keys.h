// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_AUTH_JSON_WEB_KEYS_H_
#define SOS_COMMON_AUTH_JSON_WEB_KEYS_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sos::auth {

// A public key with which tokens are checked.
struct VerificationKey {
  // The one algorithm that may be used with it: RS256 or ES256.
  std::string algorithm;
  std::string pem;
};

// The keys of a JSON Web Key Set (RFC 7517) by their `kid`.
using VerificationKeys = absl::flat_hash_map<std::string, VerificationKey>;

// Reads a key set. Keys for other uses than signatures, or of other kinds than RSA (2048 bits or
// more) and P-256, are left out. An empty set is one without keys; kInvalidArgument if there are
// keys and none is left, two for signatures have one `kid`, or the text is no key set.
absl::StatusOr<VerificationKeys> ParseJsonWebKeys(absl::string_view json);

}  // namespace sos::auth

#endif  // SOS_COMMON_AUTH_JSON_WEB_KEYS_H_
