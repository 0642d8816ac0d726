// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_PRIVATE_FILES_PRIVATE_FILES_H_
#define SOS_COMMON_PRIVATE_FILES_PRIVATE_FILES_H_

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sos {

// What the programs write may name students, so it is readable by its user alone, whatever the
// umask: directories are 0700, files 0600.

// Makes a directory and those above it that are missing. One that is there already is its user's
// and stays as it is; where others may open it, the log warns of that once. kUnavailable if it
// cannot be made.
absl::Status MakePrivateDirectory(const std::string& path);

// Opens a file for writing and empties it. A file that is there already is made private before
// anything is written; what is no regular file (a pipe, a terminal) is opened as it is.
// kUnavailable if that cannot be done.
absl::StatusOr<std::ofstream> OpenPrivateFile(const std::string& path);

// Writes the whole of a file.
absl::Status WritePrivateFile(const std::string& path, absl::string_view text);

}  // namespace sos

#endif  // SOS_COMMON_PRIVATE_FILES_PRIVATE_FILES_H_
