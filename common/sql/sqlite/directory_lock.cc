// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>

#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace sos::sqlite {
namespace {

// What a holder writes into the file: a line such as `process 4711 (sos-ingestion) since ...`.
constexpr size_t kMaxHolderBytes = 256;

std::string ThisProcess() {
  return absl::StrCat("process ", getpid(), " (", program_invocation_short_name, ") since ",
                      absl::FormatTime(absl::RFC3339_sec, absl::Now(), absl::UTCTimeZone()));
}

std::string HolderIn(int file) {
  char said[kMaxHolderBytes] = {};
  const ssize_t size = pread(file, said, sizeof said, 0);
  std::string holder(said, size > 0 ? static_cast<size_t>(size) : 0);
  for (char& c : holder) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c))) c = ' ';
  }
  absl::StripAsciiWhitespace(&holder);
  return holder.empty() ? "another process" : holder;
}

}  // namespace

std::string LockFileOf(const std::string& path) { return absl::StrCat(path, ".lock"); }

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Take(const std::string& path,
                                                                   const sql::StoreErrors& errors) {
  const std::string lock_path = LockFileOf(path);
  const int file = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) {
    return errors.Unavailable("open", absl::StrCat(lock_path, ": ", std::strerror(errno)));
  }
  auto lock = absl::WrapUnique(new DirectoryLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    return errors.Held(std::filesystem::path(path).parent_path().string(), HolderIn(file));
  }
  const std::string holder = absl::StrCat(ThisProcess(), "\n");
  // Who holds it is for people: the lock holds without it.
  if (ftruncate(file, 0) == 0) (void)!pwrite(file, holder.data(), holder.size(), 0);
  return lock;
}

DirectoryLock::~DirectoryLock() { close(file_); }

}  // namespace sos::sqlite
