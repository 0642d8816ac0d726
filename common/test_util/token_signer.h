// SPDX-License-Identifier: Apache-2.0
// Tokens for tests, made with OpenSSL alone, so that the library that checks them is not its own
// witness.
#ifndef SOS_COMMON_TEST_UTIL_TOKEN_SIGNER_H_
#define SOS_COMMON_TEST_UTIL_TOKEN_SIGNER_H_

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace sos {

inline std::string TokenText(absl::string_view bytes) { return absl::WebSafeBase64Escape(bytes); }

inline std::string NumberOfKey(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  std::string bytes(BN_num_bytes(number), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(number);
  return bytes;
}

// Left-padded to the 32 bytes of a P-256 number.
inline std::string PaddedNumber(const std::string& bytes) {
  return std::string(32 - bytes.size(), '\0') + bytes;
}

// A provider's key pair.
class TokenSigner {
 public:
  explicit TokenSigner(bool rsa, int bits = 2048)
      : rsa_(rsa), key_(rsa ? EVP_RSA_gen(bits) : EVP_EC_gen("P-256")) {}
  ~TokenSigner() { EVP_PKEY_free(key_); }
  TokenSigner(const TokenSigner&) = delete;
  TokenSigner& operator=(const TokenSigner&) = delete;

  std::string Jwk(const std::string& kid) const {
    if (rsa_) {
      return absl::StrCat(R"({"kty":"RSA","use":"sig","kid":")", kid, R"(","n":")",
                          TokenText(NumberOfKey(key_, OSSL_PKEY_PARAM_RSA_N)), R"(","e":"AQAB"})");
    }
    return absl::StrCat(
        R"({"kty":"EC","crv":"P-256","alg":"ES256","kid":")", kid, R"(","x":")",
        TokenText(PaddedNumber(NumberOfKey(key_, OSSL_PKEY_PARAM_EC_PUB_X))), R"(","y":")",
        TokenText(PaddedNumber(NumberOfKey(key_, OSSL_PKEY_PARAM_EC_PUB_Y))), R"("})");
  }

  std::string Token(const std::string& header, const std::string& claims) const {
    const std::string text = absl::StrCat(TokenText(header), ".", TokenText(claims));
    return absl::StrCat(text, ".", TokenText(Sign(text)));
  }

 private:
  std::string Sign(const std::string& text) const {
    EVP_MD_CTX* const context = EVP_MD_CTX_new();
    EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_);
    std::string signature(512, '\0');
    size_t size = signature.size();
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                   reinterpret_cast<const unsigned char*>(text.data()), text.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return rsa_ ? signature : Joined(signature);
  }
  // JWS wants the two numbers of an ECDSA signature side by side instead of DER.
  static std::string Joined(const std::string& der) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
    ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
    std::string joined(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(joined.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(joined.data()) + 32, 32);
    ECDSA_SIG_free(pair);
    return joined;
  }

  const bool rsa_;
  EVP_PKEY* const key_;
};

}  // namespace sos

#endif  // SOS_COMMON_TEST_UTIL_TOKEN_SIGNER_H_
