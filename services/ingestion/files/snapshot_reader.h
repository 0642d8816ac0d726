// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_SNAPSHOT_READER_H_
#define SOS_SERVICES_INGESTION_FILES_SNAPSHOT_READER_H_

#include <cstddef>
#include <list>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/files/loaded_files.h"
#include "services/ingestion/store/store.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// What is stored at a revision and from which files, read once: every page and report asks for it.
//
// Thread-safe.
class SnapshotReader {
 public:
  // Snapshots that are kept: of the newest revision, and of releases that people look at. One of
  // all of California has about 100 KB.
  static constexpr size_t kMaxKept = 4;

  // Both must outlive the reader.
  SnapshotReader(Store* store, LoadedFilesReader* files) : store_(store), files_(files) {}

  // The snapshot of `revision`; zero is the newest.
  absl::StatusOr<std::shared_ptr<const v1::Snapshot>> At(const Revision& revision);

 private:
  Store* const store_;
  LoadedFilesReader* const files_;
  absl::Mutex mutex_;
  // The one used last first.
  std::list<std::shared_ptr<const v1::Snapshot>> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_SNAPSHOT_READER_H_
