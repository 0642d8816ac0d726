// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_SERVICES_REPORTING_RPC_PACK_RENDERER_H_
#define SOS_SERVICES_REPORTING_RPC_PACK_RENDERER_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/rpc/call.h"
#include "services/reporting/documents/county_pack.h"
#include "services/reporting/sources/report_source.h"

namespace sos::reporting {

// Makes the files of a pack on several threads, ahead of the one that sends them and in the order
// of the plan. The files of an entity are made by one thread, so that each of its documents is
// composed once for all of its forms. What is made and not taken yet is bounded: a caller who reads
// slowly stops the threads.
class PackRenderer {
 public:
  // Everything that is handed over outlives this. `first_file`: the position in `plan.Files()` from
  // which on files are made. `thread_count`: at least 1.
  PackRenderer(ReportSource* source, const PackPlan& plan, size_t first_file,
               const rpc::CallContext& call, int thread_count);
  // Stops the threads after the file that each has begun.
  ~PackRenderer();
  PackRenderer(const PackRenderer&) = delete;
  PackRenderer& operator=(const PackRenderer&) = delete;

  // The bytes of the next file. To be called by one thread, once for each file. The error of a file
  // ends the pack; that of a document of which nothing is known does not: its file says so.
  absl::StatusOr<std::string> Next() ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  // The files of one entity, made together.
  struct Batch {
    std::vector<const PackFile*> files;
    std::vector<std::string> bytes;
    absl::Status status;
    bool done = false;
  };

  void Work() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::vector<std::string>> Make(const std::vector<const PackFile*>& files,
                                                ReportSource& source);
  bool MayBegin() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsReady() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  ReportSource* const source_;
  const PackPlan& plan_;
  const rpc::CallContext& call_;
  const size_t batches_ahead_;

  absl::Mutex mutex_;
  std::vector<Batch> batches_ ABSL_GUARDED_BY(mutex_);
  // The next batch that nobody has begun, and the one from which files are taken.
  size_t begun_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t taken_file_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  // Last, so that the threads see everything above.
  std::vector<std::thread> threads_;
};

}  // namespace sos::reporting

#endif  // SOS_SERVICES_REPORTING_RPC_PACK_RENDERER_H_
