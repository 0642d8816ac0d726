// SPDX-License-Identifier: Apache-2.0
#include "common/digest/sha256.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include <string>

#include "absl/strings/escaping.h"

namespace sos {

std::string Sha256Hex(absl::string_view bytes) {
  Sha256 digest;
  digest.Add(bytes);
  return digest.Hex();
}

void Sha256::Freer::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
}

void Sha256::Add(absl::string_view bytes) {
  EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

std::string Sha256::Bytes() {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  EVP_DigestFinal_ex(context_.get(), digest, nullptr);
  return {reinterpret_cast<const char*>(digest), sizeof digest};
}

std::string Sha256::Hex() { return absl::BytesToHexString(Bytes()); }

bool IsSecret(absl::string_view sent, absl::string_view secret) {
  const std::string a = Sha256Hex(sent);
  const std::string b = Sha256Hex(secret);
  return !secret.empty() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace sos
