// SPDX-License-Identifier: Apache-2.0
#include "common/auth/json_web_keys.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/auth/json_text.h"
#include "nlohmann/json.hpp"

namespace sos::auth {
namespace {

constexpr int kLeastRsaBits = 2048;
constexpr size_t kP256CoordinateBytes = 32;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* value) const {
    kFree(value);
  }
};
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using ParameterBuilder = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Memory = std::unique_ptr<BIO, Free<BIO_free_all>>;

// The bytes of a member in base64url; empty if it is none.
std::string Bytes(const nlohmann::json& key, const char* name) {
  std::string bytes;
  return absl::WebSafeBase64Unescape(TextMember(key, name), &bytes) ? bytes : "";
}

Key MakeKey(const char* type, const ParameterBuilder& builder) {
  const Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) <= 0 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) <= 0) {
    return nullptr;
  }
  return Key(key);
}

Key RsaKey(const nlohmann::json& json) {
  const auto number = [&](const char* name) {
    const std::string bytes = Bytes(json, name);
    return Number(BN_bin2bn(reinterpret_cast<const unsigned char*>(bytes.data()),
                            static_cast<int>(bytes.size()), nullptr));
  };
  const Number n = number("n");
  const Number e = number("e");
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  Key key = MakeKey("RSA", builder);
  return key != nullptr && EVP_PKEY_get_bits(key.get()) >= kLeastRsaBits ? std::move(key) : nullptr;
}

Key P256Key(const nlohmann::json& json) {
  const std::string x = Bytes(json, "x");
  const std::string y = Bytes(json, "y");
  if (x.size() != kP256CoordinateBytes || y.size() != kP256CoordinateBytes) return nullptr;
  const std::string point = "\x04" + x + y;  // Uncompressed.
  const ParameterBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return MakeKey("EC", builder);
}

std::string Pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  PEM_write_bio_PUBKEY(memory.get(), key);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(memory.get(), &data);
  return {data, static_cast<size_t>(size)};
}

bool IsForSignatures(const nlohmann::json& key) {
  const std::string use = TextMember(key, "use");
  return use.empty() || use == "sig";
}

std::optional<VerificationKey> ReadKey(const nlohmann::json& json) {
  const bool rsa = TextMember(json, "kty") == "RSA";
  const bool p256 = TextMember(json, "kty") == "EC" && TextMember(json, "crv") == "P-256";
  if (!rsa && !p256) return std::nullopt;
  const std::string algorithm = rsa ? "RS256" : "ES256";
  if (const std::string said = TextMember(json, "alg"); !said.empty() && said != algorithm) {
    return std::nullopt;
  }
  const Key key = rsa ? RsaKey(json) : P256Key(json);
  if (key == nullptr) return std::nullopt;
  return VerificationKey{.algorithm = algorithm, .pem = Pem(key.get())};
}

}  // namespace

absl::StatusOr<VerificationKeys> ParseJsonWebKeys(absl::string_view json) {
  const auto set =
      nlohmann::json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array()) {
    return absl::InvalidArgumentError("not a JSON Web Key Set: {\"keys\": [...]} is expected");
  }
  VerificationKeys keys;
  absl::flat_hash_set<std::string> kids;
  for (const nlohmann::json& member : set["keys"]) {
    if (!member.is_object() || !IsForSignatures(member)) continue;
    const std::string kid = TextMember(member, "kid");
    if (kid.empty()) continue;
    // Which of them a token means could not be told.
    if (!kids.insert(kid).second) {
      return absl::InvalidArgumentError(
          absl::StrCat("the key set has two keys with the kid ", kid));
    }
    if (std::optional<VerificationKey> key = ReadKey(member)) keys.emplace(kid, *std::move(key));
  }
  if (keys.empty() && !set["keys"].empty()) {
    return absl::InvalidArgumentError(
        "the key set has no key that signs with RS256 (2048 bits or more) or ES256 and has a kid");
  }
  return keys;
}

}  // namespace sos::auth
