// SPDX-License-Identifier: Apache-2.0
#include "services/web/sign_in/cookie_keys.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"

namespace sos::web {
namespace {

constexpr char kFormat = 1;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kHexDigits = 2 * CookieKeys::kKeyBytes;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  // A guessable key or state would be worse than no answer.
  if (RAND_bytes(Bytes(bytes), static_cast<int>(size)) != 1) std::abort();
  return bytes;
}

std::string Hmac(absl::string_view key, absl::string_view text) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(),
       Bytes(code), &size);
  code.resize(size);
  return code;
}

// A purpose and a text as one that no other pair gives.
std::string Joined(absl::string_view purpose, absl::string_view text) {
  return absl::StrCat(purpose.size(), ":", purpose, text);
}

std::string Encrypt(const std::string& key, absl::string_view purpose, absl::string_view plain) {
  std::string sealed = absl::StrCat(std::string(1, kFormat), RandomBytes(kNonceBytes));
  std::string text(plain.size(), '\0');
  std::string tag(kTagBytes, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool done =
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(absl::string_view(key)),
                         Bytes(absl::string_view(sealed)) + 1) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &size, Bytes(purpose),
                        static_cast<int>(purpose.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), Bytes(text), &size, Bytes(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), Bytes(tag), &size) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag.data()) == 1;
  if (!done) std::abort();  // OpenSSL without AES-GCM or without memory.
  return absl::StrCat(sealed, text, tag);
}

std::optional<std::string> Decrypt(const std::string& key, absl::string_view purpose,
                                   absl::string_view sealed) {
  const absl::string_view nonce = sealed.substr(1, kNonceBytes);
  const absl::string_view text =
      sealed.substr(1 + kNonceBytes, sealed.size() - 1 - kNonceBytes - kTagBytes);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(text.size(), '\0');
  std::string end(kTagBytes, '\0');
  const Cipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool fits =
      EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, Bytes(absl::string_view(key)),
                         Bytes(nonce)) == 1 &&
      EVP_DecryptUpdate(cipher.get(), nullptr, &size, Bytes(purpose),
                        static_cast<int>(purpose.size())) == 1 &&
      EVP_DecryptUpdate(cipher.get(), Bytes(plain), &size, Bytes(text),
                        static_cast<int>(text.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(cipher.get(), Bytes(end), &size) == 1;
  return fits ? std::optional(plain) : std::nullopt;
}

}  // namespace

std::string RandomText(size_t bytes) { return absl::WebSafeBase64Escape(RandomBytes(bytes)); }

std::string Sha256Text(absl::string_view text) {
  Sha256 digest;
  digest.Add(text);
  return absl::WebSafeBase64Escape(digest.Bytes());
}

std::optional<std::string> CookieKeys::Parse(absl::string_view text) {
  std::string key;
  if (text.size() == kHexDigits && std::all_of(text.begin(), text.end(), absl::ascii_isxdigit)) {
    return absl::HexStringToBytes(text);
  }
  for (const auto decode : {absl::Base64Unescape, absl::WebSafeBase64Unescape}) {
    if (decode(text, &key) && key.size() == kKeyBytes) return key;
  }
  return std::nullopt;
}

CookieKeys CookieKeys::Random() { return CookieKeys({RandomBytes(kKeyBytes)}); }

CookieKeys::CookieKeys(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) {
    keys_.push_back({.seal = Hmac(key, "sos-web seal 1"), .code = Hmac(key, "sos-web code 1")});
  }
}

std::string CookieKeys::Seal(absl::string_view purpose, absl::string_view plain) const {
  return absl::WebSafeBase64Escape(Encrypt(keys_.front().seal, purpose, plain));
}

std::optional<std::string> CookieKeys::Open(absl::string_view purpose,
                                            absl::string_view sealed) const {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(sealed, &bytes) || bytes.size() < 1 + kNonceBytes + kTagBytes ||
      bytes.front() != kFormat) {
    return std::nullopt;
  }
  for (const Key& key : keys_) {
    if (std::optional<std::string> plain = Decrypt(key.seal, purpose, bytes)) return plain;
  }
  return std::nullopt;
}

std::string CookieKeys::Authenticate(absl::string_view purpose, absl::string_view text) const {
  return absl::WebSafeBase64Escape(Hmac(keys_.front().code, Joined(purpose, text)));
}

bool CookieKeys::IsAuthentic(absl::string_view purpose, absl::string_view text,
                             absl::string_view code) const {
  return std::any_of(keys_.begin(), keys_.end(), [&](const Key& key) {
    return IsSecret(code, absl::WebSafeBase64Escape(Hmac(key.code, Joined(purpose, text))));
  });
}

}  // namespace sos::web
