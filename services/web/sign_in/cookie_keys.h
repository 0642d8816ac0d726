// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_SIGN_IN_COOKIE_KEYS_H_
#define SOS_SERVICES_WEB_SIGN_IN_COOKIE_KEYS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sos::web {

// Random bytes as base64url, 6 bits a character, without padding; from OpenSSL's generator. The
// program ends where the machine has no randomness.
std::string RandomText(size_t bytes);

// The SHA-256 of a text as base64url without padding: the code challenge S256 of RFC 7636.
std::string Sha256Text(absl::string_view text);

// What seals the cookies of sign-in and makes the tokens of forms. The first key does both; all of
// them are accepted, so that keys can be rotated: put a new key second on all servers, then in
// front, and remove the old one after the longest session. Immutable and thread-safe.
class CookieKeys {
 public:
  static constexpr size_t kKeyBytes = 32;

  // The kKeyBytes of a key that is written as 64 hexadecimal digits or as base64 (either alphabet,
  // padding optional). Nullopt for anything else.
  static std::optional<std::string> Parse(absl::string_view text);
  // One key that only this object knows: what it sealed is lost with it.
  static CookieKeys Random();

  // `keys` has at least one key, each of kKeyBytes.
  explicit CookieKeys(const std::vector<std::string>& keys);

  // Encrypts `plain` with AES-256-GCM under a random nonce, as base64url. Nobody without a key can
  // read or change it, or use it for another purpose. One key may seal 2^32 texts.
  std::string Seal(absl::string_view purpose, absl::string_view plain) const;
  // What was sealed for `purpose`. Nullopt for a text that no key of this object has sealed so.
  std::optional<std::string> Open(absl::string_view purpose, absl::string_view sealed) const;

  // A code that proves that a holder of the first key saw `text` for `purpose` (HMAC-SHA-256, as
  // base64url).
  std::string Authenticate(absl::string_view purpose, absl::string_view text) const;
  // True for such a code of any key; compares in constant time.
  bool IsAuthentic(absl::string_view purpose, absl::string_view text, absl::string_view code) const;

 private:
  struct Key {
    std::string seal;
    std::string code;
  };
  std::vector<Key> keys_;
};

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_SIGN_IN_COOKIE_KEYS_H_
