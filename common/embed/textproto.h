// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EMBED_TEXTPROTO_H_
#define SOS_COMMON_EMBED_TEXTPROTO_H_

#include "absl/status/status.h"
#include "common/embed/embedded_file.h"

namespace google::protobuf {
class Message;
}

namespace sos {

// Reads `file` as the text format of `message`. Returns kInvalidArgument with line, column and what
// is wrong, unknown fields included.
absl::Status ParseTextproto(const EmbeddedFile& file, google::protobuf::Message* message);

}  // namespace sos

#endif  // SOS_COMMON_EMBED_TEXTPROTO_H_
