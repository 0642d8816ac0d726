// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_DIGEST_SHA256_H_
#define SOS_COMMON_DIGEST_SHA256_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"

struct evp_md_ctx_st;

namespace sos {

// The SHA-256 of `bytes` in lower-case hexadecimal.
std::string Sha256Hex(absl::string_view bytes);

// The same of bytes that come bit by bit.
class Sha256 {
 public:
  Sha256();
  void Add(absl::string_view bytes);
  // Either is called once, at the end: 32 bytes, or their hexadecimal digits.
  std::string Bytes();
  std::string Hex();

 private:
  struct Freer {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Freer> context_;
};

// Whether a caller sent the secret; never if there is none. Digests are compared, and in constant
// time, so that the time it takes tells nothing of the secret.
bool IsSecret(absl::string_view sent, absl::string_view secret);

}  // namespace sos

#endif  // SOS_COMMON_DIGEST_SHA256_H_
