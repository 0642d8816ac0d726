// SPDX-License-Identifier: Apache-2.0
#include "common/private_files/private_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>

#include "absl/base/const_init.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "common/log/log.h"
#include "common/status/macros.h"

namespace sos {
namespace {

constexpr mode_t kPrivateDirectory = S_IRWXU;
constexpr mode_t kPrivateFile = S_IRUSR | S_IWUSR;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
constexpr mode_t kPermissions = S_IRWXU | kOthers;

absl::Status Failure(absl::string_view what, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("cannot ", what, " ", path, ": ", std::strerror(errno)));
}

// True the first time it is asked about a directory.
bool IsNews(const std::string& path) {
  static absl::Mutex mutex(absl::kConstInit);
  static auto* const told = new std::set<std::string>;
  absl::MutexLock lock(&mutex);
  return told->insert(path).second;
}

}  // namespace

absl::Status MakePrivateDirectory(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  if (error) {
    return absl::UnavailableError(absl::StrCat("cannot create ", path, ": ", error.message()));
  }
  bool made = false;
  std::filesystem::path part;
  for (const std::filesystem::path& name : whole) {
    part /= name;
    if (std::filesystem::exists(part, error)) continue;
    made = mkdir(part.c_str(), kPrivateDirectory) == 0;
    // Another program may have made it meanwhile.
    if (!made && errno != EEXIST) return Failure("create", path);
  }
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0) return Failure("create", path);
  if (!S_ISDIR(facts.st_mode)) {
    return absl::UnavailableError(absl::StrCat("cannot create ", path, ": it is a file"));
  }
  if (!made && (facts.st_mode & kOthers) != 0 && IsNews(whole.string())) {
    log::Warning(
        "Other users can open the data directory. Run chmod 700 on it.",
        {{"directory", path}, {"mode", absl::StrFormat("%04o", facts.st_mode & kPermissions)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<std::ofstream> OpenPrivateFile(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) != 0 || S_ISREG(facts.st_mode)) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kPrivateFile);
    if (file < 0) return Failure("write", path);
    const absl::Cleanup close_file = [file] { close(file); };
    // One that was there may have been open to others.
    if (fchmod(file, kPrivateFile) != 0) return Failure("keep to yourself", path);
    if (ftruncate(file, 0) != 0) return Failure("write", path);
  }
  std::ofstream out(path, std::ios::binary | std::ios::app);
  if (!out) return Failure("write", path);
  return out;
}

absl::Status WritePrivateFile(const std::string& path, absl::string_view text) {
  SOS_ASSIGN_OR_RETURN(std::ofstream out, OpenPrivateFile(path));
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  return out.fail() ? Failure("write", path) : absl::OkStatus();
}

}  // namespace sos
