// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EMBED_EMBEDDED_FILE_H_
#define SOS_COMMON_EMBED_EMBEDDED_FILE_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace sos {

// A data file that was compiled into the program by sos_embed().
struct EmbeddedFile {
  absl::string_view name;
  absl::string_view contents;
};

}  // namespace sos

#endif  // SOS_COMMON_EMBED_EMBEDDED_FILE_H_
