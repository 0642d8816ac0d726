// SPDX-License-Identifier: Apache-2.0
#ifndef SOS_COMMON_RPC_WORKER_POOL_H_
#define SOS_COMMON_RPC_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/metrics/metrics.h"

namespace sos::rpc {

// Threads for what a callback method must not do itself: wait for another service.
//
// The queue is bounded: what does not fit is refused at once rather than kept waiting. Thread-safe.
class WorkerPool {
 public:
  WorkerPool(int thread_count, size_t max_queued);
  // Finishes what is queued and stops.
  ~WorkerPool();

  // Queues `work`. False, without keeping it, if the queue is full.
  bool TryAdd(std::function<void()> work);

 private:
  void Run();

  const size_t max_queued_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<std::function<void()>> queue_ ABSL_GUARDED_BY(mutex_);
  const metrics::Gauge queued_gauge_ =
      metrics::FindGauge("sos_queue_length", "Calls that wait for a thread.");
  std::vector<std::thread> threads_;
};

}  // namespace sos::rpc

#endif  // SOS_COMMON_RPC_WORKER_POOL_H_
