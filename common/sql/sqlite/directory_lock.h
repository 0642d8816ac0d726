// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_SQL_SQLITE_DIRECTORY_LOCK_H_
#define SOS_COMMON_SQL_SQLITE_DIRECTORY_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/sql/store_errors.h"

namespace sos::sqlite {

// That one process writes a database file, and which. It ends with the process, however that ends.
//
// SQLite itself lets several processes write in turns; but each keeps in memory what it believes
// the newest revision to be, and an agency that starts a second server by mistake should hear of
// it and not find out.
class DirectoryLock {
 public:
  // Takes the lock of the database at `path`: a file beside it. STORE_HELD, with who holds it, if
  // another does; kUnavailable if the file cannot be made.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Take(const std::string& path,
                                                             const sql::StoreErrors& errors);
  ~DirectoryLock();

  DirectoryLock(const DirectoryLock&) = delete;
  DirectoryLock& operator=(const DirectoryLock&) = delete;

 private:
  explicit DirectoryLock(int file) : file_(file) {}

  const int file_;
};

// The lock file of the database at `path`.
std::string LockFileOf(const std::string& path);

}  // namespace sos::sqlite

#endif  // SOS_COMMON_SQL_SQLITE_DIRECTORY_LOCK_H_
