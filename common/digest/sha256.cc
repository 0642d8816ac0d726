#include "common/digest/sha256.h"

#include <openssl/sha.h>

#include <string>

#include "absl/strings/escaping.h"

namespace sos {

std::string Sha256Hex(absl::string_view bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return absl::BytesToHexString({reinterpret_cast<const char*>(digest), sizeof digest});
}

bool IsSecret(absl::string_view sent, absl::string_view secret) {
  return !secret.empty() && Sha256Hex(sent) == Sha256Hex(secret);
}

}  // namespace sos
