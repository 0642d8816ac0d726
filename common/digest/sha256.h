#ifndef SOS_COMMON_DIGEST_SHA256_H_
#define SOS_COMMON_DIGEST_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sos {

// The SHA-256 of `bytes` in lower-case hexadecimal.
std::string Sha256Hex(absl::string_view bytes);

// Whether a caller sent the secret; never if there is none. Digests are compared, so that the time
// it takes tells nothing of the secret.
bool IsSecret(absl::string_view sent, absl::string_view secret);

}  // namespace sos

#endif  // SOS_COMMON_DIGEST_SHA256_H_
