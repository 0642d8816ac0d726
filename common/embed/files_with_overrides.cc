// SPDX-License-Identifier: Apache-2.0
#include "common/embed/files_with_overrides.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sos {

absl::StatusOr<FilesWithOverrides> FilesWithOverrides::Read(
    absl::Span<const EmbeddedFile> embedded, const std::string& directory,
    const std::vector<absl::string_view>& prefixes) {
  FilesWithOverrides files(embedded);
  if (directory.empty()) return files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    // A mounted ConfigMap also has links and folders of its own, which begin with a dot.
    const std::string name = entry->path().filename().string();
    const bool wanted =
        std::any_of(prefixes.begin(), prefixes.end(),
                    [&](absl::string_view prefix) { return absl::StartsWith(name, prefix); });
    if (!wanted || !entry->is_regular_file()) continue;
    std::ifstream file(entry->path(), std::ios::binary);
    std::string contents((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (file.bad()) return absl::InvalidArgumentError(absl::StrCat("cannot read ", name));
    files.overrides_.emplace_back(name, std::move(contents));
  }
  if (error) {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", directory, ": ", error.message()));
  }
  // The order of a directory is nobody's.
  std::sort(files.overrides_.begin(), files.overrides_.end());
  return files;
}

std::vector<EmbeddedFile> FilesWithOverrides::files() const {
  std::vector<EmbeddedFile> files;
  for (const EmbeddedFile& file : embedded_) {
    const bool replaced = std::any_of(overrides_.begin(), overrides_.end(),
                                      [&](const auto& other) { return other.first == file.name; });
    if (!replaced) files.push_back(file);
  }
  for (const auto& [name, contents] : overrides_) files.push_back({name, contents});
  return files;
}

}  // namespace sos
