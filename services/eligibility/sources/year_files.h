// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_ELIGIBILITY_SOURCES_YEAR_FILES_H_
#define SOS_SERVICES_ELIGIBILITY_SOURCES_YEAR_FILES_H_

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"

namespace sos::eligibility {

// What one of the other services sent about one Dashboard year: its messages in their order, each
// serialized, which takes a quarter of the memory that they take when parsed.
struct YearFile {
  std::vector<std::string> messages;

  size_t Bytes() const;
};

// Keeps the year files that were read last, so that determinations of several years and programs
// that look at the same year read it once.
//
// Thread-safe.
class YearFiles {
 public:
  // What is kept at most, in bytes of messages. A year of all schools has about 25 MB, a year of
  // all LEAs 2 MB.
  static constexpr size_t kMaxKeptBytes = size_t{128} << 20;

  explicit YearFiles(size_t max_bytes = kMaxKeptBytes) : max_bytes_(max_bytes) {}

  // The file that is kept under `key`; null if none is.
  std::shared_ptr<const YearFile> Find(const std::string& key);

  // Keeps `file`; the files used least recently give way to it.
  void Keep(const std::string& key, std::shared_ptr<const YearFile> file);

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<const YearFile> file;
    size_t bytes = 0;
  };

  const size_t max_bytes_;
  absl::Mutex mutex_;
  // The one used last first.
  std::list<Kept> kept_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, std::list<Kept>::iterator> by_key_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace sos::eligibility

#endif  // SOS_SERVICES_ELIGIBILITY_SOURCES_YEAR_FILES_H_
