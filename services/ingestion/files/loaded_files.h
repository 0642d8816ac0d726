// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_INGESTION_FILES_LOADED_FILES_H_
#define SOS_SERVICES_INGESTION_FILES_LOADED_FILES_H_

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/convert/partition_builder.h"
#include "services/ingestion/store/store.h"
#include "sos/ingestion/v1/submission.pb.h"

namespace sos::ingestion {

// The files that were committed up to a revision: what each covers, and its refused rows that no
// later file has settled.
class LoadedFiles {
 public:
  // Adds the file of the next revision.
  void Add(const v1::Submission& committed);

  // Whether a file says anything of what is covered or refused that these do not say.
  bool LearnFrom(const v1::Submission& submission) const;

  // Adds to each collection and year of `snapshot` the files that made it.
  void TellTo(v1::Snapshot& snapshot) const;

  // The open refused rows that a file settles: it holds the row, or covers its place and does not
  // hold it. `coverages` are those of the file, `refused` its own refused rows.
  std::vector<v1::RefusedRow> SettledBy(
      const std::map<PartitionKey, v1::Partition>& partitions,
      const google::protobuf::RepeatedPtrField<v1::FileCoverage>& coverages,
      const google::protobuf::RepeatedPtrField<v1::RefusedRow>& refused) const;

 private:
  // By collection and year; in the order of revisions.
  std::map<std::pair<int, int>, std::vector<v1::LoadedFile>> files_;
};

// Reads the loaded files of a store, and keeps those of the last revision that was asked for.
//
// Thread-safe.
class LoadedFilesReader {
 public:
  // `store` must outlive the reader.
  explicit LoadedFilesReader(Store* store) : store_(store) {}

  // The files up to `revision`, which must be one that the store gave.
  absl::StatusOr<std::shared_ptr<const LoadedFiles>> At(const Revision& revision);

 private:
  Store* const store_;
  absl::Mutex mutex_;
  Revision kept_revision_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const LoadedFiles> kept_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace sos::ingestion

#endif  // SOS_SERVICES_INGESTION_FILES_LOADED_FILES_H_
