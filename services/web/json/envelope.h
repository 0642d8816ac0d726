// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_WEB_JSON_ENVELOPE_H_
#define SOS_SERVICES_WEB_JSON_ENVELOPE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// The messages of a Connect stream: a byte of flags, the length in four bytes (big endian), and the
// message (https://connectrpc.com/docs/protocol, "Streaming RPCs").
namespace sos::web {

inline constexpr size_t kEnvelopePrefixBytes = 5;
inline constexpr uint8_t kCompressedFlag = 1;
// The last message, which holds the error and metadata instead of an answer.
inline constexpr uint8_t kEndStreamFlag = 2;

// Puts `message` into an envelope.
std::string Enveloped(uint8_t flags, absl::string_view message);

// The one request of a stream of answers: `body` must be exactly one envelope. Returns
// REQUEST_MALFORMED of the type `message`, or COMPRESSION_UNSUPPORTED.
absl::StatusOr<absl::string_view> OnlyEnvelope(absl::string_view message, absl::string_view body);

}  // namespace sos::web

#endif  // SOS_SERVICES_WEB_JSON_ENVELOPE_H_
