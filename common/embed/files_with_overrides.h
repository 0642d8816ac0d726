// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_EMBED_FILES_WITH_OVERRIDES_H_
#define SOS_COMMON_EMBED_FILES_WITH_OVERRIDES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/embed/embedded_file.h"

namespace sos {

// The files of a program, some of them replaced by, or added from, a directory that its operator
// fills: a new year's rules before the next release.
class FilesWithOverrides {
 public:
  // Reads the files of `directory` whose names begin with one of `prefixes`; an empty name reads
  // none. A file of the directory stands for the embedded one of the same name. kInvalidArgument if
  // the directory cannot be read.
  static absl::StatusOr<FilesWithOverrides> Read(absl::Span<const EmbeddedFile> embedded,
                                                 const std::string& directory,
                                                 const std::vector<absl::string_view>& prefixes);

  // Valid while this is.
  std::vector<EmbeddedFile> files() const;

 private:
  explicit FilesWithOverrides(absl::Span<const EmbeddedFile> embedded) : embedded_(embedded) {}

  absl::Span<const EmbeddedFile> embedded_;
  // Name and contents.
  std::vector<std::pair<std::string, std::string>> overrides_;
};

}  // namespace sos

#endif  // SOS_COMMON_EMBED_FILES_WITH_OVERRIDES_H_
