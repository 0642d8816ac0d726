// SPDX-License-Identifier: Apache-2.0
#include "services/web/json/envelope.h"

#include "services/web/json/errors.h"

namespace sos::web {
namespace {

constexpr int kBitsPerByte = 8;

}  // namespace

std::string Enveloped(uint8_t flags, absl::string_view message) {
  std::string bytes;
  bytes.reserve(kEnvelopePrefixBytes + message.size());
  bytes.push_back(static_cast<char>(flags));
  const auto length = static_cast<uint32_t>(message.size());
  for (int byte = 3; byte >= 0; --byte) {
    bytes.push_back(static_cast<char>(length >> (byte * kBitsPerByte)));
  }
  bytes.append(message.data(), message.size());
  return bytes;
}

absl::StatusOr<absl::string_view> OnlyEnvelope(absl::string_view message, absl::string_view body) {
  if (body.size() < kEnvelopePrefixBytes) {
    return RequestMalformedError(message, "", "the body is shorter than the prefix of 5 bytes");
  }
  const auto flags = static_cast<uint8_t>(body[0]);
  if ((flags & kCompressedFlag) != 0) return CompressionUnsupportedError("an unnamed algorithm");
  if (flags != 0) return RequestMalformedError(message, "", "the flags of the envelope are not 0");
  uint32_t length = 0;
  for (size_t i = 1; i < kEnvelopePrefixBytes; ++i) {
    length = (length << kBitsPerByte) | static_cast<uint8_t>(body[i]);
  }
  if (length != body.size() - kEnvelopePrefixBytes) {
    return RequestMalformedError(message, "",
                                 "the length in the prefix is not that of the rest of the body, "
                                 "which must be exactly one message");
  }
  return body.substr(kEnvelopePrefixBytes);
}

}  // namespace sos::web
