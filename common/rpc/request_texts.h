// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_REQUEST_TEXTS_H_
#define SOS_COMMON_RPC_REQUEST_TEXTS_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace sos::rpc {

// The most bytes of one text of a request, whatever the field: a few times the longest that any
// holds (a rulebook's citation, a release's description). A message may have 16 MB, and a text as
// long would be copied, searched or logged by whoever handles it.
inline constexpr size_t kMaxTextBytes = 4096;

// The most bytes of what somebody types to find something, such as a query or a county's name: as
// many as a display name has.
inline constexpr size_t kMaxSearchBytes = 255;

// FIELD_INVALID of `domain` if a text of the request, at any depth, is longer than kMaxTextBytes.
// Fields of bytes have limits of their own.
absl::Status CheckTexts(const google::protobuf::Message& request, absl::string_view domain);

// FIELD_INVALID if `text` is longer than kMaxSearchBytes.
absl::Status CheckSearch(absl::string_view domain, absl::string_view field, absl::string_view text);

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_REQUEST_TEXTS_H_
